"""Opens the database so that a crash tears nothing, a deletion leaves nothing, and no desk waits for ever."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, event, text

from calmdesk import places
from calmdesk.errors import IncidentError
from calmdesk.incidents.address import file_of

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import URL, Connection, Engine

_BEGIN: Final = "calmdesk_begin"
"""How a transaction begins in SQLite; empty where there must be none."""
_LOCK: Final = 0xCA1_DE5C
"""The advisory lock of the incidents in a PostgreSQL database."""

# A rollback journal, not WAL: what is deleted must not live on in a second file, and a clinic may keep the file on a
# share, where WAL does not work. EXTRA: once a desk was told « noted », a power cut does not undo it. Temporary
# tables stay in memory: no word of a client in /tmp.
_PRAGMAS: Final = (
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    "secure_delete=ON",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
)


def connect(url: URL, wait: float) -> Engine:
    """Return an engine; nothing is opened yet, but a file is made.

    Args:
        url: of the database.
        wait: seconds to wait for another desk, or for the server.

    Raises:
        IncidentError: the file cannot be made, or PostgreSQL's driver is not installed.
    """
    path = file_of(url)
    if path is None:
        return _server(url, wait)
    make_file(path)
    # SQLAlchemy says BEGIN, not sqlite3: whether a transaction writes must be known when it begins.
    engine = create_engine(url, connect_args={"timeout": wait, "isolation_level": None})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """Return the same engine for transactions that write: they take their lock at once, and cannot deadlock."""
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def statement_by_statement(engine: Engine) -> Engine:
    """Return the same engine without transactions: some statements will have none around them."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{_BEGIN: ""})
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def lock(connection: Connection, *, alone: bool) -> None:
    """Hold off those who change the tables or the key, until the transaction ends.

    Args:
        connection: in a transaction of a ``writing`` engine. In SQLite such a transaction is alone already.
        alone: hold off all who write, too.
    """
    if connection.dialect.name == "postgresql":
        how = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        connection.execute(text(f"SELECT {how}(:key)"), {"key": _LOCK})


def make_file(path: Path) -> None:
    """Make the file if it is not there, readable by its user alone, as is calmdesk's own folder.

    Raises:
        IncidentError: it is a link, no file, or cannot be made.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.parent == places.user_data():
            _close_to_others(path.parent)
        if not path.exists() and not path.is_symlink():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            raise IncidentError(
                "{path} is a link or no file; incidents are only kept in a file of their own",
                hint="name the real file in the settings: [incidents] database",
                path=path,
            )
        _close_to_others(path)
    except OSError as error:
        raise IncidentError("cannot write {path}: {reason}", path=path, reason=error) from None


def _close_to_others(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    # Windows keeps its own lists of who may read; a file of somebody else's is theirs to close.
    if os.name == "posix" and mode & 0o077 and path.stat().st_uid == os.geteuid():
        # A disk that is read-only can be read all the same.
        with suppress(OSError):
            path.chmod(mode & 0o700)


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401  # a DBAPI connection has no type of its own
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get(_BEGIN, "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)


def _server(url: URL, wait: float) -> Engine:
    limits = f"-c lock_timeout={int(wait * 1000)} -c statement_timeout={int(wait * 10_000)}"
    arguments = {"connect_timeout": max(2, round(wait)), "options": limits, "application_name": "calmdesk"}
    try:
        return create_engine(url, connect_args=arguments, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise IncidentError("PostgreSQL needs psycopg", hint="pip install 'calmdesk[postgres]'") from None
