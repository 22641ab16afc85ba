"""Processor time of listening to a quiet room, beside bare Vosk at the same microphone.

Each program runs for a short and for a long while; the difference is what a second of listening costs, without what
starting costs. A program ends by itself or is interrupted, and its children count.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

IDLE_GOAL: Final = 1.2
"""Times the processor time of bare Vosk."""

_SHORT: Final = 5.0
_STARTS: Final = 10.0
"""Seconds after which a program that listens surely does; how long it took is the same in both runs."""

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
        seconds: how much longer the long run is than the short one.
    """

    def bare(length: float) -> float:
        module = ["calmdesk.bench.live.bare_listener", str(model), str(length)]
        return _processor_seconds(module, environment, None)

    def ours(length: float) -> float:
        return _processor_seconds(["calmdesk", *listen], environment, length)

    per_second = [(run(_SHORT + seconds) - run(_SHORT)) / seconds for run in (bare, ours)]
    return Idle(*per_second)


def _processor_seconds(module: Sequence[str], environment: Mapping[str, str], interrupt: float | None) -> float:
    """Run a module and return the processor seconds of its processes; interrupted after that long."""
    before = _children()
    with subprocess.Popen(  # noqa: S603  # this interpreter, and our own modules
        [sys.executable, "-m", *module],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        try:
            if interrupt is not None:
                time.sleep(_STARTS + interrupt)
                program.send_signal(signal.SIGINT)
            _, said = program.communicate(timeout=None if interrupt is None else _ENDS)
        finally:
            program.kill()
    if program.returncode not in {0, 130}:
        raise AudioError("{command} failed: {said}", command=" ".join(module), said=said.decode(errors="replace"))
    return _children() - before


def _children() -> float:
    import resource  # noqa: PLC0415  # not on Windows

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
