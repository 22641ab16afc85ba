from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calmdesk.errors import SettingsError
from calmdesk.messages import explain
from calmdesk.phrasebook.cards import SLOTS
from calmdesk.settings import (
    LONGEST,
    VARIABLE,
    Clinic,
    Incidents,
    Settings,
    Sound,
    read_settings,
    remember,
    settings_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str], Path]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a settings file and return where it is."""

    def written(text: str) -> Path:
        path = tmp_path / "settings.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def refused(path: Path) -> SettingsError:
    """Return what is said of a file that cannot be used."""
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    return caught.value


def test_without_a_file_everything_is_as_it_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings, no clinic's name, no connection prompts; and no file is made."""
    monkeypatch.delenv(VARIABLE, raising=False)
    assert read_settings(tmp_path / "settings.toml") == Settings()
    assert not Settings().advice.connection
    assert list(tmp_path.iterdir()) == []


def test_the_clinic_says_what_it_is_called(write: Write) -> None:
    """What stands in the file stands in the sentences; what does not is not known."""
    path = write('[clinic]\nclinic = "la clinique du Parc"\nvet = "le docteur Maes"\n[advice]\nconnection = true\n')
    settings = read_settings(path)
    assert settings.clinic == Clinic("la clinique du Parc", "le docteur Maes")
    assert settings.clinic.slots["callback"] == ""
    assert settings.advice.connection


def test_incidents_are_kept_as_the_clinic_says(write: Write) -> None:
    """Five years in a file of one's own, unless the settings say otherwise; an address is no spoken text."""
    assert Settings().incidents == Incidents("", "", 5)
    address = f"postgresql://desk@{'x' * LONGEST}/calmdesk"
    settings = read_settings(write(f'[incidents]\ndatabase = "{address}"\nauthor = "Léa"\nkeep_years = 2\n'))
    assert settings.incidents == Incidents(address, "Léa", 2)


def test_every_slot_comes_from_the_clinic_or_from_the_call() -> None:
    """A card can ask for nothing that cannot be told."""
    assert {*Clinic().slots, "animal", "client"} == SLOTS


def test_another_file_can_be_named(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """CALMDESK_SETTINGS, for two clinics on one computer."""
    path = write('[clinic]\nclinic = "la clinique du Port"\n')
    monkeypatch.setenv(VARIABLE, str(path))
    assert settings_file() == path
    assert read_settings().clinic.clinic == "la clinique du Port"


def test_the_file_lies_where_the_user_s_settings_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the configuration folder of the system, in one of calmdesk's own."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings_file().parts[-2:] == ("calmdesk", "settings.toml")


def test_a_name_cannot_play_tricks_on_the_terminal(write: Write) -> None:
    """A copied escape sequence is no part of a clinic's name."""
    clinic = read_settings(write('[clinic]\nclinic = "\\u001b[2Jle \\u202eParc"\n')).clinic
    assert clinic.clinic.isprintable()
    assert clinic.clinic.endswith("Parc")


MISTAKES = {
    "an unknown table": ('[clinic]\nvet = "x"\n\n[clinique]\nvet = "x"\n', 4, "[clinique]"),
    "an unknown key": ('# la clinique\n[clinic]\nvets = "x"\n', 3, "« vets »"),
    "a key outside a table": ('vet = "x"\n', 1, "[vet]"),
    "no table": ('clinic = "x"\n', 1, "[clinic]"),
    "a number for a text": ("[clinic]\ncallback = 32475000000\n", 2, 'callback = "…"'),
    "a text for a switch": ('[advice]\nconnection = "oui"\n', 2, "true"),
    "a text too long to say": (f'[clinic]\n\n\npayment_options = "{"x" * (LONGEST + 1)}"\n', 4, str(LONGEST)),
    "a silence without end": ("[calls]\nsilence = 99999\n", 2, "3600"),
    "a silence in words": ('[calls]\nsilence = "une minute"\n', 2, "3600"),
    "a silence of yes": ("[calls]\nsilence = true\n", 2, "3600"),
    "a database of another kind": ('[incidents]\ndatabase = "mysql://desk@server/x"\n', 2, "postgresql://"),
    "a time without an end": ("[incidents]\nkeep_years = 0\n", 2, "100"),
    "a text for a number": ('[incidents]\nkeep_years = "5"\n', 2, "100"),
    "a switch for a number": ("[incidents]\nkeep_years = true\n", 2, "100"),
    "a dotted key": ("advice.connection = 1\n", 1, "true"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_mistake_is_told_with_file_and_line(write: Write, mistake: str, language: str) -> None:
    """Where it stands, what is wrong with it, and what can stand there."""
    text, line, said = MISTAKES[mistake]
    path = write(text)
    problem, hint = explain(refused(path), language)
    assert f"{path}:{line}: " in problem
    assert said in problem
    assert "calmdesk settings edit" in hint
    assert "docs/settings.md" in hint


def test_all_mistakes_are_told_at_once(write: Write) -> None:
    """Mend the file once, not line by line."""
    problem, _ = explain(refused(write('[clinic]\nvets = "x"\nvet = 1\n[advice]\nconnection = 1\n')), "fr")
    assert "3 problème(s)" in problem
    assert [int(line) for line in re.findall(r"toml:(\d+): ", problem)] == [2, 3, 5]


def test_mistakes_are_told_in_french(write: Write) -> None:
    """Who mends the file reads French: no English sentence comes through."""
    english = "a number of|unknown|known are|is a table|write|or false|longer than|is a text|whole number"
    for text, _, _ in MISTAKES.values():
        assert not re.search(english, explain(refused(write(text)), "fr")[0])


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"[clinic\n", 1, "n'est pas du TOML valable : il manque « ] »"),
        (b"# \xe9t\xe9\n[", 1, "n'est pas du texte en UTF-8"),
        (b'[clinic]\nvet = "a"\nvet = "b"\n', 3, "n'est pas du TOML valable : cette clé a déjà une valeur"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, line: int, says: str) -> None:
    """Not TOML, not text, a key twice: the file, the line, and the reason, in French."""
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    problem, _ = explain(refused(path), "fr")
    assert f"{path}:{line}: {says}" in problem


def test_a_file_that_was_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing mistake in CALMDESK_SETTINGS is said: the clinic's name would be missing from every sentence."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere.toml"))
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert "nowhere.toml" in explain(caught.value, "fr")[0]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A wrong CALMDESK_SETTINGS is said, not passed over."""
    assert str(tmp_path) in explain(refused(tmp_path))[0]


def test_a_windows_editor_s_mark_is_read_over(tmp_path: Path) -> None:
    """Notepad writes a byte order mark."""
    path = tmp_path / "settings.toml"
    path.write_bytes(b'\xef\xbb\xbf[clinic]\nvet = "le docteur Maes"\r\n')
    assert read_settings(path).clinic.vet == "le docteur Maes"


def test_the_example_of_the_documentation_works(write: Write) -> None:
    """Copy it, change the words."""
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    settings = read_settings(write(example))
    assert all(settings.clinic.slots.values())


def test_what_is_remembered_is_read_again(tmp_path: Path) -> None:
    """The headset chosen today is used tomorrow; the folder is made where there was none."""
    path = tmp_path / "new" / "settings.toml"
    remember({"sound": {"device": "Jabra", "whisper": "Casque"}}, path)
    remember({"sound": {"device": "Micro « USB »"}}, path)
    assert read_settings(path).sound == Sound("Micro « USB »", "", "Casque")


def test_remembering_keeps_what_the_clinic_has_written(write: Write) -> None:
    """Comments, the other tables and their order stay."""
    text = '# notre clinique\n[clinic]\nvet = "le docteur Maes"  # depuis mai\n'
    path = write(text)
    remember({"sound": {"device": "Jabra"}}, path)
    assert path.read_text(encoding="utf-8").startswith(text)
    assert read_settings(path).clinic.vet == "le docteur Maes"


def test_a_file_with_mistakes_is_not_written_over(write: Write) -> None:
    """What cannot be read is not thrown away: the mistakes are told instead."""
    path = write("[clinic\n")
    with pytest.raises(SettingsError):
        remember({"sound": {"device": "Jabra"}}, path)
    assert path.read_text(encoding="utf-8") == "[clinic\n"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file where a folder should be: the place, and the reason."""
    (tmp_path / "full").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        remember({"sound": {"device": "Jabra"}}, tmp_path / "full" / "settings.toml")
    assert "settings.toml" in explain(caught.value, "fr")[0]
