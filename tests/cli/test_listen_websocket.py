"""`calmdesk listen --websocket PORT`: telephony programs feed the real program, as they would feed vosk-server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import soundfile
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from cli.conftest import ROOT
from support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from websockets.sync.client import ClientConnection

FRAMES = 8000
"""What vosk-server's example client sends at once."""

WATCHED = """
import sys
sys.addaudithook(lambda event, args: event.startswith("socket.") and print(event, args[1:], file=sys.stderr))
from calmdesk.cli import main
main(sys.argv[1:])
"""
"""The program, telling on stderr each thing it does with a socket."""


@dataclass
class Program:
    """A calmdesk that listens on a port; ``events`` grows as it speaks."""

    process: subprocess.Popen[str]
    port: int
    events: list[dict[str, Any]] = field(default_factory=list)
    errors: str = ""

    def call(self) -> ClientConnection:
        """Return a connection; use it in a ``with`` statement."""
        return connect(f"ws://127.0.0.1:{self.port}")

    def cards(self) -> set[str]:
        """Return the families of the cards so far."""
        return {event["family"] for event in self.events if event["type"] == "card"}


@contextmanager
def listening(folder: Path, *command: str) -> Iterator[Program]:
    """Run the program in an empty home until the block ends, by Ctrl-C; it must have ended without a word."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *(command or ("-m", "calmdesk")), "listen", "--websocket", str(port), "--format", "jsonl"],
        env={**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "PYTHONUTF8": "1"},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    program = Program(process, port)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["type"] == "notice"  # the model is loaded, the port is open
    reader = threading.Thread(target=lambda: program.events.extend(map(json.loads, process.stdout or ())))
    reader.start()
    try:
        yield program
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        program.errors = process.stderr.read()
        assert process.wait(10) == 130
    finally:
        process.kill()
        process.wait()
        reader.join(10)
        process.stdout.close()
        if process.stderr:
            process.stderr.close()


@pytest.fixture(scope="module")
def client_side() -> bytes:
    """Return the first half minute of the client's channel of the shipped call, raw at 8 kHz."""
    samples, rate = soundfile.read(ROOT / "calls" / "insultes.wav", dtype="int16")
    assert rate == 8000
    return bytes(samples[: 34 * rate, 1].tobytes())


def talk(connection: ClientConnection, sound: bytes) -> list[dict[str, Any]]:
    """Do as vosk-server's example client does: config, sound and answer in turn, eof, the last answer."""
    connection.send('{ "config" : { "sample_rate" : 8000 } }')
    answers = []
    for start in range(0, len(sound), 2 * FRAMES):
        connection.send(sound[start : start + 2 * FRAMES])
        answers.append(json.loads(connection.recv(30)))
    connection.send('{"eof" : 1}')
    answers.append(json.loads(connection.recv(30)))
    return answers


def test_a_telephony_program_feeds_calls_and_cards_come(tmp_path: Path, client_side: bytes) -> None:
    """The example client's loop, twice: cards on the screen, partials and every word for the client, nothing kept."""
    with listening(tmp_path) as program:
        for _ in range(2):
            with program.call() as connection:
                answers = talk(connection, client_side)
            texts = [answer["text"] for answer in answers if "text" in answer]
            assert any("bras cassés" in text for text in texts)
            assert any(answer.get("partial") for answer in answers)
            assert answers[-1]["text"]
            assert answers[-1]["result"][-1]["end"] <= 34.2
        heard = [event["text"] for event in program.events if event["type"] == "final"]
        assert {"insult", "treatment_failure"} <= program.cards()
    assert " ".join(texts) in " ".join(heard)
    assert program.errors.strip() == ""
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_one_call_at_a_time_and_the_next_after_a_crash(tmp_path: Path, client_side: bytes) -> None:
    """A second call is refused; after the first has vanished in the middle of a word the next is heard."""
    with listening(tmp_path) as program:
        with program.call() as first:
            first.send(client_side[:64_000])
            first.recv(30)
            with program.call() as second, pytest.raises(ConnectionClosed) as refused:
                second.recv(30)
            assert refused.value.rcvd is not None
            assert refused.value.rcvd.code == 1013
            first.socket.shutdown(socket.SHUT_RDWR)
        with program.call() as after:
            talk(after, client_side)
    assert "insult" in program.cards()
    assert "a second call was refused: one at a time" in {event.get("message") for event in program.events}
    assert program.errors.strip() == ""


def test_the_sockets_it_opens_are_the_one_that_was_asked_for(tmp_path: Path) -> None:
    """Python's own audit: one bind, on the loopback address, and no connection to anywhere."""
    with listening(tmp_path, "-c", WATCHED) as program:
        pass
    assert reached(program.errors) == [f"socket.bind (('127.0.0.1', {program.port}),)"]


def reached(told: str) -> list[str]:
    """Return where sockets were bound or sent to; a library of Vosk's looks at its import whether there is IPv6."""
    calls = ("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.sendto")
    return [line for line in told.splitlines() if line.startswith(calls) and line != "socket.bind (('::1', 0),)"]


def test_without_a_websocket_no_socket_is_opened(tmp_path: Path, client_side: bytes) -> None:
    """Off by default: the same audit sees none."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, "listen", "--stdin", "--format", "jsonl"],
        env={**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")},
        input=client_side[:80_000],
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines()
    assert reached(done.stderr.decode()) == []


def test_a_taken_port_is_told_before_the_model_is_loaded(tmp_path: Path) -> None:
    """Two calmdesks on one port: the second ends with two lines and exit code 3."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "calmdesk", "listen", "--websocket", str(port), "--model", "/nowhere"],
            env={**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 3
    assert f"port {port} is taken" in done.stderr
    assert len(done.stderr.splitlines()) == 2
