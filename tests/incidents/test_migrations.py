"""An older calmdesk's incidents are brought up to date, in SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from calmdesk.incidents import encrypting, migrate
from calmdesk.incidents.address import shown
from calmdesk.incidents.connect import connect, writing
from calmdesk.incidents.store import Incidents
from calmdesk.incidents.tables import Table
from calmdesk.places import PACKAGE
from incidents.made_up import PASSPHRASE, incident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import URL, Engine

STEPS = [script.revision for script in ScriptDirectory(str(PACKAGE / "incidents" / "migrations")).walk_revisions()][
    ::-1
]

OLD = (
    "INSERT INTO incidents (uid, version, at, offset_minutes, week, rung, words, note, measures, follow_up, author)"
    " VALUES ('1f', 1, '2026-11-23 13:05:00', 60, '2026-11-23', 3, '[\"mot pour mot\"]', 'Avant.', '', '', '')"
)


@pytest.fixture
def engine(database: URL) -> Iterator[Engine]:
    """Open a database without making anything in it."""
    opened = connect(database, 10)
    yield opened
    opened.dispose()


def test_the_last_step_is_the_one_the_program_knows() -> None:
    """One file a step, in one line, and the newest is asked for at start."""
    assert STEPS[-1] == migrate.NEWEST
    assert [int(step) for step in STEPS] == list(range(1, len(STEPS) + 1))


@pytest.mark.parametrize("first", STEPS)
def test_what_an_older_calmdesk_noted_is_there(engine: Engine, database: URL, first: str) -> None:
    """From whichever version: it can be read, added to, encrypted."""
    migrate.migrate(engine, shown(database), to=first)
    with writing(engine).begin() as connection:
        connection.execute(text(OLD))
        connection.execute(text("INSERT INTO incident_families VALUES (1, 'insult', 0)"))
    with Incidents(database, lambda: PASSPHRASE) as incidents:
        old = incidents.get(1)
        empty = {"measures": "", "follow_up": "", "author": ""}
        assert old == incident(
            families=("insult",), words=("mot pour mot",), note="Avant.", number=1, version=1, **empty
        )
        new = incidents.add(incident())
        encrypting.encrypt(incidents, PASSPHRASE)
        assert list(incidents.find()) == [old, new]


def test_the_steps_make_the_tables_the_program_uses(engine: Engine, database: URL) -> None:
    """Column by column: nothing is forgotten in either."""
    migrate.bring_up_to_date(engine, shown(database))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": migrate.VERSION_TABLE, "compare_type": True}
        )
        assert compare_metadata(context, Table.metadata) == []


def test_another_program_s_tables_stay(engine: Engine, database: URL) -> None:
    """A database may hold other things, and another program's history."""
    with writing(engine).begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('theirs')"))
    with Incidents(database) as incidents:
        incidents.add(incident())
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "theirs"


def test_a_step_that_fails_leaves_everything_as_it_was(engine: Engine, database: URL) -> None:
    """Half a step is none: the tables are the old ones, and the next start tries again."""
    migrate.migrate(engine, shown(database), to="0001")
    with writing(engine).begin() as connection:
        connection.execute(text("CREATE TABLE incident_vault (id INTEGER)"))
    with pytest.raises(DBAPIError, match="exists"):
        migrate.bring_up_to_date(engine, shown(database))
    with writing(engine).begin() as connection:
        assert migrate.version_of(connection) == "0001"
        connection.execute(text("DROP TABLE incident_vault"))
    migrate.bring_up_to_date(engine, shown(database))
    assert inspect(engine).has_table("incident_vault")
