"""Speaks one sentence with pyttsx3, hands the sound file over and ends: ``python -m calmdesk.speech.voice_child``.

One sentence per process, because pyttsx3 hangs or repeats itself on the second one. On standard input comes one line
of JSON: ``{"seconds"}`` alone asks for the voices, ``{"seconds", "folder", "voice", "rate", "text"}`` for a sentence.
With an empty ``folder`` its file is in memory alone. Standard input stays open: at its end, whoever asked is dead, and
this process removes the folder and ends.
On standard output goes one line of JSON, ``{"voices": [[id, name, [language, …]], …]}`` or ``{"bytes": n}`` followed by
the sound file. Whatever goes wrong ends the process with its reason as the last line on standard error.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO, Literal

_LOOK_SECONDS = 0.01
"""Pause between two looks at a file that is being written: pyttsx3 may return before it is whole."""

_BYTE_ORDER: dict[bytes, Literal["little", "big"]] = {b"RIFF": "little", b"FORM": "big"}
"""How WAV and AIFF write their length."""

_HEADER_BYTES = 44
"""A file that is no longer than this has no sound in it."""


def main() -> None:
    """Do what standard input asks for."""
    answers = _own_output()
    order = json.loads(sys.stdin.buffer.readline())
    _end_after(order["seconds"])
    threading.Thread(target=_end_with_parent, args=(order.get("folder"),), daemon=True).start()
    # eSpeak NG looks for a sound server even when it shall only write a file, and hangs with one that is frozen.
    os.environ["PULSE_SERVER"] = "unix:/nonexistent"
    # Imported late: its drivers print, and fail, when they are loaded.
    import pyttsx3  # noqa: PLC0415

    engine = pyttsx3.init()  # type: ignore[no-untyped-call]  # pyttsx3 has no types
    if "text" not in order:
        _answer(answers, {"voices": [_told(voice) for voice in engine.getProperty("voices")]})
        return
    sound = _spoken(engine, order)
    _answer(answers, {"bytes": len(sound)}, sound)


def is_whole(sound: bytes) -> bool:
    """Tell whether a WAV or AIFF file has the length its header tells, and some sound."""
    order = _BYTE_ORDER.get(sound[:4])
    return order is not None and len(sound) >= int.from_bytes(sound[4:8], order) + 8 > _HEADER_BYTES


def _spoken(engine: Any, order: dict[str, Any]) -> bytes:  # noqa: ANN401  # pyttsx3 has no types
    """Return the file with the sentence; none is left before it is handed over."""
    file = _place(order["folder"])
    failures: list[Exception] = []
    # What goes wrong inside runAndWait is told to whoever listens, and never raised.
    engine.connect("error", lambda exception, **_: failures.append(exception))
    engine.setProperty("voice", order["voice"])
    engine.setProperty("rate", order["rate"])
    engine.save_to_file(order["text"], str(file))
    engine.runAndWait()
    if failures:
        raise failures[0]
    while not is_whole(sound := file.read_bytes() if file.exists() else b""):
        time.sleep(_LOOK_SECONDS)
    if order["folder"]:
        file.unlink()
    return sound


def _place(folder: str) -> Path:
    """Return where to write the sentence: in a folder, or in a file that has a place in memory only."""
    if sys.platform == "linux" and not folder:
        return Path(f"/proc/self/fd/{os.memfd_create('said')}")
    # macOS writes AIFF, whatever the name; everything else WAV.
    return Path(folder) / ("said.aiff" if sys.platform == "darwin" else "said.wav")


def _told(voice: Any) -> list[Any]:  # noqa: ANN401  # pyttsx3 has no types
    """Return a voice as JSON; some drivers tell languages as bytes that begin with a number."""
    languages = [each.decode(errors="ignore") if isinstance(each, bytes) else str(each) for each in voice.languages]
    return [str(voice.id), str(voice.name), ["".join(filter(str.isprintable, each)) for each in languages]]


def _own_output() -> BinaryIO:
    """Return standard output, and send there nothing else: pyttsx3 prints « Audio saved to … »."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _answer(answers: BinaryIO, head: dict[str, Any], sound: bytes = b"") -> None:
    answers.write(json.dumps(head).encode() + b"\n" + sound)
    answers.flush()


def _end_with_parent(folder: str | None) -> None:
    """End the process when its input does: calmdesk was killed, and nobody else would clear the folder."""
    while os.read(0, 4096):
        pass
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _end_after(seconds: float) -> None:
    """End the process, whatever it hangs in: should calmdesk be gone, nobody else would."""
    timer = threading.Timer(seconds, os._exit, [1])
    timer.daemon = True
    timer.start()


if __name__ == "__main__":
    main()
