"""What is too old to be kept is removed, of every kind: at the start of a shift, and when ``calmdesk purge`` asks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import click

from calmdesk.errors import CalmdeskError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.settings import Settings


class Purged(NamedTuple):
    """How much of a kind was ``removed`` and is ``left``; ``title`` is what it is called, a template."""

    title: str
    removed: int
    left: int


def at_start(lang: str, settings: Settings) -> None:
    """Remove what is too old before a shift; what cannot be removed now is told, and keeps nobody from working.

    Incidents on a server wait for the next command of incidents: a shift opens no connection.
    """
    from calmdesk.incidents.address import chosen, file_of  # noqa: PLC0415  # heavy

    sweep()
    try:
        if file_of(chosen(settings.incidents.database)):
            tell(lang, incidents(settings))
        tell(lang, feedback(settings))
    except CalmdeskError as error:
        click.echo(_told(error, lang), err=True)


def incidents(settings: Settings, *, everything: bool = False, thorough: bool = False) -> Purged | None:
    """Remove the incidents that are too old, or all; None where none was ever noted.

    Args:
        settings: the clinic's.
        everything: however new.
        thorough: also clear what removed ones have left in the file, where that was not possible before.

    Raises:
        IncidentError: they cannot be opened.
    """
    from calmdesk.incidents.address import chosen, exists  # noqa: PLC0415  # heavy

    kept = settings.incidents
    if not exists(chosen(kept.database)):
        return None
    from calmdesk.cli.incidents_desk import now  # noqa: PLC0415  # heavy
    from calmdesk.incidents.choice import ALL  # noqa: PLC0415  # heavy
    from calmdesk.incidents.opening import open_incidents  # noqa: PLC0415  # heavy
    from calmdesk.incidents.retention import enforce  # noqa: PLC0415  # heavy

    with open_incidents(kept) as opened:
        removed = opened.remove(ALL) if everything else enforce(opened, kept.keep_years, now())
        if thorough and not removed:
            # What an earlier command could not sweep away.
            opened.sweep()
        return Purged("incidents you documented", removed, opened.count())


def feedback(settings: Settings, *, everything: bool = False) -> Purged | None:
    """Remove the sentences of wrong cards that are too old, or all; None where there are none.

    Raises:
        SettingsError: their file cannot be read or written.
    """
    from calmdesk.live.feedback import oldest_kept, purge  # noqa: PLC0415  # heavy

    today = date.today()  # noqa: DTZ011  # the clinic's own day
    removed, left = purge(date.max if everything else oldest_kept(today, settings.keep.feedback_days))
    return Purged("what you noted about cards", removed, left) if removed or left else None


def sweep() -> None:
    """Remove what commands that were killed have left: in the temporary folder, in calmdesk's own, and half written."""
    from calmdesk import places, scratch  # noqa: PLC0415  # heavy
    from calmdesk.live.feedback import feedback_file  # noqa: PLC0415  # heavy
    from calmdesk.settings import settings_file  # noqa: PLC0415  # heavy
    from calmdesk.whole_file import remove_left  # noqa: PLC0415  # heavy

    scratch.sweep()
    scratch.sweep(places.user_data())
    for path in (settings_file(), feedback_file()):
        remove_left(path)


def tell(lang: str, purged: Purged | None, *, always: bool = False) -> None:
    """Say on stderr what was removed; ``always``: also that nothing was."""
    if purged and (purged.removed or always):
        for line in _lines(lang, purged):
            click.echo(line, err=True)


def _lines(lang: str, purged: Purged) -> Iterator[str]:
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue

    details = {"title": say(purged.title, {}, lang), "removed": purged.removed, "left": purged.left}
    yield say("{title}: {removed} removed, {left} left", details, lang)


def _told(error: CalmdeskError, lang: str) -> str:
    from calmdesk.messages import explain  # noqa: PLC0415  # only when something is wrong

    return "\n".join(line for line in explain(error, lang) if line)
