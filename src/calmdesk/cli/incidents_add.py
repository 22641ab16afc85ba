"""``calmdesk incidents add``: note an incident, with options or question by question."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from calmdesk.cli import incidents_desk as desk
from calmdesk.cli import incidents_redact as hiding
from calmdesk.errors import CalmdeskError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from calmdesk.incidents.incident import Incident
    from calmdesk.incidents.texts import Texts

    Answer = TypeVar("Answer")


@click.command("add")
@click.option("--at", default="", metavar="MOMENT", help="23/11/2026 14:05, or 2026-11-23 14:05. Default: now.")
@click.option("--family", "families", multiple=True, help="What it was, by name or title; may be given several times.")
@click.option("--rung", type=click.IntRange(0, 5), default=0, help="The step of the ladder that was reached.")
@click.option("--words", multiple=True, help="The exact words: one passage; may be given several times.")
@click.option("--note", default="", help="A description.")
@click.option("--measures", default="", help="What was done.")
@click.option("--follow-up", default="", help="What came after, or is still to do.")
@click.option("--author", default=None, help="Who notes it; leave it out unless they agree. Default: the settings'.")
@hiding.no_redact
@desk.lang
def add(
    at: str,
    families: tuple[str, ...],
    rung: int,
    words: tuple[str, ...],
    note: str,
    measures: str,
    follow_up: str,
    author: str | None,
    no_redact: bool,
    texts: Texts,
) -> None:
    """Note an incident. Without options, at a terminal, you are asked question by question."""
    from calmdesk.incidents.incident import Incident  # noqa: PLC0415  # heavy
    from calmdesk.incidents.moments import moment  # noqa: PLC0415  # heavy
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy

    by = read_settings().incidents.author if author is None else author
    if any((at, families, rung, words, note, measures, follow_up, author)):
        incident = Incident(
            at=moment(at) if at else desk.now(),
            families=tuple(desk.family_named(family, texts) for family in families),
            rung=rung,
            words=words,
            note=note,
            measures=measures,
            follow_up=follow_up,
            author=by,
        )
    elif sys.stdin.isatty():
        incident = _asked_for(texts, by)
    else:
        raise UsageError(
            "there is nothing to note", hint="say what happened: a family, the exact words, or a description"
        )
    _note(incident if no_redact else hiding.hidden(incident, texts), texts)


def _note(incident: Incident, texts: Texts) -> None:
    from calmdesk.incidents.incident import check  # noqa: PLC0415  # heavy
    from calmdesk.incidents.opening import known_families  # noqa: PLC0415  # heavy
    from calmdesk.incidents.retention import oldest_kept  # noqa: PLC0415  # heavy
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy

    check(incident, known_families(), desk.now())
    years = read_settings().incidents.keep_years
    if incident.at < oldest_kept(desk.now(), years):
        raise UsageError(
            "an incident of {day} would be removed at once: they are kept for {years} years",
            hint="settings: [incidents] keep_years",
            day=texts.day(incident.at),
            years=years,
        )
    with desk.opened(texts, make=True) as incidents:
        noted = incidents.add(incident)
    click.echo(texts.say("incident {number} noted", number=noted.number))


def _asked_for(texts: Texts, author: str) -> Incident:
    from calmdesk.incidents.incident import Incident  # noqa: PLC0415  # heavy
    from calmdesk.incidents.moments import moment  # noqa: PLC0415  # heavy

    at = _ask(texts, texts.say("When?"), moment, default=texts.moment(desk.now()))
    families = _ask_families(texts)
    rung = _ask(texts, texts.say("Rung reached, 0 to 5?"), _rung, default="0")
    words = tuple(_passages(texts))
    return Incident(
        at=at,
        families=families,
        rung=rung,
        words=words,
        note=_text(texts.say("What happened?")),
        measures=_text(texts.say("What was done?")),
        follow_up=_text(texts.say("What is still to do?")),
        author=_ask(texts, texts.say("Who notes it? Leave empty to stay unnamed."), str, default=author),
    )


def _ask(texts: Texts, question: str, read: Callable[[str], Answer], default: str = "") -> Answer:
    """Ask until the answer can be understood."""
    while True:
        answer = click.prompt(question, default=default, show_default=bool(default))
        try:
            return read(answer)
        except CalmdeskError as error:
            click.echo(desk.problem_of(error, texts), err=True)


def _text(question: str) -> str:
    text: str = click.prompt(question, default="", show_default=False)
    return text


def _rung(answer: str) -> int:
    from calmdesk.phrasebook.families import TOP_RUNG  # noqa: PLC0415  # heavy

    if answer.strip() not in map(str, range(TOP_RUNG + 1)):
        raise UsageError("the rung is a step of the ladder, 0 to {top}: {rung}", top=TOP_RUNG, rung=answer)
    return int(answer)


def _ask_families(texts: Texts) -> tuple[str, ...]:
    from calmdesk.incidents.opening import known_families  # noqa: PLC0415  # heavy

    known = known_families()
    for number, name in enumerate(known, 1):
        click.echo(f"{number:4} {texts.title(name)}")

    def read(answer: str) -> tuple[str, ...]:
        named = filter(None, (each.strip() for each in answer.split(",")))
        return tuple(_numbered(each, known) or desk.family_named(each, texts) for each in named)

    return _ask(texts, texts.say("What was it? Numbers or names, with commas between them."), read)


def _numbered(answer: str, known: list[str]) -> str:
    return known[int(answer) - 1] if answer.isdecimal() and 1 <= int(answer) <= len(known) else ""


def _passages(texts: Texts) -> list[str]:
    click.echo(texts.say("The exact words, a passage a line; an empty line ends them."))
    passages: list[str] = []
    while passage := _text("»"):
        passages.append(passage)
    return passages
