"""``calmdesk incidents purge``, ``encrypt`` and ``decrypt``: how long incidents are kept, and how."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from calmdesk.cli import incidents_desk as desk
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from calmdesk.incidents.choice import Choice
    from calmdesk.incidents.texts import Texts


@click.command("purge")
@click.option("--before", default="", metavar="DATE", help="Those before this day: 23/11/2026 or 2026-11-23.")
@click.option("--number", type=click.IntRange(1), help="This one alone.")
@click.option("--all", "everything", is_flag=True, help="All of them.")
@desk.yes
@desk.lang
def purge(before: str, number: int | None, everything: bool, yes: bool, texts: Texts) -> None:
    """Remove incidents for good. Without options, only those older than they are kept.

    What is removed is overwritten in the file; copies and backups you have made are yours to remove. The passphrase of
    encrypted incidents is not needed; with --all it goes, too.
    """
    if sum(map(bool, (before, number, everything))) > 1:
        raise UsageError("--before, --number and --all exclude each other", hint="choose one of them")
    with desk.opened(texts) as incidents:
        chosen = _chosen(before, number, everything=everything)
        removed = 0
        if chosen:
            count = incidents.count(chosen)
            encrypted = everything and incidents.is_encrypted()
            if count or encrypted:
                if not yes:
                    desk.make_sure(texts.say("Remove {count} incident(s) for good?", count=count), texts)
                removed = incidents.remove(chosen)
        if not removed:
            # What an earlier command could not sweep away.
            incidents.sweep()
        click.echo(texts.say("{count} incident(s) removed, {left} left", count=removed, left=incidents.count()))


def _chosen(before: str, number: int | None, *, everything: bool) -> Choice | None:
    from calmdesk.incidents.choice import ALL, Choice  # noqa: PLC0415  # heavy
    from calmdesk.incidents.moments import start_of_day  # noqa: PLC0415  # heavy

    if before:
        return Choice(until=start_of_day(before))
    if number:
        return Choice(number=number)
    return ALL if everything else None


@click.command("encrypt")
@desk.lang
def encrypt(texts: Texts) -> None:
    """Encrypt what was said and written with a passphrase: words, descriptions, measures, follow-up, names.

    Dates, families and rungs stay readable, for the trends. Without the passphrase nobody can read the rest, not even
    we. Default of the passphrase: CALMDESK_PASSPHRASE.
    """
    from calmdesk.incidents import encrypting  # noqa: PLC0415  # heavy

    with desk.opened(texts, make=True) as incidents:
        count = encrypting.encrypt(incidents, _passphrase(texts, twice=True))
    click.echo(texts.say("{count} incident(s) encrypted; new ones will be, too", count=count))
    click.echo(texts.say("keep the passphrase in a safe place: without it nothing can be read"))


@click.command("decrypt")
@desk.lang
def decrypt(texts: Texts) -> None:
    """Take the encryption away; the passphrase is needed."""
    from calmdesk.incidents import encrypting  # noqa: PLC0415  # heavy

    with desk.opened(texts) as incidents:
        count = encrypting.decrypt(incidents, _passphrase(texts))
    click.echo(texts.say("{count} incident(s) decrypted", count=count))


def _passphrase(texts: Texts, *, twice: bool = False) -> str:
    from calmdesk.incidents.opening import VARIABLE  # noqa: PLC0415  # heavy

    return os.environ.get(VARIABLE) or desk.ask_passphrase(texts, twice=twice)
