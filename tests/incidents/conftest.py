from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calmdesk.incidents.address import address
from calmdesk.incidents.store import Incidents
from incidents import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import URL


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[server.Server]:
    """Start a real PostgreSQL, once."""
    if server.programs() is None:
        pytest.skip("not installed: postgresql")
    with server.running() as running:
        yield running


@pytest.fixture
def postgres(postgres_server: server.Server) -> URL:
    """Return the address of an empty PostgreSQL database."""
    return postgres_server.database()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """Return the address of a database that holds nothing yet, in SQLite and in PostgreSQL."""
    if request.param == "sqlite":
        return address(str(tmp_path / "incidents.sqlite"))
    url: URL = request.getfixturevalue("postgres")
    return url


@pytest.fixture
def incidents(database: URL) -> Iterator[Incidents]:
    """Open incidents that hold nothing yet."""
    with Incidents(database) as opened:
        yield opened
