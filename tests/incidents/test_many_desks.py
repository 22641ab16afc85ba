"""Several desks at once, and desks that are killed: processes of their own on one database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from calmdesk.incidents.address import file_of
from calmdesk.incidents.store import Incidents
from incidents.made_up import incident
from incidents.writer import CHANGED, LONG_WORDS

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

TESTS = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


def start(*words: object) -> subprocess.Popen[str]:
    """Start a process of ``writer``."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    command = [sys.executable, "-m", "incidents.writer", *map(str, words)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> str:
    """Return what a process printed; it must have ended well."""
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    return out


def full(url: URL) -> str:
    """Return an address with everything another process needs."""
    return url.render_as_string(hide_password=False)


def test_four_desks_note_a_thousand_each(database: URL) -> None:
    """All 4,000 are there, whole, each once, though all four made the tables, too."""
    desks = [start("note", full(database), 1_000, f"desk {number}") for number in range(4)]
    for desk in desks:
        ended(desk)
    with Incidents(database) as incidents:
        found = list(incidents.find())
    assert len(found) == 4_000
    assert {each.note for each in found} == {f"desk {desk}:{number}" for desk in range(4) for number in range(1_000)}
    for each in found:
        number = int(each.note.partition(":")[2])
        assert each == incident(note=each.note, words=("mot pour mot",) * (number % 9), number=each.number, version=1)


def test_two_hundred_killed_desks_lose_nothing(database: URL) -> None:
    """What a desk was told was noted is there after kill -9, and nothing is there by halves: 200 while they write."""
    told = ended(start("kill", full(database), 220, 11))
    promised = [line.split(" ", 2) for line in told.splitlines()]
    assert len(promised) > 400
    with Incidents(database) as incidents:
        found = {each.number: each for each in incidents.find()}
        if file_of(database):
            with incidents.read() as session:
                assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    for number, version, note in promised:
        assert found[int(number)].note == note
        assert found[int(number)].version >= int(version)
    for each in found.values():
        measures = "" if each.version == 1 else CHANGED
        whole = incident(note=each.note, words=LONG_WORDS, measures=measures, number=each.number, version=each.version)
        assert each == whole
