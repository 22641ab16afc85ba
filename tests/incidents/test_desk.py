"""An incident noted by a key, in the middle of a call."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from calmdesk.errors import IncidentError
from calmdesk.incidents import encrypting
from calmdesk.incidents.address import chosen, exists
from calmdesk.incidents.desk import record, record_soon
from calmdesk.incidents.opening import VARIABLE
from calmdesk.incidents.store import Incidents
from calmdesk.messages import explain
from incidents.made_up import PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CALMDESK_INCIDENTS_DATABASE", "CALMDESK_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    settings = tmp_path / "settings.toml"
    settings.write_text('[incidents]\nauthor = "Léa"\n', encoding="utf-8")
    monkeypatch.setenv("CALMDESK_SETTINGS", str(settings))


def test_it_is_noted_now_with_what_was_picked() -> None:
    """The moment, the families, the exact words, and who sits there if the settings say."""
    before = time.time()
    noted = record(["insult", "waiting"], 3, ["vous êtes nulle"], "au sujet d'une facture")
    with Incidents(chosen()) as incidents:
        kept = incidents.get(noted.number)
    assert kept == noted
    assert (kept.families, kept.rung, kept.words) == (("insult", "waiting"), 3, ("vous êtes nulle",))
    assert (kept.note, kept.author) == ("au sujet d'une facture", "Léa")
    assert int(before) <= kept.at.timestamp() <= time.time()


def test_the_call_need_not_wait() -> None:
    """Asked for beside the call; the number comes when it is noted."""
    assert record_soon(["insult"], 1, []).result(20).number == 1


def test_nothing_to_note_is_said() -> None:
    """A key pressed by mistake makes no incident, and no file."""
    with pytest.raises(IncidentError, match="nothing to note"):
        record([], 2, [])
    assert not exists(chosen())


def test_another_desk_that_holds_the_file_does_not_hold_the_call() -> None:
    """After the limit it is said, in words for the screen; the call goes on."""
    with Incidents(chosen()):
        pass
    with closing(sqlite3.connect(str(chosen().database), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        start = time.monotonic()
        with pytest.raises(IncidentError) as caught:
            record(["insult"], 1, [], limit=0.5)
        assert time.monotonic() - start < 5
        other.execute("ROLLBACK")
    assert any(said in explain(caught.value, "fr")[0] for said in ("un autre poste", "n'a pas pu être noté"))


SILENT = """
import sys, time
from calmdesk.errors import IncidentError
from calmdesk.incidents.desk import record
start = time.monotonic()
try:
    record(["insult"], 1, [], limit=0.5)
except IncidentError as error:
    print(time.monotonic() - start, error)
"""


def test_a_server_that_never_answers_does_not_hold_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor the end of the program."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv(
            "CALMDESK_INCIDENTS_DATABASE", f"postgresql://desk@127.0.0.1:{silent.getsockname()[1]}/clinic"
        )
        done = subprocess.run([sys.executable, "-c", SILENT], capture_output=True, text=True, check=True, timeout=60)
    took, said = done.stdout.split(" ", 1)
    assert float(took) < 5
    assert "within 0.5 s" in said


def test_encrypted_incidents_ask_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a call nobody can be asked: without the passphrase it is said, with it the incident is noted."""
    with Incidents(chosen()) as incidents:
        encrypting.encrypt(incidents, PASSPHRASE)
    with pytest.raises(IncidentError, match="are encrypted"):
        record(["insult"], 1, [], limit=30)
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    assert record(["insult"], 1, ["mot"], limit=30).words == ("mot",)


def test_a_call_without_incidents_loads_no_database() -> None:
    """The live desk may import this at start: it costs nothing until a key is pressed."""
    code = "import sys, calmdesk.incidents.desk; print([name for name in sys.modules if 'sqlalchemy' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
