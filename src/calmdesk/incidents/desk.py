"""What the live desk needs: an incident noted from a call, without ever holding the call up."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import datetime
from threading import Thread
from typing import TYPE_CHECKING, Final

from calmdesk.errors import IncidentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from calmdesk.incidents.incident import Incident

LIMIT: Final = 5.0
"""Seconds that a call may wait for its incident to be noted."""


def record(
    families: Iterable[str], rung: int, words: Iterable[str], note: str = "", *, limit: float = LIMIT
) -> Incident:
    """Note an incident, now, and return it with its number.

    Args:
        families: of the call's cues.
        rung: that was reached, 0 where none was.
        words: the exact passages the receptionist picked.
        note: a description.
        limit: seconds after which to give up.

    Raises:
        IncidentError: it could not be noted, or not in time.
        SettingsError: the settings cannot be used.
    """
    noted = record_soon(families, rung, words, note, limit=limit)
    try:
        return noted.result(limit)
    except TimeoutError:
        raise IncidentError(
            "the incident could not be noted within {seconds} s",
            hint="see whether it is there: calmdesk incidents list; if not: calmdesk incidents add",
            seconds=f"{limit:g}",
        ) from None


def record_soon(
    families: Iterable[str], rung: int, words: Iterable[str], note: str = "", *, limit: float = LIMIT
) -> Future[Incident]:
    """Note an incident as ``record`` does, beside the call; the result, or the error, comes with the future."""
    at, families, words = datetime.now().astimezone(), tuple(families), tuple(words)
    future: Future[Incident] = Future()
    # A thread the program does not wait for: a server or a share that hangs must not hold up its end either. A
    # transaction that is cut off is not there at all.
    Thread(target=_settle, args=(future, lambda: _noted(at, families, rung, words, note, limit)), daemon=True).start()
    return future


def _settle(future: Future[Incident], work: Callable[[], Incident]) -> None:
    try:
        future.set_result(work())
    except Exception as error:  # noqa: BLE001  # handed over to whoever waits, whatever it is
        future.set_exception(error)


def _noted(
    at: datetime, families: tuple[str, ...], rung: int, words: tuple[str, ...], note: str, limit: float
) -> Incident:
    # Imported here: a call in which nothing is noted does not pay for a database.
    from calmdesk.incidents.incident import Incident, check  # noqa: PLC0415  # heavy
    from calmdesk.incidents.opening import known_families, open_incidents  # noqa: PLC0415  # heavy
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy

    settings = read_settings().incidents
    incident = Incident(at=at, families=families, rung=rung, words=words, note=note, author=settings.author)
    check(incident, known_families(), at)
    with open_incidents(settings, wait=limit) as incidents:
        return incidents.add(incident)
