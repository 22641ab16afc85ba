"""Which database holds the incidents: a file of one's own, or a PostgreSQL server that several desks share."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from calmdesk import places
from calmdesk.errors import IncidentError
from calmdesk.settings.secret import without_password

FILE: Final = "incidents.sqlite"

_DRIVERS: Final = {"postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}
_EXAMPLE: Final = "postgresql+psycopg://calmdesk@server/calmdesk"


def chosen(from_settings: str = "") -> URL:
    """Return the database that the settings name, else the file in the user's data folder.

    Raises:
        IncidentError: it is neither a file nor a PostgreSQL address.
    """
    return address(from_settings or str(default_file()))


def default_file() -> Path:
    """Return where incidents lie unless another place was chosen; the file may not exist."""
    return places.user_data() / FILE


def address(text: str) -> URL:
    """Read an address: a path, ``sqlite:///path`` or ``postgresql+psycopg://user@server/database``.

    Raises:
        IncidentError: it is something else. The address is not repeated: it may hold a password.
    """
    if "://" not in text:
        if without_password(text) != text:
            raise _not_understood()
        return _file(text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise _not_understood() from None
    if "@" in f"{url.host}{url.database}" and url.get_backend_name() != "sqlite":
        # A password with an @ in it was cut there: its rest would be shown, and looked up on the network.
        raise _not_understood()
    if url.get_backend_name() == "sqlite" and url.database:
        return _file(url.database)
    if url.drivername not in _DRIVERS:
        raise IncidentError("incidents lie in SQLite or PostgreSQL, not in {kind}", hint=_EXAMPLE, kind=url.drivername)
    return url.set(drivername=_DRIVERS[url.drivername])


def file_of(url: URL) -> Path | None:
    """Return the file that an address names; None for a server."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def shown(url: URL) -> str:
    """Return an address as it may be shown: without its password, wherever that stands."""
    return str(file_of(url) or url.set(query={}).render_as_string(hide_password=True))


def exists(url: URL) -> bool:
    """Tell whether there may be incidents at all; a server is believed to have some."""
    path = file_of(url)
    return path is None or path.is_symlink() or path.exists()


def _not_understood() -> IncidentError:
    return IncidentError(
        "the database's address is not understood",
        hint="postgresql+psycopg://calmdesk@server/calmdesk; in a password, @ is written %40",
    )


def _file(text: str) -> URL:
    path = _possible(text)
    if path is None or str(path) == ":memory:" or path.name == "":
        raise IncidentError("incidents need a file: {path}", path=text)
    return URL.create("sqlite", database=str(path.absolute()))


def _possible(text: str) -> Path | None:
    """Return a path, None where no file can be called so: too long, with a NUL, or in nobody's home."""
    try:
        path = Path(text).expanduser()
        os.lstat(path)
    except (ValueError, RuntimeError):
        return None
    except OSError as error:
        return None if error.errno == errno.ENAMETOOLONG else path
    return path
