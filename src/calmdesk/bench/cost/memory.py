"""Memory above bare Vosk: each program in a process of its own, which tells its own highest mark."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.bench.cost.peak import MARK
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MEMORY_GOAL = 80
"""Megabytes that calmdesk may hold above bare Vosk."""

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Memory:
    """The most memory each program held, in megabytes; nothing where the system does not say."""

    bare: float
    chain: float

    @property
    def above(self) -> float:
        """Megabytes above bare Vosk."""
        return self.chain - self.bare


def memory(model: Path, blocks: Iterable[bytes], replay: Sequence[str]) -> Memory:
    """Measure bare Vosk on blocks, which it gets through a pipe, and a ``calmdesk`` command.

    Args:
        model: the speech model's folder.
        blocks: 16-bit samples at 16 kHz.
        replay: the arguments of the command that replays the same call.
    """
    bare = _peak(["calmdesk.bench.cost.bare", str(model)], b"".join(blocks))
    return Memory(bare / _MEGABYTE, _peak(["calmdesk", *replay]) / _MEGABYTE)


def _peak(module: Sequence[str], samples: bytes = b"") -> int:
    command = [sys.executable, "-m", "calmdesk.bench.cost.peak", *module]
    done = subprocess.run(  # noqa: S603  # this interpreter, and our own modules
        command, input=samples, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    lines = done.stderr.decode(errors="replace").splitlines()
    peak = next((int(line.removeprefix(MARK)) for line in reversed(lines) if line.startswith(MARK)), None)
    if done.returncode or peak is None:
        said = "\n".join(line for line in lines if not line.startswith(MARK))
        raise AudioError("{command} failed: {said}", command=" ".join(module), said=said)
    return peak
