from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.errors import CalmdeskError
from calmdesk.incidents.form import form_folder, read_form, remove_left_forms, write_form
from calmdesk.incidents.texts import Texts
from calmdesk.places import user_data
from incidents.made_up import hostile_incidents, incident

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.incidents.incident import Incident

FRENCH = Texts("fr")


@given(hostile_incidents())
def test_a_form_that_is_only_saved_changes_nothing(made: Incident) -> None:
    """Whatever quotes, backslashes and brackets are in it."""
    assert read_form(write_form(made, FRENCH), made) == made


def test_what_is_changed_in_the_form_is_changed() -> None:
    """A date as people write it, a passage more, a text of several lines; number and version stay."""
    before = incident(number=3, version=2)
    text = 'at = "24/11/2026 9h30"\nwords = ["un", "deux"]\nnote = """\nPremier.\nSecond.\n"""\n'
    after = read_form(text, before)
    assert after == replace(before, at=after.at, words=("un", "deux"), note="Premier.\nSecond.")
    assert after.at.strftime("%d %H:%M") == "24 09:30"


def test_the_form_tells_what_to_do_in_french() -> None:
    """And is readable: a line for each field."""
    text = write_form(incident(number=3, note="Un.\nDeux."), FRENCH)
    assert text.startswith("# Incident 3. Modifiez ce que vous voulez")
    assert 'note = """' in text
    assert '\n    "vous êtes vraiment nulle",\n' in text


MISTAKES = [
    "note = x",
    "note = 3",
    "rung = true",
    'words = "x"',
    "families = [1]",
    'at = "demain"',
    "at = 2026-11-23",
    "mots = []",
]


@pytest.mark.parametrize("text", MISTAKES)
def test_a_form_that_cannot_be_understood_is_refused(text: str) -> None:
    """With the line that is wrong; the incident stays as it is."""
    with pytest.raises(CalmdeskError):
        read_form(text, incident())


@given(st.text())
def test_no_form_brings_the_program_down(text: str) -> None:
    """Whatever the editor saved: an incident, or an expected mistake."""
    try:
        assert read_form(text, incident()).at
    except CalmdeskError as error:
        assert str(error)  # noqa: PT017  # either is well


def test_a_form_goes_away_with_what_the_editor_kept_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a form that a killed command left behind, with the next command."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with form_folder() as folder:
        [made] = user_data().iterdir()
        assert made.stat().st_mode & 0o777 == 0o700
        (folder / "incident.toml").write_text("note = ''")
        (folder / ".incident.toml.swp").write_text("swap")
        # As a killed command leaves it: the lock is nobody's.
        left = user_data() / "calmdesk-left"
        shutil.copytree(made, left)
        for each in (made, left):
            os.utime(each, (time.time() - 60, time.time() - 60))
        remove_left_forms()
        assert (folder.exists(), left.exists()) == (True, False)
    assert list(user_data().iterdir()) == []
