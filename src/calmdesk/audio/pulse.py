"""What PulseAudio, or PipeWire in its place, knows and PortAudio does not tell: sources, and who hears which.

Asked through ``pactl``, where it is installed. Every question has a time limit: a server may be frozen.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

from calmdesk.audio.devices import LONGEST_NAME
from calmdesk.call.text import safe

ANSWER_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class PulseSource:
    """Something that can be heard: a microphone, or what a loudspeaker plays (``monitor``).

    ``name`` is for machines, ``description`` for people. ``default``: the server uses it when nothing is chosen.
    """

    name: str
    description: str
    monitor: bool = False
    default: bool = False


def pactl() -> str | None:
    """Return the path of ``pactl``, None where it is not installed."""
    return shutil.which("pactl")


def environment() -> dict[str, str]:
    """Return an environment in which ``pactl`` speaks English, and writes numbers with a point."""
    return {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}


def sources() -> list[PulseSource]:
    """Return the server's sources; none where there is no server, or it does not answer."""
    usual = _ask("info").get("default_source_name", "")
    return [_source(found, usual) for found in _ask_list("sources").values()]


def heard_by() -> dict[int, PulseSource]:
    """Return, by the number of the process that listens, the source it hears now."""
    places = _ask_list("sources")
    heard = {}
    for stream in _ask_list("source-outputs").values():
        process = str(stream.get("properties", {}).get("application.process.id", ""))
        if process.isdecimal() and stream.get("source") in places:
            heard[int(process)] = _source(places[stream["source"]])
    return heard


def _source(found: dict[str, Any], usual: str = "") -> PulseSource:
    name = str(found.get("name", ""))
    described = safe(str(found.get("description") or name), longest_word=LONGEST_NAME)
    monitor = found.get("properties", {}).get("device.class") == "monitor"
    return PulseSource(name, described, monitor, default=name == usual)


def _ask_list(kind: str) -> dict[int, dict[str, Any]]:
    """Return the server's objects of a kind by their numbers."""
    found = _ask("list", kind)
    return {each["index"]: each for each in found if isinstance(each, dict)} if isinstance(found, list) else {}


def _ask(*question: str) -> Any:  # noqa: ANN401  # JSON
    """Return what ``pactl`` answers; an empty table when it does not."""
    program = pactl()
    if program is None:
        return {}
    try:
        answer = subprocess.run(  # noqa: S603  # the system's own tool
            [program, "--format=json", *question],
            env=environment(),
            capture_output=True,
            timeout=ANSWER_SECONDS,
            check=True,
        )
        return json.loads(answer.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return {}  # no server, a frozen one, or a pactl older than its JSON
