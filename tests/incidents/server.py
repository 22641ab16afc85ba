"""A PostgreSQL server of the tests' own: on a private socket, in a folder that goes away with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

if TYPE_CHECKING:
    from collections.abc import Iterator

USER = "desk"


def programs() -> Path | None:
    """Return the folder of the newest server's programs (Debian keeps them off the PATH); None without one."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = installed[-1:] or ([Path(on_path)] if on_path else [])
    return found[0].parent if found else None


class Server:
    """A running server; ``database`` makes an empty database."""

    def __init__(self, folder: Path) -> None:
        self._url = URL.create("postgresql+psycopg", username=USER, database="postgres", query={"host": str(folder)})
        self._made = 0

    def database(self) -> URL:
        """Make an empty database, and return its address."""
        self._made += 1
        name = f"clinic{self._made}"
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self._url.set(database=name)


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, and stop it."""
    folder = programs()
    if folder is None:
        raise FileNotFoundError("initdb")
    # Not pytest's folder: that is closed to the user the server runs as, and too long for a socket's path.
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as place:
        data = Path(place) / "data"
        as_user = _as_user(Path(place))
        run = [*as_user, str(folder / "initdb"), "-D", str(data), "-U", USER, "--auth=trust", "--no-sync", "-E", "UTF8"]
        subprocess.run(run, check=True, capture_output=True, cwd=place)
        options = f"-c listen_addresses='' -c unix_socket_directories={place} -c max_connections=50"
        control = [*as_user, str(folder / "pg_ctl"), "-D", str(data), "-w", "-l", f"{place}/log"]
        subprocess.run([*control, "-o", options, "start"], check=True, capture_output=True, cwd=place)
        try:
            yield Server(Path(place))
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd=place)


def _as_user(place: Path) -> list[str]:
    """Return what runs a program as somebody else: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    nobody = 65534
    os.chown(place, nobody, nobody)
    return ["setpriv", f"--reuid={nobody}", f"--regid={nobody}", "--clear-groups"]
