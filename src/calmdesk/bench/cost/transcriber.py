"""``vosk-transcriber``, the program that comes with Vosk, on the same files and model: what it takes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from calmdesk.scratch import scratch_folder


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of the processor, those of all child processes included; 0 where nobody says."""

    wall: float
    cpu: float


def transcribe(folder: Path, model: Path, tasks: int) -> Spent | None:
    """Transcribe the recordings of a folder, ``tasks`` at a time; None where the program or its FFmpeg is missing."""
    program = Path(sys.executable).with_name("vosk-transcriber")
    found = str(program) if program.exists() else shutil.which("vosk-transcriber")
    if not found or not shutil.which("ffmpeg"):
        return None
    with scratch_folder() as out, Spending() as spending:
        arguments = ["--model", str(model), "--input", str(folder), "--output", str(out), "--tasks", str(tasks)]
        done = subprocess.run([found, *arguments], capture_output=True, check=False)  # noqa: S603  # Vosk's own program
    return spending.spent if done.returncode == 0 else None


class Spending:
    """Measures a block; ``spent`` tells once it is left. Only children that have ended are counted."""

    def __init__(self) -> None:
        self.spent = Spent(0.0, 0.0)

    def __enter__(self) -> Self:
        self._wall, self._cpu = time.monotonic(), _children()
        return self

    def __exit__(self, *_: object) -> None:
        self.spent = Spent(time.monotonic() - self._wall, _children() - self._cpu)


def _children() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource  # noqa: PLC0415  # not on Windows

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
