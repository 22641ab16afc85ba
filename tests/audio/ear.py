"""A program that listens (``audio.hear``), as a test sees it: what it has told so far, and how to talk to it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from audio import processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

TESTS = Path(__file__).parents[1]

LONG = 30.0
"""Seconds after which what a test waits for will not come: much more than the program may take, on a busy machine."""


class HeardBlock(NamedTuple):
    """A block of sound: desk times, the moment it came on the monotonic clock, its loudest sample, a click's time."""

    side: str
    at: float
    end: float
    moment: float
    loudest: int
    click: float | None


@dataclass
class Ear:
    """What a listening program has told."""

    program: subprocess.Popen[str]
    file: Path
    facts: list[dict[str, Any]] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    over: bool = False

    def read(self) -> None:
        """Take in what the program tells until it ends."""
        assert self.program.stdout is not None
        for line in self.program.stdout:
            with self.changed:
                self.facts.append(json.loads(line))
                self.changed.notify_all()
        with self.changed:
            self.over = True
            self.changed.notify_all()

    def wait_for(self, seen: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is looked for
        """Return what ``seen`` finds, as soon as it finds something."""
        with self.changed:
            self.changed.wait_for(lambda: seen() or self.over, LONG)
            found = seen()
            assert found, [fact for fact in self.facts if "block" not in fact][-20:]
            return found

    def told(self, kind: str) -> list[Any]:
        """Return every fact of a kind."""
        return [fact[kind] for fact in list(self.facts) if kind in fact]

    @property
    def blocks(self) -> list[HeardBlock]:
        """Every block so far."""
        return [HeardBlock(*block) for block in self.told("block")]

    @property
    def notices(self) -> list[str]:
        """What it has told its user so far."""
        return [text for text, _, _ in self.told("notice")]

    @property
    def clicks(self) -> list[float]:
        """The desk times at which clicks were heard; a click over two blocks counts once."""
        times = [block.click for block in self.blocks if block.click is not None]
        return [at for before, at in zip([-1.0, *times], times, strict=False) if at - before > 0.3]

    def await_notice(self, words: str, times: int = 1) -> str:
        """Return a notice with these words, once there are so many of them."""

        def last() -> str | None:
            found = [text for text in self.notices if words in text]
            return found[-1] if len(found) >= times else None

        return str(self.wait_for(last))

    def await_sound(self, since: float, *, loudest: int = 0) -> HeardBlock:
        """Return the first block that came after a moment of the monotonic clock and is louder than ``loudest``."""
        found = self.wait_for(
            lambda: next((block for block in self.blocks if block.moment > since and block.loudest >= loudest), None)
        )
        assert isinstance(found, HeardBlock)
        return found

    def await_clicks(self, count: int, since: float) -> list[float]:
        """Return the next clicks after a desk time."""
        found: list[float] = self.wait_for(
            lambda: later if len(later := [at for at in self.clicks if at > since]) >= count else None
        )
        return found[:count]

    @property
    def capture_programs(self) -> list[int]:
        """The numbers of the programs that hear a device for it."""
        found = processes.children(self.program.pid)
        return [number for number, words in found.items() if "calmdesk.audio.capture" in words]

    def ask(self, word: str) -> list[Any]:
        """Say something to the program and return what it says it did."""
        assert self.program.stdin is not None
        before = len(self.told("obeyed"))
        self.program.stdin.write(word + "\n")
        self.program.stdin.flush()
        answer: list[Any] = self.wait_for(lambda: self.told("obeyed")[before:])[0]
        return answer

    def end(self) -> dict[str, Any]:
        """Let the program close, and return what it counted."""
        if self.program.poll() is None and self.program.stdin is not None:
            self.program.stdin.write("close\n")
            self.program.stdin.flush()
        ended: list[dict[str, Any]] = self.wait_for(lambda: self.told("ended"))
        assert self.program.wait(LONG) == 0
        return ended[0]

    def samples(self, side: str = "client") -> NDArray[np.int16]:
        """Everything it heard on a side, once it has ended."""
        return np.asarray(np.load(f"{self.file}-{side}.npy"), np.int16)


@contextmanager
def listening(environment: Mapping[str, str], file: Path, *arguments: str) -> Iterator[Ear]:
    """Run a program that listens; the block begins with its first sound."""
    program = subprocess.Popen(
        [sys.executable, "-m", "audio.hear", str(file), *arguments],
        cwd=TESTS,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    ear = Ear(program, file)
    reader = threading.Thread(target=ear.read)
    reader.start()
    with program:
        try:
            ear.wait_for(lambda: ear.blocks)
            yield ear
        finally:
            program.kill()
            reader.join()


def now() -> float:
    """Return the moment, on the clock all processes share."""
    return time.monotonic()
