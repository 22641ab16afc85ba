"""Programs that are killed at random moments, several at a time, each in a home of its own; and what they leave."""

from __future__ import annotations

import os
import random
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from privacy.watching import calmdesk, environment, kill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AT_A_TIME: Final = 5
"""Programs that run side by side: most of their time they wait for sound."""

CHUNK: Final = 0.2
"""Seconds of sound that are sent at once."""

HASTE: Final = 4
"""How much faster than it was spoken sound is sent to a program's standard input."""

_PATIENCE: Final = 15.0
"""Seconds in which the helpers of a program that was killed must have ended; a tenth is usual."""


@dataclass(frozen=True)
class Killing:
    """What is started and killed.

    Args:
        args: of calmdesk.
        sound: raw samples for its standard input, that come in a voice's pace; None: there is no input.
        bytes_a_second: of that sound.
        more: of the environment.
        files: what lies in its home, by name.
        until: a text it prints, from which on moments count; by default they count from the start.
    """

    args: Sequence[str]
    sound: bytes | None = None
    bytes_a_second: int = 16_000
    more: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    until: str = ""

    def at_random(self, folder: Path, times: int, latest: float) -> list[Path]:
        """Start and kill the program so many times, ``latest`` seconds after its start or its text; return the homes.

        None of the processes that it has started is left when this returns.
        """
        moments = random.Random(str(self.args))  # noqa: S311  # moments, no secrets
        homes = [folder / f"{number}-{len(self.until)}" for number in range(times)]
        delays = [moments.uniform(0.05, latest) for _ in homes]
        with ThreadPoolExecutor(AT_A_TIME) as killers:
            list(killers.map(self._once, homes, delays))
        return homes

    def _once(self, home: Path, delay: float) -> None:
        home.mkdir()
        for name, content in self.files.items():
            (home / name).parent.mkdir(exist_ok=True)
            (home / name).write_bytes(content)
        program = subprocess.Popen(
            calmdesk(*self.args),
            env=environment(home, PYTHONUNBUFFERED="1", **self.more),
            cwd=home,
            stdin=subprocess.DEVNULL if self.sound is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        feeding = threading.Thread(target=self._feed, args=(program,))
        feeding.start()
        self._wait_for_text(program)
        time.sleep(delay)
        ended = program.poll()
        program.kill()
        feeding.join()
        kill(program)
        assert ended is None, "it was over before it could be killed"
        _wait_until_alone(home)

    def _wait_for_text(self, program: subprocess.Popen[bytes]) -> None:
        assert program.stdout
        while self.until:
            line = program.stdout.readline()
            assert line, "it ended before its text came"
            if self.until in line.decode():
                return

    def _feed(self, program: subprocess.Popen[bytes]) -> None:
        if self.sound is None or program.stdin is None:
            return
        step = round(CHUNK * self.bytes_a_second)
        with suppress(BrokenPipeError):
            for start in range(0, len(self.sound), step):
                os.write(program.stdin.fileno(), self.sound[start : start + step])
                time.sleep(CHUNK / HASTE)


def processes_of(home: Path) -> dict[int, str]:
    """Return the command lines of all running processes that were started with this home, by whomever."""
    marker = f"HOME={home}".encode()
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        # Some end while they are looked at; of one that has ended nothing can be read.
        with suppress(OSError):
            if marker in (process / "environ").read_bytes().split(b"\0"):
                found[int(process.name)] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found


def _wait_until_alone(home: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while left := processes_of(home):
        assert time.monotonic() < end, f"still running: {left}"
        time.sleep(0.02)
