"""What a database says when it cannot, put into sentences that help: one boundary for SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from calmdesk.errors import IncidentError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BUSY: Final = ("another desk is writing into {where}", "try again in a moment")
_FULL: Final = ("there is no room left for {where}; nothing was changed", "make room on the disk, then try again")
_READ_ONLY: Final = (
    "{where} cannot be written",
    "check who may write the file and its folder, and that the disk is not read-only",
)
_NO_DATABASE: Final = (
    "{where} is damaged, or holds no incidents",
    "restore it from a backup, or name another file in the settings: [incidents] database",
)
_CLOSED: Final = ("{where} cannot be opened", "check that the folder exists and that you may read it")
_TROUBLE: Final = (
    "the disk of {where} fails or is full; nothing was changed: {reason}",
    "make room on the disk, then try again",
)
_REFUSED: Final = ("the server does not let you do this: {where}", "check the user's rights")
_LOST: Final = (
    "the server cannot be reached, or does not let you in: {where}",
    "check that it runs, the network, the user's name and the password: {reason}",
)
_OTHER: Final = ("the incidents in {where} cannot be used: {reason}", "")

_SQLITE: Final = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_NOTADB": _NO_DATABASE,
    "SQLITE_CORRUPT": _NO_DATABASE,
    "SQLITE_CANTOPEN": _CLOSED,
    "SQLITE_IOERR": _TROUBLE,
}
"""By the first two parts of SQLite's result code; the rest of it says in which call."""

_SERVER: Final = {
    "55P03": _BUSY,
    "57014": _BUSY,
    "40P01": _BUSY,
    "53100": _FULL,
    "25006": _READ_ONLY,
    "42501": _REFUSED,
    None: _LOST,
}
"""By SQLSTATE; a connection that could not be made, for whatever reason, or broke has none."""


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn what a database raises into an expected mistake.

    Args:
        where: the database, as it may be shown.

    Raises:
        IncidentError: in place of whatever the database raised.
    """
    try:
        yield
    except DBAPIError as error:
        raise _fault(error.orig, where) from error
    except (sqlite3.Error, SQLAlchemyError) as error:
        raise _fault(error, where) from error


def is_busy(error: IncidentError) -> bool:
    """Tell whether trying again may help."""
    return error.problem == _BUSY[0]


def _fault(error: BaseException | None, where: str) -> IncidentError:
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", "")
        problem, hint = _SQLITE.get("_".join(name.split("_")[:2]), _OTHER)
    else:
        # psycopg's errors have a state; without PostgreSQL there is no psycopg to ask for its class.
        problem, hint = _SERVER.get(getattr(error, "sqlstate", ""), _OTHER)
    reason = (str(error).strip().splitlines() or [""])[0]
    return IncidentError(problem, hint=hint, where=where, reason=reason)
