"""What the ``incidents`` commands share: which language, which incidents, and how they are opened."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import click

from calmdesk.cli.phrasebook_tell import interface_language
from calmdesk.errors import CalmdeskError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from typing import Any

    from calmdesk.incidents.choice import Choice
    from calmdesk.incidents.store import Incidents
    from calmdesk.incidents.texts import Texts

_YES = frozenset("yoj")
"""First letters of yes, oui, ja."""

Command = TypeVar("Command", bound="Callable[..., Any]")


def _texts(_context: click.Context, _option: click.Parameter, lang: str | None) -> Texts:
    from calmdesk.incidents.texts import Texts  # noqa: PLC0415  # heavy

    return Texts(lang or interface_language())


lang = click.option(
    "--lang",
    "texts",
    callback=_texts,
    metavar="LANGUAGE",
    help="Of the texts around the incidents. Default: the system's.",
)
yes = click.option("--yes", is_flag=True, help="Do not ask.")


def choosing(command: Command) -> Command:
    """Add the options that say which incidents are meant; ``choice`` makes one of them."""
    for option in (
        click.option(
            "--rung", type=click.IntRange(0, 5), default=0, help="Those that reached this rung of the ladder."
        ),
        click.option("--family", default="", help="Those of a family, by its name or its title."),
        click.option("--until", default="", metavar="DATE", help="To this day, with it."),
        click.option("--since", default="", metavar="DATE", help="From this day: 23/11/2026 or 2026-11-23."),
    ):
        command = option(command)
    return command


def choice(texts: Texts, since: str, until: str, family: str, rung: int) -> Choice:
    """Return the incidents that the options mean.

    Raises:
        UsageError: a date or a family cannot be understood.
    """
    from calmdesk.incidents.choice import Choice  # noqa: PLC0415  # heavy
    from calmdesk.incidents.moments import start_of_day  # noqa: PLC0415  # heavy

    return Choice(
        since=start_of_day(since) if since else None,
        until=start_of_day(until, later=1) if until else None,
        family=family_named(family, texts) if family else "",
        rung=rung,
    )


def family_named(text: str, texts: Texts) -> str:
    """Return the family that a name, or a title in the reader's language, means.

    Raises:
        UsageError: there is none; names those there are.
    """
    from calmdesk.incidents.opening import known_families  # noqa: PLC0415  # heavy

    known = known_families()
    wanted = text.strip().casefold()
    found = next((name for name in known if wanted in {name, texts.title(name).casefold()}), None)
    if found is None:
        raise UsageError("there is no family {family}", hint="there are: {all}", family=text, all=_all(known, texts))
    return found


@contextmanager
def opened(texts: Texts, *, make: bool = False) -> Iterator[Incidents]:
    """Open the incidents, and remove what is too old to be kept.

    Args:
        texts: the reader's language.
        make: make the place for them; otherwise, where there is none, the command is told so and ends.
    """
    from calmdesk.incidents.address import chosen, exists  # noqa: PLC0415  # heavy
    from calmdesk.incidents.form import remove_left_forms  # noqa: PLC0415  # heavy
    from calmdesk.incidents.opening import open_incidents  # noqa: PLC0415  # heavy
    from calmdesk.incidents.retention import enforce  # noqa: PLC0415  # heavy
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy

    settings = read_settings().incidents
    remove_left_forms()
    if not make and not exists(chosen(settings.database)):
        click.echo(texts.say("no incident was ever noted here"), err=True)
        raise click.exceptions.Exit(0)
    with open_incidents(settings, lambda: ask_passphrase(texts)) as incidents:
        removed = enforce(incidents, settings.keep_years, now())
        if removed:
            told = texts.say(
                "{count} incident(s) older than {years} years removed", count=removed, years=settings.keep_years
            )
            click.echo(told, err=True)
        yield incidents


def ask_passphrase(texts: Texts, *, twice: bool = False) -> str:
    """Ask for the passphrase at the terminal.

    Raises:
        IncidentError: there is no terminal.
    """
    from calmdesk.incidents.store import no_passphrase  # noqa: PLC0415  # heavy

    if not sys.stdin.isatty():
        return no_passphrase()
    again = texts.say("Passphrase, again") if twice else False
    passphrase: str = click.prompt(texts.say("Passphrase"), hide_input=True, err=True, confirmation_prompt=again)
    return passphrase


def make_sure(question: str, texts: Texts) -> None:
    """Ask a question that must be answered with yes, in the reader's language, to go on.

    Raises:
        UsageError: nobody is there to be asked.
    """
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to be asked", hint="add --yes")
    answer = click.prompt(f"{question} {texts.say('[y/n]')}", default="", show_default=False, err=True)
    if answer.strip().casefold()[:1] not in _YES:
        raise click.Abort


def problem_of(error: CalmdeskError, texts: Texts) -> str:
    """Return what is wrong and how to mend it, in a line or two."""
    lines = (error.problem, error.hint)
    return "\n".join(texts.say(line, **error.details) for line in lines if line)


def now() -> datetime:
    """Return the moment, with this machine's zone."""
    return datetime.now().astimezone()


def _all(known: Collection[str], texts: Texts) -> str:
    return ", ".join(f"{name} ({texts.title(name)})" for name in known)
