"""``calmdesk doctor``: is everything there that a call needs?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from calmdesk.cli import completion
from calmdesk.cli.tell import echo_json, system_language

if TYPE_CHECKING:
    from calmdesk.doctor.finding import Finding

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

    language = lang or system_language()
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
    click.echo(f"\n{' ' * width}".join([level + lines[0], *lines[1:]]))
