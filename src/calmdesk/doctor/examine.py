"""Asks check after check, each within its time."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final

from calmdesk.doctor import here, probes
from calmdesk.doctor.finding import Finding, Level
from calmdesk.speech.rendering import GET_VOICES

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE: Final = 3
"""Checks that run at the same time: most of them wait for a process to start."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A check in a process of its own.

    Args:
        name: its name in ``probes``.
        seconds: how long it may take.
        level: how bad it is when it breaks down, or takes longer.
        hint: what mends that.
    """

    name: str
    seconds: float
    level: Level
    hint: str


_REINSTALL: Final = "python -m pip install --force-reinstall calmdesk"
_SOUND: Final = {
    "linux": "systemctl --user restart pipewire pulseaudio",
    "darwin": "sudo killall coreaudiod",
    "win32": "restart the service « Windows Audio »",
}
PROBES: Final = (
    Probe("vosk", 30, Level.PROBLEM, "python -m pip install --force-reinstall vosk"),
    Probe("sound", 15, Level.PROBLEM, _SOUND.get(sys.platform, _SOUND["linux"])),
    Probe("voice", 15, Level.WARNING, GET_VOICES),
    Probe("model", 120, Level.PROBLEM, "calmdesk models verify"),
    Probe("phrasebooks", 60, Level.PROBLEM, "calmdesk phrasebook check"),
    Probe("settings", 15, Level.PROBLEM, _REINSTALL),
    Probe("folders", 15, Level.PROBLEM, _REINSTALL),
)


def examine(lang: str, words: str) -> Iterator[tuple[str, Finding]]:
    """Yield the findings of every check with its name, in a fixed order, as they become known.

    Args:
        lang: the language of the calls.
        words: the language of what is said.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        asked = [(probe.name, pool.submit(ask, probe, lang, words)) for probe in PROBES]
        yield from (("python", finding) for finding in here.python())
        yield from (("terminal", finding) for finding in here.terminal())
        for name, answer in asked:
            yield from ((name, finding) for finding in answer.result())


def ask(probe: Probe, lang: str, words: str) -> list[Finding]:
    """Return the findings of one check; one that hangs or breaks down is a finding too."""
    # -P: a folder called calmdesk in the place where the user stands is not ours.
    command = [sys.executable, "-P", "-m", probes.__name__, probe.name, lang, words]
    # Files, not pipes: whatever the check has started may live on, and hold a pipe open.
    with TemporaryFile() as out, TemporaryFile() as err:
        try:
            code = subprocess.run(  # noqa: S603  # our own program
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, timeout=probe.seconds, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            details: dict[str, object] = {"seconds": round(probe.seconds)}
            return [Finding(probe.level, "no answer within {seconds} seconds", probe.hint, details)]
        printed, complaint = _last_line(out), _last_line(err)
    try:
        return [Finding.from_json(found) for found in json.loads(printed)]
    except (ValueError, KeyError, TypeError, AttributeError):
        reason = complaint or f"exit code {code}"
        return [Finding(probe.level, "this does not work: {reason}", probe.hint, {"reason": reason})]


def _last_line(file: IO[bytes]) -> str:
    file.seek(0)
    lines = file.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
