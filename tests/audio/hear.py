"""Listens with a real ``Microphone`` and tells what it heard: ``python -m audio.hear`` in ``tests/``.

A program of its own, because PortAudio looks for its devices only once, when it is loaded. Tells what happens in lines
of JSON: that it is listening, each notice, and at its end everything.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from calmdesk.audio import portaudio
from calmdesk.audio.microphone import Microphone
from calmdesk.call.events import Block, Notice
from calmdesk.errors import AudioError
from calmdesk.messages import explain, say


def main() -> None:
    """Listen for ``seconds`` of call, and write what was heard."""
    arguments = _arguments()
    if arguments.refuse_16_khz:
        _refuse_16_khz()
    try:
        microphone = Microphone(arguments.device, queue_seconds=arguments.queue)
    except AudioError as error:
        _tell(error=explain(error))
        return
    threads = _threads()
    with closing(microphone):
        blocks, notices = _listen(microphone, arguments)
    np.save(arguments.out, np.concatenate([np.empty(0, np.int16), *(block.samples for block in blocks)]))
    _tell(
        device=microphone.device.name,
        notices=[say(notice.message, notice.details) for notice in notices],
        spans=[[block.at, block.end] for block in blocks],
        threads=[threads, _threads()],
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--device")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--queue", type=float, default=5.0)
    parser.add_argument("--dawdle", type=float, default=0.0, help="seconds to do something else after the first block")
    parser.add_argument("--refuse-16-khz", action="store_true")
    return parser.parse_args()


def _listen(microphone: Microphone, arguments: argparse.Namespace) -> tuple[list[Block], list[Notice]]:
    blocks: list[Block] = []
    notices: list[Notice] = []
    for item in microphone.blocks():
        if isinstance(item, Notice):
            notices.append(item)
            _tell(notice=say(item.message, item.details))
            continue
        blocks.append(item)
        if len(blocks) == 1:
            _tell(listening=True)
            time.sleep(arguments.dawdle)
        if item.end >= arguments.seconds:
            microphone.close()
    return blocks, notices


def _refuse_16_khz() -> None:
    """Make PortAudio a sound card that only knows 48 kHz and stereo, as many do."""
    sounddevice: Any = portaudio.load()
    accepts = sounddevice.check_input_settings

    def check(*, samplerate: int, channels: int, **others: object) -> None:
        if (samplerate, channels) == (16000, 1) or samplerate == 16000 or channels == 1:
            raise sounddevice.PortAudioError("Invalid sample rate")
        accepts(samplerate=samplerate, channels=channels, **others)

    sounddevice.check_input_settings = check


def _threads() -> int:
    """Return how many threads the system sees in this process, those of C libraries included."""
    return len(list(Path("/proc/self/task").iterdir()))


def _tell(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
