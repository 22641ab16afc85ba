from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from calmdesk.messages import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Check = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def check(repository: Path) -> Check:
    """Run the check of the translations as ``make check`` does."""

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        paths = os.pathsep.join([str(repository / "tools"), str(repository / "src")])
        return subprocess.run(
            [sys.executable, "-m", "translations", *args],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", "LANG": "fr_BE.UTF-8"},
            check=False,
        )

    return run


def test_everything_is_translated(check: Check) -> None:
    """All help, errors, notices and click's own words, in every language, with the same details; nothing is left over.

    What is printed where this fails can be pasted into the files it names.
    """
    done = check()
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def french(tmp_path: Path) -> Path:
    """Return a copy of the French translations, to be spoilt."""
    shutil.copytree(FOLDER / "fr", tmp_path / "fr")
    return tmp_path / "fr"


def test_each_fault_is_found(check: Check, french: Path) -> None:
    """A missing sentence comes as a line to fill in, for the file its neighbours stand in; so do the other faults."""
    for name, before, after in (
        ("speech.toml", '"give {outer}" = "indiquez {outer}"', '"nobody says this" = "personne ne le dit"'),
        ("speech.toml", 'installez-la : calmdesk models install LANGUE --file {path}"', 'installez-la : {chemin}"'),
        ("help.toml", '"Language of the call." = "Langue de l\'appel."', ""),
        ("help.toml", "Dire PHRASE dans un casque", "Dire le TEXTE dans un casque"),
        ("cli.toml", "aucune phrase ne s'approche", "this phrase comes near: aucune phrase"),
        ("doctor.toml", '"problem" = "problème"', '"problem" = "problème"\n"size" = "taille"'),
        ("LC_MESSAGES/messages.po", 'msgid "Missing command."\nmsgstr "Il manque une commande."', ""),
    ):
        text = (french / name).read_text(encoding="utf-8")
        assert before in text
        (french / name).write_text(text.replace(before, after), encoding="utf-8")
    done = check("--messages", str(french.parent))
    assert done.returncode == 1
    for fault in (
        f'# 1 to translate, in {french / "speech.toml"}:\n"give {{outer}}" = ""',
        f'# 1 to translate, in {french / "help.toml"}:\n"Language of the call." = ""',
        f'# 1 left over, to be removed from {french / "speech.toml"}:\n"nobody says this"',
        "placeholders path became chemin",
        "calmdesk whisper: PHRASE",
        "English is left in it: this",
        "a space is missing before : ; ! or ?",
        '"size" stands in doctor.toml already',
        'msgid "Missing command."\nmsgstr ""',
        "python -m translations --write",
    ):
        assert fault in done.stdout, (fault, done.stdout)
