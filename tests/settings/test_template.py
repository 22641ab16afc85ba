"""The file a clinic begins with, and the page of the documentation about it."""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from calmdesk.cli import calmdesk, listen
from calmdesk.messages import catalogue
from calmdesk.settings import Settings, read_settings
from calmdesk.settings.environment import variable
from calmdesk.settings.rules import about
from calmdesk.settings.tables import SAYS, TABLES
from calmdesk.settings.template import as_toml, template

ROOT = Path(__file__).parents[2]
KEYS = [(table, key) for table, kind in TABLES.items() for key in fields(kind)]
LANGUAGES = ["en", "fr", "nl"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_sets_nothing(language: str, tmp_path: Path) -> None:
    """Left as it is, everything is as without a file."""
    path = tmp_path / "settings.toml"
    path.write_text(template(language), encoding="utf-8")
    assert read_settings(path) == Settings()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_works_once_its_sign_is_taken_away(language: str, tmp_path: Path) -> None:
    """Each key is there, with a value that can stand there."""
    path = tmp_path / "settings.toml"
    path.write_text(re.sub(r"^#(?! )", "", template(language), flags=re.MULTILINE), encoding="utf-8")
    settings = asdict(read_settings(path))
    assert {(table, key) for table, keys in settings.items() for key in keys} == {(t, k.name) for t, k in KEYS}
    assert settings["clinic"]["vet"] == "le docteur Maes"


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_key_is_explained_in_the_clinic_s_language(language: str) -> None:
    """No English line in a French file."""
    known = catalogue(language)
    assert [says for says in (*SAYS.values(), *(about(key).says for _, key in KEYS)) if says not in known] == []


def test_every_option_that_stands_above_a_key_is_there() -> None:
    """What the table says can be typed."""
    options = {option for each in listen.command.params for option in each.opts}
    add = calmdesk.get_command(None, "incidents").get_command(None, "add")  # type: ignore[arg-type,union-attr]  # lazy groups ask for no context
    options |= {option for each in (*add.params, *calmdesk.params) for option in each.opts}
    assert {about(key).option for _, key in KEYS} - {""} <= options


def test_the_documentation_has_every_key() -> None:
    """Its default, its variable, its option, what it is for: the table is the program's own."""
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for table, key in KEYS:
        known = about(key)
        option = f"`{known.option}`" if known.option else ""
        says = known.says.replace("|", "\\|")
        row = f"| `{table}.{key.name}` | `{as_toml(key.default)}` | `{variable(table, key.name)}` | {option} | {says} |"
        assert row in page.splitlines()
    assert len(re.findall(r"^\| `\w+\.\w+` ", page, re.MULTILINE)) == len(KEYS)
