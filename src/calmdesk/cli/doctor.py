"""``calmdesk doctor``: is everything there that a call needs?"""

from __future__ import annotations

import os
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from calmdesk.cli import completion
from calmdesk.cli.tell import echo_json, interface_language

if TYPE_CHECKING:
    from calmdesk.doctor.finding import Finding

_NARROWEST = 20
"""Columns that are used, even where there are fewer."""

_COLOURS = {"ok": "green", "warning": "yellow", "problem": "red"}


@click.command("doctor")
@click.option(
    "--lang",
    metavar="LANGUAGE",
    shell_complete=completion.languages,
    help="Language of the calls, and of what is said. Default: fr, said in the system's language.",
)
@click.option("--json", "as_json", is_flag=True, help="A list of findings: check, level, says, mend.")
def command(lang: str | None, as_json: bool) -> None:
    """Check everything a call needs, and say what mends what is wrong.

    Python, terminal, Vosk, sound, voice, model, phrasebooks, settings, folders: each is ok, a warning or a problem.
    Exit code 1 when there is a problem. Nothing is changed, and the network is not used.
    """
    from calmdesk.doctor.examine import examine  # noqa: PLC0415  # heavy

    language = lang or interface_language()
    worst, findings = 0, []
    for check, finding in examine(lang or "fr", language):
        worst = max(worst, finding.level == "problem")
        if as_json:
            findings.append(_facts(check, finding, language))
        else:
            _show(check, finding, language)
    if as_json:
        echo_json(findings, indent=1)
    raise click.exceptions.Exit(worst)


def _facts(check: str, finding: Finding, language: str) -> dict[str, str]:
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue

    return {
        "check": check,
        "level": finding.level.value,
        "says": say(finding.says, finding.details, language),
        "mend": say(finding.hint, finding.details, language),
    }


def _show(check: str, finding: Finding, language: str) -> None:
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue

    facts = _facts(check, finding, language)
    width = max(len(say(level, {}, language)) for level in _COLOURS) + 1
    level = click.style(say(facts["level"], {}, language).ljust(width), fg=_COLOURS[facts["level"]], bold=True)
    says = say("{check}: {says}", {"check": say(check, {}, language), "says": facts["says"]}, language)
    lines = [*says.splitlines(), *([f"-> {facts['mend']}"] if facts["mend"] else [])]
    fitted = [part for line in lines for part in _fitted(line, width)]
    click.echo(f"\n{' ' * width}".join([level + fitted[0], *fitted[1:]]))


def _fitted(line: str, indent: int) -> list[str]:
    """Return a line as it fits beside an indent on the terminal; a command or a path that is too long stays whole."""
    if not sys.stdout.isatty():
        return [line]
    # Asked of the terminal itself: a COLUMNS that is left over in the environment may tell of another one.
    room = max(os.get_terminal_size(sys.stdout.fileno()).columns - indent, _NARROWEST)
    return textwrap.wrap(line, room, break_long_words=False, break_on_hyphens=False) or [""]
