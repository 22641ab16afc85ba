"""Brings the tables up to date when the incidents are opened, however many desks open them at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect, text

from calmdesk.errors import IncidentError
from calmdesk.incidents.connect import lock, writing

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.engine import Connection, Engine

NEWEST: Final = "0002"
"""The last step in ``migrations``: reading it here spares every command the import of Alembic."""

VERSION_TABLE: Final = "incident_version"
"""Not Alembic's own name: a PostgreSQL database may hold another program's tables too."""

_FOLDER: Final = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine, where: str) -> None:
    """Make the tables, or change those of an older calmdesk; all of it or nothing.

    Args:
        engine: of the database.
        where: the database, as it may be shown.

    Raises:
        IncidentError: they are a newer calmdesk's.
    """
    with engine.connect() as connection:
        version = version_of(connection)
    if version == NEWEST:
        return
    migrate(engine, where)


def version_of(connection: Connection) -> str:
    """Return the step the tables have reached; empty where there are none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608  # a name of ours
    return str(found.scalar() or "")


def migrate(engine: Engine, where: str, to: str = "head") -> None:
    """Take the missing steps in one transaction, alone; see ``bring_up_to_date``."""
    # Imported late: it is needed once in a calmdesk's life.
    from alembic import command  # noqa: PLC0415  # heavy
    from alembic.script import ScriptDirectory  # noqa: PLC0415  # heavy

    config = _config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with writing(engine).begin() as connection:
        lock(connection, alone=True)
        # Another desk may have been quicker: what holds now counts.
        version = version_of(connection)
        if version and version not in known:
            raise IncidentError(
                "the incidents in {where} were written by a newer calmdesk", hint="update calmdesk", where=where
            )
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _config() -> Config:
    from alembic.config import Config  # noqa: PLC0415  # heavy

    config = Config()
    # Alembic reads % as a reference to another setting.
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config
