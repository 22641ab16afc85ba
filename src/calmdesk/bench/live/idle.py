"""Processor time of listening to a quiet room, beside bare Vosk at the same microphone.

Each program is left to start, then watched for a while: its own processor time and that of its children.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from calmdesk.bench.live.processes import used_seconds
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

IDLE_GOAL: Final = 1.2
"""Times the processor time of bare Vosk."""

_STARTS: Final = 8.0
"""Seconds after which a program that listens surely does."""

_ENDS: Final = 15.0
"""Seconds a program may take to end."""


@dataclass(frozen=True, slots=True)
class Idle:
    """Processor seconds per second of listening."""

    bare: float
    listen: float

    @property
    def ratio(self) -> float:
        """Listening, as a multiple of bare Vosk."""
        return self.listen / self.bare


def idle(model: Path, listen: Sequence[str], environment: Mapping[str, str], seconds: float) -> Idle:
    """Measure both.

    Args:
        model: the speech model's folder.
        listen: the arguments of the ``calmdesk`` command that listens until it is interrupted.
        environment: in which the default microphone hears a quiet room.
        seconds: how long each is watched.

    Raises:
        UsageError: psutil is missing.
        AudioError: a program ended too early.
    """
    bare = ["calmdesk.bench.live.bare_listener", str(model), str(_STARTS + seconds + _ENDS)]
    return Idle(*(_share(module, environment, seconds) for module in (bare, ["calmdesk", *listen])))


def _share(module: Sequence[str], environment: Mapping[str, str], seconds: float) -> float:
    """Run a module and return the processor seconds per second of its processes, once it listens."""
    with subprocess.Popen(  # noqa: S603  # this interpreter, and our own modules
        [sys.executable, "-m", *module],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as program:
        try:
            time.sleep(_STARTS)
            before = _used(program, module)
            time.sleep(seconds)
            return (_used(program, module) - before) / seconds
        finally:
            program.send_signal(signal.SIGINT)
            try:
                program.communicate(timeout=_ENDS)
            except subprocess.TimeoutExpired:
                program.kill()


def _used(program: subprocess.Popen[bytes], module: Sequence[str]) -> float:
    """Return the processor seconds of a program and its children that still run."""
    if program.poll() is not None:
        said = program.stderr.read().decode(errors="replace") if program.stderr else ""
        raise AudioError("{command} failed: {said}", command=" ".join(module), said=said)
    return used_seconds(program.pid)
