"""Listens with a real ``LiveSound`` and tells what it heard: ``python -m audio.hear`` in ``tests/``.

A program of its own, as the one at the desk is. Tells what happens in lines of JSON, obeys the lines on its standard
input (``pause``, ``resume``, ``close``), and ends with what it counted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audio import processes
from calmdesk.audio.live import LiveSound
from calmdesk.call.events import Block, Listened, Notice, Side
from calmdesk.errors import AudioError
from calmdesk.messages import explain, say

if TYPE_CHECKING:
    from calmdesk.call.events import Sent


def main() -> None:
    """Listen until told to close, or for ``--seconds`` of desk time, and write what was heard."""
    arguments = _arguments()
    sides = {Side.CLIENT: _wanted(arguments.device)}
    if arguments.desk_device:
        sides[Side.DESK] = _wanted(arguments.desk_device)
    threads = processes.threads()
    try:
        live = LiveSound(sides, queue_seconds=arguments.queue)
    except AudioError as error:
        _tell(error=explain(error))
        return
    threading.Thread(target=_obey, args=(live,), daemon=True).start()
    with closing(live):
        blocks = _listen(live, arguments.seconds, arguments.dawdle)
    for side in sides:
        own = [block.samples for block in blocks if block.side is side]
        np.save(f"{arguments.out}-{side}.npy", np.concatenate([np.empty(0, np.int16), *own]))
    _tell(
        ended={
            "names": dict(live.names),
            "lost": live.lost_seconds,
            "dropped": live.dropped_blocks,
            # One more is there than before: it obeys, and waits for the next line.
            "threads": _left_over(threads + 1),
            "children": list(processes.children(os.getpid()).values()),
        }
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--device", default="")
    parser.add_argument("--desk-device", default="")
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--queue", type=float, default=5.0)
    parser.add_argument("--dawdle", type=float, default=0.0, help="seconds to do something else after the first block")
    return parser.parse_args()


def _wanted(name: str) -> str | int | None:
    return int(name) if name.isdecimal() else name or None


def _listen(live: LiveSound, seconds: float, dawdle: float) -> list[Block]:
    blocks: list[Block] = []
    for item in live.blocks():
        _report(item)
        if not isinstance(item, Block):
            continue
        blocks.append(item)
        if len(blocks) == 1:
            time.sleep(dawdle)
        if item.end >= seconds:
            live.close()
    return blocks


def _report(item: Sent) -> None:
    now = time.monotonic()
    match item:
        case Block():
            loud = np.flatnonzero(np.abs(item.samples) > 10_000)
            click = item.at + loud[0] / 16_000 if len(loud) else None
            _tell(block=[item.side, item.at, item.end, now, int(np.abs(item.samples).max()), click])
        case Notice():
            _tell(notice=[say(item.message, item.details), item.at, now])
        case Listened():
            _tell(listened=[item.side, item.at, now])


def _obey(live: LiveSound) -> None:
    for line in sys.stdin:
        match line.strip():
            case "close":
                live.close()
            case word:
                live.pause(on=word == "pause")
                _tell(obeyed=[word, time.monotonic(), list(processes.children(os.getpid()).values())])


def _left_over(threads: int) -> int:
    """Return how many threads more than ``threads`` there are; the system takes a moment to clear away those ended."""
    end = time.monotonic() + 2
    while processes.threads() > threads and time.monotonic() < end:
        time.sleep(0.01)
    return processes.threads() - threads


def _tell(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
