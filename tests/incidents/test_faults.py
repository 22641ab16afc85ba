"""What cannot be done is said, and costs nothing that was noted."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from calmdesk.errors import IncidentError
from calmdesk.incidents.address import address, chosen, default_file, exists, shown
from calmdesk.incidents.choice import Choice
from calmdesk.incidents.incident import Incident
from calmdesk.incidents.migrate import VERSION_TABLE
from calmdesk.incidents.store import Incidents
from calmdesk.incidents.tables import VaultRow
from calmdesk.messages import explain
from incidents.made_up import MONDAY, incident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import URL

posix = pytest.mark.skipif(os.name != "posix", reason="Windows keeps other lists of who may read")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a file of incidents may be."""
    return tmp_path / "folder" / "incidents.sqlite"


def said(error: pytest.ExceptionInfo[IncidentError]) -> str:
    """Return what a receptionist reads."""
    return "\n".join(explain(error.value, "fr"))


@posix
def test_nobody_else_can_read_it(path: Path) -> None:
    """File 0600, folder 0700, whatever the machine's habit; also while it is written."""
    before = os.umask(0)
    try:
        with Incidents(address(str(path))) as incidents, incidents.change() as session:
            session.add(VaultRow(id=1, salt=b"", cost=1, block_size=1, lanes=1, sealed_key=b""))
            session.flush()
            files = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert files == {path.name: 0o600, f"{path.name}-journal": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@posix
def test_a_file_that_others_could_read_is_closed(path: Path) -> None:
    """A copy restored from a stick."""
    with Incidents(address(str(path))):
        path.chmod(0o644)
    with Incidents(address(str(path))):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
def test_calmdesk_s_own_folder_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made earlier for phrases, open to all: with incidents in it, it is not."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("CALMDESK_INCIDENTS_DATABASE", raising=False)
    (tmp_path / "calmdesk").mkdir(mode=0o755)
    with Incidents(chosen()):
        assert default_file().is_file()
    assert stat.S_IMODE((tmp_path / "calmdesk").stat().st_mode) == 0o700


def test_what_is_no_database_stays_as_it_is(path: Path) -> None:
    """A letter under the wrong name is named, and not touched."""
    path.parent.mkdir()
    path.write_text("Chère madame, " * 100)
    with pytest.raises(IncidentError) as caught:
        Incidents(address(str(path)))
    assert "ne contient pas d'incidents" in said(caught)
    assert path.read_text() == "Chère madame, " * 100


def test_a_damaged_file_is_named(path: Path) -> None:
    """Half of it overwritten: an error, no traceback."""
    with Incidents(address(str(path))) as incidents:
        for _ in range(50):
            incidents.add(incident(note="x" * 500))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + os.urandom(len(content) - 4096))
    with pytest.raises(IncidentError) as caught, Incidents(address(str(path))) as incidents:
        list(incidents.find())
    assert "abîmé" in said(caught)


@posix
@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "pipe"])
def test_only_a_file_of_one_s_own_will_do(path: Path, kind: str) -> None:
    """A link could lead into somebody else's file; what it leads to is not touched."""
    path.parent.mkdir()
    target = path.with_name("target")
    match kind:
        case "link":
            target.write_bytes(b"")
            path.symlink_to(target)
        case "dangling":
            path.symlink_to(target)
        case "folder":
            path.mkdir()
        case _:
            os.mkfifo(path)
    with pytest.raises(IncidentError) as caught:
        Incidents(address(str(path)))
    assert "un fichier à eux" in said(caught)
    assert not target.exists() or target.read_bytes() == b""


def test_another_desk_that_holds_the_file_is_waited_for_and_named(path: Path) -> None:
    """Not for ever."""
    with Incidents(address(str(path)), wait=0.2) as incidents:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(IncidentError) as caught:
            incidents.add(incident())
        assert "un autre poste écrit" in said(caught)
        other.execute("ROLLBACK")
        other.close()
        assert incidents.add(incident()).number == 1


def test_a_newer_calmdesk_s_incidents_are_refused(incidents: Incidents, database: URL) -> None:
    """And left as they are."""
    noted = incidents.add(incident())
    with incidents.change() as session:
        session.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '0999'"))  # noqa: S608  # a name of ours
    with pytest.raises(IncidentError) as caught:
        Incidents(database)
    assert "plus récente" in said(caught)
    assert incidents.get(noted.number) == noted


FULL = """
import resource, sys
from calmdesk.errors import IncidentError
from calmdesk.incidents.address import address
from calmdesk.incidents.store import Incidents
from calmdesk.incidents import encrypting
from incidents.made_up import incident, PASSPHRASE
with Incidents(address(sys.argv[1])) as incidents:
    for number in range(100):
        incidents.add(incident(note=f"{number}"))
    room = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    done = 100
    try:
        if sys.argv[3] == "encrypt":
            encrypting.encrypt(incidents, PASSPHRASE)
        for number in range(100, 10_000):
            incidents.add(incident(note=f"{number}"))
            done += 1
    except IncidentError as error:
        print(done, error, sep=chr(10))
"""


@posix
@pytest.mark.parametrize("act", ["add", "encrypt"])
@pytest.mark.parametrize(
    "room", [pytest.param(1_000, marks=pytest.mark.slow), 50_000, pytest.param(80_000, marks=pytest.mark.slow)]
)
def test_a_full_disk_loses_nothing(path: Path, room: int, act: str) -> None:
    """At whatever point it fills up: it is said, and everything noted until then is there, whole."""
    done, error = run(FULL, path, room, act).splitlines()
    assert "full" in error or "no room" in error
    with Incidents(address(str(path))) as incidents:
        assert [each.note for each in incidents.find()] == [str(number) for number in range(int(done))]
        assert not incidents.is_encrypted()
        assert incidents.add(incident()).number > int(done)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 256 KB, where one may."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], check=False, capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("no disk may be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_disk_that_is_really_full_loses_nothing(small_disk: Path) -> None:
    """A small disk of its own, filled to the last byte; once there is room again, the next incident fits."""
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(100_000))
    with Incidents(address(str(small_disk / "incidents.sqlite"))) as incidents:
        numbers = (incidents.add(incident(note=str(number))).number for number in range(10_000))
        noted: list[int] = []
        with pytest.raises(IncidentError) as caught:
            noted.extend(numbers)
        done = len(noted)
        assert "plus de place" in said(caught)
        assert [each.note for each in incidents.find()] == [str(number) for number in range(done)]
        ballast.unlink()
        incidents.add(incident())
        assert incidents.count() == done + 1


def test_a_disk_too_full_to_tidy_up_says_what_is_done(small_disk: Path) -> None:
    """Removed is removed; that traces may be left is said, until there is room to sweep them away."""
    path = small_disk / "incidents.sqlite"
    with Incidents(address(str(path))) as incidents:
        for number in range(20):
            incidents.add(incident(note=f"SECRET{number:02}" + "x" * 2_000))
        ballast = small_disk / "ballast"
        ballast.write_bytes(bytes(256 * 1024 - path.stat().st_size - 50 * 1024))
        with pytest.raises(IncidentError) as caught:
            incidents.remove(Choice(number=1))
        assert "c'est fait, mais des traces" in said(caught)
        assert incidents.count() == 19
        ballast.unlink()
        incidents.sweep()
    assert b"SECRET00" not in path.read_bytes()
    assert b"SECRET01" in path.read_bytes()


READ_ONLY = """
import os, sys
import alembic.command, calmdesk.incidents.encrypting, calmdesk.phrasebook.families, sqlalchemy.dialects.sqlite.pysqlite
from calmdesk.errors import IncidentError
from calmdesk.incidents.address import address
from calmdesk.incidents.store import Incidents
from calmdesk.incidents.tables import VaultRow
from incidents.made_up import incident
if os.geteuid() == 0:
    os.setresuid(65534, 65534, 65534)
try:
    with Incidents(address(sys.argv[1])) as incidents:
        print(incidents.get(1).note)
        incidents.add(incident())
except IncidentError as error:
    print(error)
"""


@posix
@pytest.mark.parametrize("kind", ["file", "folder", "nothing there"])
def test_a_read_only_place_can_be_read(kind: str) -> None:
    """What was noted is shown; what cannot be noted is said."""
    # Not pytest's folder: who is not root cannot enter it.
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        path = Path(place) / "folder" / "incidents.sqlite"
        with Incidents(address(str(path))) as incidents:
            incidents.add(incident(note="lisible"))
        if kind == "nothing there":
            path.unlink()
        else:
            path.chmod(0o444)
        path.parent.chmod(0o555)
        told = run(READ_ONLY, path).splitlines()
        path.parent.chmod(0o755)
    assert told[-1].startswith("cannot write" if kind == "nothing there" else str(path))
    assert told[:-1] == ([] if kind == "nothing there" else ["lisible"])


def run(code: str, *words: object) -> str:
    """Run Python in a process of its own, and return what it printed."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


ADDRESSES = {
    "mysql://clinic@server/calmdesk": "mysql",
    "postgresql+asyncpg://clinic@server/calmdesk": "asyncpg",
    "postgresql://clinic:secret@server:port/calmdesk": "n'est pas comprise",
    "postgresql://clinic:a@secret@server/calmdesk": "n'est pas comprise",
    "postgresql:/clinic:secret@server/calmdesk": "n'est pas comprise",
    "clinic:secret@server/calmdesk": "n'est pas comprise",
    "host=server user=clinic password='a secret'": "n'est pas comprise",
    "://": "n'est pas comprise",
    "sqlite:///:memory:": "besoin d'un fichier",
    "": "besoin d'un fichier",
}


@pytest.mark.parametrize("given", ADDRESSES)
def test_an_address_that_means_nothing_is_refused(given: str) -> None:
    """With what it should be; a password in it is not repeated."""
    with pytest.raises(IncidentError) as caught:
        address(given)
    assert ADDRESSES[given] in said(caught)
    assert "secret" not in said(caught)


def test_an_address_may_be_a_path(tmp_path: Path) -> None:
    """As people write it, spaces and all."""
    file = tmp_path / "à l'accueil 100%" / "incidents.sqlite"
    with Incidents(address(str(file))) as incidents:
        incidents.add(Incident(at=MONDAY, note="x"))
    assert exists(address(f"sqlite:///{file}"))
    with Incidents(address(f"sqlite:///{file}")) as incidents:
        assert incidents.count() == 1


@pytest.mark.parametrize(
    "given",
    ["postgresql://clinic:secret@127.0.0.1:1/calmdesk", "postgresql://clinic@127.0.0.1:1/calmdesk?password=secret"],
)
def test_a_server_that_is_not_there_is_named_without_its_password(given: str) -> None:
    """The network, the server: what to check."""
    url = address(given)
    with pytest.raises(IncidentError) as caught:
        Incidents(url, wait=1)
    assert "injoignable" in said(caught)
    assert "secret" not in said(caught) + shown(url)


@pytest.mark.slow
def test_a_server_that_lets_nobody_in_says_so(postgres: URL) -> None:
    """A user, or a database, that does not exist."""
    for wrong in (postgres.set(username="nobody"), postgres.set(database="elsewhere")):
        with pytest.raises(IncidentError) as caught:
            Incidents(wrong)
        assert "refuse l'accès" in said(caught)


@pytest.mark.slow
def test_a_server_that_reads_only_says_so(postgres: URL) -> None:
    """A copy, or a server without room: nothing is noted, and it is said."""
    with Incidents(postgres) as incidents:
        incidents.add(incident())
        with incidents.change() as session:
            session.execute(text(f"ALTER DATABASE {postgres.database} SET default_transaction_read_only = on"))
    with Incidents(postgres) as incidents:
        assert incidents.count() == 1
        with pytest.raises(IncidentError) as caught:
            incidents.add(incident())
    assert "impossible d'écrire" in said(caught)
