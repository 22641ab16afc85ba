from __future__ import annotations

import random
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from calmdesk.errors import ModelError, UsageError
from calmdesk.speech.answers import check_address
from calmdesk.speech.download import Download, Patience, Wanted
from speech.model_server import Manners, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from calmdesk.speech.watch import Step

BODY = random.Random(8).randbytes(700_000)  # noqa: S311  # any bytes
HASTY = Patience(connect=2, silence=0.5, slow=0.4, least=20_000, tries=3, rest=0.01)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tester's own proxy out of the tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class Notes:
    """A watch that remembers where downloads began."""

    def __init__(self) -> None:
        self.begun: list[tuple[int | None, int]] = []
        self.bytes = 0

    def begin(self, _step: Step, total: int | None, done: int = 0) -> None:
        """Note it."""
        self.begun.append((total, done))

    def advance(self, count: int) -> None:
        """Count it."""
        self.bytes += count


def fetched(manners: Manners, folder: Path, *, exact: bool = True, most: int = 10**7) -> bytes:
    """Return what a download brings."""
    with serving(manners) as address:
        wanted = Wanted(address, most, len(BODY) if exact else None)
        return Download(wanted, folder, patience=HASTY).run().read_bytes()


def refused(manners: Manners, folder: Path, *, exact: bool = True, most: int = 10**7) -> ModelError:
    """Return why a download brings nothing."""
    with pytest.raises(ModelError) as caught:
        fetched(manners, folder, exact=exact, most=most)
    return caught.value


def test_a_file_comes_whole(tmp_path: Path) -> None:
    """What lies on the server is what arrives, and its progress adds up."""
    notes = Notes()
    with serving(Manners(BODY)) as address:
        path = Download(Wanted(address), tmp_path, notes, HASTY).run()
    assert path.read_bytes() == BODY
    assert (notes.begun, notes.bytes) == ([(len(BODY), 0)], len(BODY))


def test_a_cut_connection_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """A shaky network costs no byte twice."""
    manners = Manners(BODY, cuts=[100_000, 1, 250_000])
    assert fetched(manners, tmp_path) == BODY
    assert [asked for _, asked in manners.asked] == ["", "bytes=100000-", "bytes=100001-", "bytes=350001-"]


def test_the_next_day_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """A laptop that was closed in the middle downloads only the rest."""
    manners = Manners(BODY, cuts=[300_000, 0, 0, 0])
    with serving(manners) as address:
        with pytest.raises(ModelError, match="breaks off again and again; 300000 bytes are here") as caught:
            Download(Wanted(address), tmp_path, patience=HASTY).run()
        assert "goes on where it stopped" in caught.value.hint
        manners.cuts, manners.asked = [], []
        assert Download(Wanted(address), tmp_path, patience=HASTY).run().read_bytes() == BODY
    assert [asked for _, asked in manners.asked] == ["bytes=300000-"]


def test_a_complete_download_is_not_asked_for_again(tmp_path: Path) -> None:
    """Killed while it unpacked: the next time the network is not even used."""
    manners = Manners(BODY)
    with serving(manners) as address:
        for _ in range(2):
            Download(Wanted(address), tmp_path, patience=HASTY).run()
    assert len(manners.asked) == 1


def test_another_version_is_fetched_from_its_beginning(tmp_path: Path) -> None:
    """Two halves of two versions are never put together."""
    with serving(Manners(BODY[::-1], tag='"old"', cuts=[300_000, 0, 0, 0])) as address:
        with pytest.raises(ModelError):
            Download(Wanted(address), tmp_path, patience=HASTY).run()
        note = tmp_path / "model.zip.json"
        old = note.read_text("utf-8").replace(address, "{}")
    with serving(Manners(BODY, tag='"new"')) as address:
        note.write_text(old.replace("{}", address), "utf-8")
        assert Download(Wanted(address), tmp_path, patience=HASTY).run().read_bytes() == BODY


@pytest.mark.parametrize("manners", [{"ranges": False}, {"tag": ""}, {"tag": 'W/"weak"'}])
def test_a_server_that_cannot_go_on_begins_again(manners: dict[str, str], tmp_path: Path) -> None:
    """Simple servers send the whole file again, and it is whole."""
    assert fetched(Manners(BODY, cuts=[300_000], **manners), tmp_path) == BODY  # type: ignore[arg-type]  # mypy takes the values for one type


def test_a_part_that_was_not_asked_for(tmp_path: Path) -> None:
    """A broken cache that sends another part is not believed: the file is fetched from its beginning."""
    manners = Manners(BODY, shift=7, cuts=[300_000])
    assert fetched(manners, tmp_path) == BODY
    assert [asked for _, asked in manners.asked] == ["", "bytes=300000-", ""]


def test_a_server_in_trouble_is_asked_again(tmp_path: Path) -> None:
    """« 503 » is often gone a second later."""
    manners = Manners(BODY, status=[503, 429])
    assert fetched(manners, tmp_path) == BODY


@pytest.mark.parametrize(("status", "hint"), [(404, "--file"), (403, "proxy"), (407, "proxy"), (204, "proxy")])
def test_a_server_that_refuses(status: int, hint: str, tmp_path: Path) -> None:
    """The code of the answer is passed on, with the way around it."""
    error = refused(Manners(BODY, status=[status]), tmp_path)
    assert f"answers: {status}" in str(error)
    assert hint in error.hint


def test_a_longer_file_than_the_catalogue_says(tmp_path: Path) -> None:
    """Something else lies there: not one byte of it is fetched."""
    manners = Manners(BODY + b"x")
    error = refused(manners, tmp_path)
    assert f"sends {len(BODY) + 1} bytes, and the model has {len(BODY)}" in str(error)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("length", [-1, None])
def test_an_endless_file_is_stopped(length: int | None, tmp_path: Path) -> None:
    """A server without end fills no disk, whether it says how much it will send or not."""
    error = refused(Manners(BODY * 3, length=length), tmp_path, exact=False, most=1_000_000)
    assert "where 1000000 at most belong" in str(error)
    assert not list(tmp_path.glob("*.part"))


def test_less_than_was_promised(tmp_path: Path) -> None:
    """A length that is never reached is a cut connection, again and again."""
    assert "breaks off again and again" in str(refused(Manners(BODY, length=len(BODY) + 100), tmp_path, exact=False))


def test_more_than_was_promised(tmp_path: Path) -> None:
    """A length that is too short gives a file that is not the one in the catalogue."""
    assert "sends 1000 bytes" in str(refused(Manners(BODY, length=1_000), tmp_path))


def test_no_length_at_all(tmp_path: Path) -> None:
    """Old servers end a file by closing the connection."""
    assert fetched(Manners(BODY, length=-1), tmp_path) == BODY


def test_bytes_that_come_slowly_count_as_cut(tmp_path: Path) -> None:
    """A server that sends a byte now and then does not keep the desk waiting for days."""
    manners = Manners(BODY, piece=1, pause=0.02)
    assert "breaks off" in str(refused(manners, tmp_path))


def test_silence_counts_as_cut(tmp_path: Path) -> None:
    """A connection that says nothing is given up, and what came so far is kept."""
    manners = Manners(BODY, piece=1_000, pause=2.0)
    assert "breaks off again and again" in str(refused(manners, tmp_path))
    assert (tmp_path / "model.zip.part").stat().st_size >= 1_000


def test_nobody_answers(tmp_path: Path) -> None:
    """Without a network the sentence says so, and names the way by hand."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(ModelError, match=r"cannot get the model from 127\.0\.0\.1: Connection refused") as caught:
        Download(Wanted(f"http://127.0.0.1:{port}/model.zip"), tmp_path, patience=HASTY).run()
    assert "HTTPS_PROXY" in caught.value.hint
    assert "--file" in caught.value.hint


def test_what_is_no_web_server(tmp_path: Path) -> None:
    """Whatever speaks on that port, it ends in a sentence."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            for _ in range(HASTY.tries):
                connection, _ = listening.accept()
                with connection:
                    connection.sendall(b"220 smtp.invalid ready\r\n")

        thread = threading.Thread(target=talk)
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/model.zip"
        with pytest.raises(ModelError, match=r"cannot get the model from 127\.0\.0\.1"):
            Download(Wanted(address), tmp_path, patience=HASTY).run()
        thread.join()


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/m.zip",
        "ftp://127.0.0.1/m.zip",
        "file:///etc/passwd",
        "",
        "model.zip",
        "https://",
        "http://[/",
    ],
)
def test_unsafe_addresses_are_refused(address: str, tmp_path: Path) -> None:
    """What anyone on the way could change is not asked for."""
    with pytest.raises(UsageError, match="is not a safe address"):
        Download(Wanted(address), tmp_path).run()


@pytest.mark.parametrize(
    "address", ["https://example.com/m.zip", "http://localhost/m", "http://127.9.0.1/", "http://[::1]/"]
)
def test_safe_addresses(address: str) -> None:
    """Encrypted ones are, and so is a server on this very machine."""
    check_address(address)


def test_a_redirection_is_followed(tmp_path: Path) -> None:
    """Mirrors send on to where the file lies."""
    manners = Manners(BODY, redirect="/there/model.zip")
    assert fetched(manners, tmp_path) == BODY
    assert {path for path, _ in manners.asked} == {"/model.zip", "/there/model.zip"}


def test_a_redirection_to_an_unsafe_address(tmp_path: Path) -> None:
    """Nobody is led from a safe address to an unsafe one."""
    with pytest.raises(UsageError, match=r"http://example\.com/model\.zip is not a safe address"):
        fetched(Manners(BODY, redirect="http://example.com/model.zip"), tmp_path)


def test_redirections_without_end(tmp_path: Path) -> None:
    """Two servers that send to each other are left alone after a few times."""
    manners = Manners(BODY, status=[302] * 50, redirect="/model.zip")
    assert "without end" in str(refused(manners, tmp_path))
    assert len(manners.asked) < 10


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> Iterator[Manners]:
    """Give a proxy of the environment: the server, asked for another server's file."""
    manners = Manners(BODY)
    with serving(manners) as address:
        monkeypatch.setenv("HTTP_PROXY", address.removesuffix("/model.zip"))
        yield manners


def test_the_proxy_of_the_environment_is_used(proxied: Manners, tmp_path: Path) -> None:
    """A clinic behind a proxy sets HTTPS_PROXY or HTTP_PROXY, as for every other program."""
    address = "http://localhost:9/model.zip"
    assert Download(Wanted(address), tmp_path, patience=HASTY).run().read_bytes() == BODY
    assert proxied.asked == [(address, "")]


def test_a_proxy_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the proxy that refuses, not the server: the sentence names the variable."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
    with pytest.raises(ModelError, match="the proxy does not lead to localhost: Connection refused") as caught:
        Download(Wanted("http://localhost:9/model.zip"), tmp_path, patience=HASTY).run()
    assert "HTTPS_PROXY" in caught.value.hint


def test_no_proxy_is_obeyed(proxied: Manners, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies within the house is asked for directly."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert fetched(Manners(BODY), tmp_path) == BODY
    assert proxied.asked == []


@pytest.mark.parametrize(
    "note", ["", "[]", "{", '{"address": 1}', '{"address": "x", "validator": 2, "total": "y", "z": 1}']
)
def test_a_damaged_note_begins_again(note: str, tmp_path: Path) -> None:
    """What is not known to belong together is not put together."""
    (tmp_path / "model.zip.part").write_bytes(b"half")
    (tmp_path / "model.zip.json").write_text(note, "utf-8")
    assert fetched(Manners(BODY), tmp_path) == BODY
