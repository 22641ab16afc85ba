from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calmdesk.messages import languages
from support.tmux import Tmux

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]

GOLDEN = Path(__file__).parents[1] / "golden" / "help"

OTHERS = [code for code in languages() if code != "en"]

PAGES = """
import json, sys
import click
from calmdesk.cli import calmdesk, in_words, language

def pages(command, name, parent):
    context = command.context_class(command, parent=parent, info_name=name, terminal_width=80)
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            yield from pages(command.get_command(context, each), each, context)

language.settle([])
print(json.dumps(dict(pages(in_words.translated(calmdesk, language.interface_language()), "calmdesk", None))))
"""
"""Prints all help pages, as they are in a terminal of 80 columns."""


def pages(code: str) -> dict[str, str]:
    """Return every help page in a language, by command."""
    environment = {**os.environ, "CALMDESK_UI": code, "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", PAGES], capture_output=True, text=True, check=True, env=environment)
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("code", languages())
def test_every_help_page_fits_a_terminal(code: str) -> None:
    """No line is too long, no summary is cut off, and no option's name is broken at the end of a line."""
    found = pages(code)
    assert len(found) > 40
    for command, page in found.items():
        usage, *rest = page.splitlines()
        assert len(usage) <= 80, command
        for line in rest:
            assert len(line) <= 80, (command, line)
            assert not re.search(r"\w-$|\.\.\.$|^\s*[:;!?»]", line), (command, line)


@pytest.mark.parametrize("code", OTHERS)
def test_no_help_page_speaks_english(code: str) -> None:
    """Neither click's words nor ours."""
    english = pages("en")
    for command, page in pages(code).items():
        told = page.splitlines()
        # A command to type is the same in every language.
        prose = [line for line in told if len(line.split()) > 4 and "calmdesk " not in line]
        shared = [line for line in prose if line in english[command].splitlines()]
        assert not shared, command
        assert not re.search(r"\b(Usage:|Options:|Commands:|Show this|default:)", page), command


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("words", ["models tune", "incidents show", "phrasebook add", "devices", "bench speed"])
def test_help_reads_as_it_was_decided(words: str, code: str, calmdesk: Run) -> None:
    """The pages in golden/help were read by people; ``UPDATE_GOLDEN=1 pytest`` writes them: look at the diff."""
    done = calmdesk(*words.split(), "--help", CALMDESK_UI=code, COLUMNS="80")
    assert done.returncode == 0
    page = GOLDEN / f"{words.replace(' ', '-')}.{code}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        page.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "french", "dutch"),
    [
        ("listn", "La commande 'listn' n'existe pas. Vouliez-vous dire 'listen' ?", "Bedoelde u 'listen'?"),
        ("listen --devise x", "n'existe pas. (Vouliez-vous dire : '--desk-device',", "bestaat niet. (Bedoelde u: '"),
        ("replay", "Argument manquant : 'FICHIER…'.", "Ontbrekend argument: 'BESTAND…'."),
        ("devices x", "Argument en trop : x", "Overtollig argument: x"),
        ("listen --rate abc", "'abc' n'est pas un entier valable.", "'abc' is geen geldig getal."),
        ("listen --rate 12", "12 sort des limites 8000<=x<=192000.", "12 valt buiten de grenzen 8000<=x<=192000."),
        ("demo --speed slow", "'slow' n'est pas dans la liste : 'real', 'max'.", "'slow' staat niet in de lijst:"),
        ("--ui de devices", "'de' n'est pas dans la liste", "'de' staat niet in de lijst"),
    ],
)
def test_mistakes_in_what_was_typed_are_told(words: str, french: str, dutch: str, calmdesk: Run) -> None:
    """In the language of the machine, with the usage line and where help is to be had."""
    for system, told in (("fr_BE.UTF-8", french), ("nl_BE.UTF-8", dutch)):
        done = calmdesk(*words.split(), LANG=system)
        assert done.returncode == 2
        assert told in done.stderr
        assert "--help" in done.stderr
        assert not re.search("Usage|Error|Try ", done.stderr)


def test_without_a_command_the_help_comes(calmdesk: Run) -> None:
    """Laid out as `--help` lays it out."""
    done = calmdesk(LANG="fr_BE.UTF-8")
    assert "\n  listen      Écouter à l'accueil" in done.stderr
    assert done.stderr.strip() == calmdesk("--help", LANG="fr_BE.UTF-8").stdout.strip()


def test_the_settings_choose_the_language(calmdesk: Run, tmp_path: Path) -> None:
    """`[interface] ui` holds for help and tables; a language nobody speaks is told with the others."""
    settings = tmp_path / "settings.toml"
    settings.write_text('[interface]\nui = "nl"\n', encoding="utf-8")
    assert calmdesk("--help", CALMDESK_SETTINGS=str(settings)).stdout.startswith("Gebruik:")
    assert "taal" in calmdesk("models", "list", CALMDESK_SETTINGS=str(settings)).stdout
    settings.write_text('[interface]\nui = "de"\n', encoding="utf-8")
    done = calmdesk("purge", CALMDESK_SETTINGS=str(settings), LANG="fr_BE.UTF-8")
    assert done.returncode == 8
    assert "ui est une de ces langues : en, fr, nl" in done.stderr


@pytest.mark.terminal
@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_ctrl_c_at_a_question_ends_in_silence(tmp_path: Path) -> None:
    """The question is French, the exit code is the usual one, and no traceback comes."""
    window = Tmux()
    try:
        window.calmdesk("incidents", "add", before=f"CALMDESK_UI=fr HOME={tmp_path} XDG_DATA_HOME={tmp_path}")
        window.wait_for("Quand ?")
        window.type("C-c")
        shown = window.wait_for("ended with 130")
        assert "Traceback" not in shown
        assert "Aborted" not in shown
    finally:
        window.end()
