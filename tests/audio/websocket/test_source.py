from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from audio.sounds import loudest_hertz, tone
from audio.websocket.line import call, listening
from calmdesk.audio.resample import to_int16
from calmdesk.audio.websocket.source import WebSocketSource
from calmdesk.call.events import Block, Listened, Notice, Partial
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

NOISE = np.random.default_rng(4).integers(-9000, 9000, 32_000, dtype=np.int16)
"""Two seconds at 16 kHz, which pass untouched."""


def send_all(connection: ClientConnection, sound: bytes, size: int = 8000) -> list[dict[str, Any]]:
    """Send sound as vosk-server's example client does: a message, its answer, the next message."""
    answers = []
    for start in range(0, len(sound), size):
        connection.send(sound[start : start + size])
        answers.append(json.loads(connection.recv(10)))
    return answers


def say_goodbye(connection: ClientConnection) -> dict[str, Any]:
    """Send eof and return the last answer."""
    connection.send('{"eof" : 1}')
    answer: dict[str, Any] = json.loads(connection.recv(10))
    return answer


def closing(connection: ClientConnection) -> tuple[int, str]:
    """Return code and reason with which the other side closes."""
    with contextlib.suppress(ConnectionClosed):
        for _ in connection:
            pass
    with pytest.raises(ConnectionClosed) as error:
        connection.recv(10)
    assert error.value.rcvd is not None
    return error.value.rcvd.code, error.value.rcvd.reason


def test_a_call_is_heard_sample_by_sample_and_answered_message_by_message() -> None:
    """What the telephone system sends is what is heard; it gets partials while it talks, and the rest at the end."""
    with listening() as ear, call(ear.source) as connection:
        answers = send_all(connection, NOISE.tobytes())
        last = say_goodbye(connection)
        assert closing(connection)[0] == 1000
    assert np.array_equal(ear.samples, NOISE)
    assert all(set(answer) == {"partial"} for answer in answers)
    assert any(answer["partial"].endswith("samples") for answer in answers)
    assert last == {"text": "32000 samples in all"}
    assert ear.ends == [pytest.approx(2.0)]


def test_a_clients_rate_is_the_one_that_counts() -> None:
    """A conference at 48 kHz and a telephone that does not say are both heard at their own pitch."""
    with listening(rate=8000) as ear:
        with call(ear.source) as connection:
            connection.send('{"config" : {"sample_rate" : 48000.0 }}')
            send_all(connection, to_int16(tone(500, 1.0, 48_000)).tobytes())
            say_goodbye(connection)
        first = ear.samples
        with call(ear.source) as connection:
            send_all(connection, to_int16(tone(700, 1.0, 8000)).tobytes())
            say_goodbye(connection)
    assert loudest_hertz(first) == pytest.approx(500, abs=2)
    assert loudest_hertz(ear.samples[len(first) :]) == pytest.approx(700, abs=2)


def test_messages_may_be_cut_anywhere() -> None:
    """A pipe in between cuts samples in two; odd lengths and empty messages are put together again."""
    with listening() as ear, call(ear.source) as connection:
        send_all(connection, NOISE[:4000].tobytes(), 333)
        connection.send(b"")
        assert json.loads(connection.recv(10)).keys() == {"partial"}
        send_all(connection, NOISE[4000:].tobytes(), 4001)
        say_goodbye(connection)
    assert np.array_equal(ear.samples, NOISE)


def test_a_client_that_does_not_wait_for_answers_loses_nothing() -> None:
    """Jigasi sends as fast as it can; the sound waits its turn, and every message is answered."""
    sound = np.tile(NOISE, 30)
    with listening() as ear, call(ear.source) as connection:
        reader: list[str | bytes] = []
        reading = threading.Thread(target=lambda: reader.extend(connection))
        reading.start()
        for piece in np.array_split(sound, 400):
            connection.send(piece.tobytes())
        connection.send('{"eof" : 1}')
        reading.join(20)
    assert np.array_equal(ear.samples, sound)
    assert len(reader) == 401
    assert json.loads(reader[-1]) == {"text": f"{len(sound)} samples in all"}


def test_a_client_that_never_reads_its_answers_is_heard_all_the_same() -> None:
    """Some programs only send; their answers are left out before they could stop the call."""
    with listening() as ear, call(ear.source) as connection:
        connection.send(NOISE[:16_000].tobytes())
        ear.await_item(lambda item: isinstance(item, Block))
        ear.source.tell(Partial(1.0, "mot " * 4000, 0))
        for _ in range(2000):
            connection.send(b"")
        connection.send(NOISE[16_000:].tobytes())
        ear.await_item(lambda _: len(ear.samples) == len(NOISE))
        connection.socket.shutdown(socket.SHUT_RDWR)
        ear.await_ended()


def test_calls_follow_one_another_in_one_time() -> None:
    """Each call ends before the next begins; times go on, and each client gets only its own words."""
    with listening() as ear:
        for _ in range(3):
            with call(ear.source) as connection:
                send_all(connection, NOISE.tobytes())
                assert say_goodbye(connection) == {"text": "32000 samples in all"}
    assert len(ear.ends) == 3
    blocks = ear.blocks
    assert all(after.at >= before.end - 1e-6 for before, after in pairwise(blocks))
    for number, end in enumerate(ear.ends[:2], start=1):
        assert blocks[10 * number].at >= end


def test_a_second_call_is_refused_while_one_is_heard() -> None:
    """Two voices are never mixed; the second program learns why, the screen says so once, the first call goes on."""
    with listening() as ear, call(ear.source) as first:
        send_all(first, NOISE[:8000].tobytes())
        for _ in range(2):
            with call(ear.source) as second:
                code, reason = closing(second)
        send_all(first, NOISE[8000:].tobytes())
        say_goodbye(first)
    assert (code, reason) == (1013, "another call is being heard")
    assert np.array_equal(ear.samples, NOISE)
    assert ear.notices == ["a second call was refused: one at a time"]


def test_a_program_that_vanishes_ends_its_call_and_the_next_one_comes() -> None:
    """The telephone system crashes in the middle of a word: what it sent is heard, and its next call is too."""
    with listening() as ear:
        with call(ear.source) as connection:
            send_all(connection, NOISE[:16_000].tobytes())
            connection.socket.shutdown(socket.SHUT_RDWR)
        ear.await_ended()
        assert np.array_equal(ear.samples, NOISE[:16_000])
        with call(ear.source) as after:
            send_all(after, NOISE.tobytes())
            assert say_goodbye(after) == {"text": "32000 samples in all"}
    assert len(ear.ends) == 2


def test_a_web_page_is_turned_away() -> None:
    """A page in the receptionist's browser can reach this machine's ports; it never gets to speak."""
    with listening() as ear:
        with pytest.raises(InvalidStatus) as error, call(ear.source, "https://example.org"):
            pass
        assert error.value.response.status_code == 403
        ear.await_item(lambda item: isinstance(item, Notice))
    assert ear.notices == ["a web page tried to connect and was refused"]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("hello", 1007),
        ("[" * 50_000, 1007),
        ('{"hello": 1}', 1003),
        ('{"config": {"sample_rate": 1}}', 1007),
        (bytes((1 << 20) + 1), 1009),
    ],
)
def test_nonsense_ends_the_call_and_not_the_program(message: str | bytes, code: int) -> None:
    """Another protocol, a mistake or malice: the line is closed with a reason, and the next call is heard."""
    with listening() as ear:
        with call(ear.source) as connection:
            send_all(connection, NOISE[:3200].tobytes())
            connection.send(message)
            assert closing(connection)[0] == code
        ear.await_ended()
        with call(ear.source) as connection:
            send_all(connection, NOISE.tobytes())
            assert say_goodbye(connection) == {"text": "32000 samples in all"}
    assert [notice for notice in ear.notices if "was cut off" in notice]


def test_a_line_that_says_nothing_is_given_up() -> None:
    """A program that hangs does not keep the next call away."""
    with listening(idle=0.5) as ear, call(ear.source) as connection:
        send_all(connection, NOISE[:3200].tobytes())
        assert closing(connection) == (1001, "nothing came")
        ear.await_ended()
    assert ear.notices


def test_while_paused_a_client_is_answered_and_not_heard() -> None:
    """A private call: its sound is thrown away, its program does not notice, and time goes on."""
    with listening() as ear, call(ear.source) as connection:
        ear.source.pause(on=True)
        answers = send_all(connection, NOISE.tobytes())
        say_goodbye(connection)
        ear.source.pause(on=False)
        with call(ear.source) as after:
            send_all(after, NOISE.tobytes())
            say_goodbye(after)
    assert len(answers) == 8
    assert np.array_equal(ear.samples, NOISE)
    assert ear.blocks[0].at >= 2.0


def test_a_reset_is_answered_and_the_call_goes_on() -> None:
    """A dialplan that asks its next question resets; the receptionist's call is still the same call."""
    with listening() as ear, call(ear.source) as connection:
        send_all(connection, NOISE[:16_000].tobytes())
        connection.send('{"reset" : 1}')
        assert "text" in json.loads(connection.recv(10))
        send_all(connection, NOISE[16_000:].tobytes())
        say_goodbye(connection)
    assert np.array_equal(ear.samples, NOISE)
    assert len(ear.ends) == 1


def test_before_and_between_calls_the_screen_lives() -> None:
    """Keys are read while nobody calls; time stands still before the first call, and runs after it."""
    with listening() as ear:
        ear.await_item(lambda item: isinstance(item, Listened))
        with call(ear.source) as connection:
            send_all(connection, NOISE[:3200].tobytes())
            say_goodbye(connection)
        ear.await_item(lambda item: isinstance(item, Listened) and item.at > ear.ends[0] if ear.ends else False)
    first = next(place for place, item in enumerate(ear.items) if isinstance(item, Block))
    assert {item.at for item in ear.items[:first]} == {0.0}
    assert [item.at for item in ear.items] == sorted(item.at for item in ear.items)


def test_a_connection_without_sound_is_no_call() -> None:
    """A program that only looks whether somebody listens brings no call to an end."""
    with listening() as ear:
        with call(ear.source) as connection:
            assert say_goodbye(connection) == {"text": ""}
        with call(ear.source) as connection:
            connection.send('{"config": {"sample_rate": 8000}}')
    assert ear.ends == []


def test_connections_that_say_nothing_keep_nobody_out() -> None:
    """A broken program connects a hundred times and asks for nothing: the next call is heard, closing is quick."""
    before = threading.active_count()
    with listening() as ear, contextlib.ExitStack() as open_ones:
        address = ("127.0.0.1", ear.source.port)
        for _ in range(100):
            silent = open_ones.enter_context(socket.create_connection(address, timeout=10))
            silent.sendall(b"GET / HTTP/1.1\r\n")
        assert threading.active_count() - before < 30
        open_ones.pop_all().close()
        with call(ear.source) as connection:
            send_all(connection, NOISE.tobytes())
            say_goodbye(connection)
        with socket.create_connection(address, timeout=10) as silent:
            silent.sendall(b"GET / HTTP/1.1\r\n")
            closes = time.monotonic()
            ear.source.close()
    assert time.monotonic() - closes < 8
    assert len(ear.samples) == len(NOISE)


def test_a_machine_without_a_free_handle_listens_again_when_there_is_one() -> None:
    """Every handle is used up when a program connects: it is let in once there are some."""
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    with listening() as ear, socket.socket() as early, contextlib.ExitStack() as used_up:
        resource.setrlimit(resource.RLIMIT_NOFILE, (200, limits[1]))
        used_up.callback(resource.setrlimit, resource.RLIMIT_NOFILE, limits)
        with contextlib.suppress(OSError):
            while True:
                used_up.callback(os.close, os.dup(early.fileno()))
        early.connect(("127.0.0.1", ear.source.port))
        time.sleep(0.5)
        used_up.close()
        with call(ear.source) as connection:
            send_all(connection, NOISE.tobytes())
            say_goodbye(connection)


def test_only_this_machine_can_connect() -> None:
    """The port is on the loopback address and on no other."""
    with listening() as ear:
        table = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
        listeners = [row[1] for row in table if row[3] == "0A" and row[1].endswith(f":{ear.source.port:04X}")]
    assert listeners == [f"0100007F:{ear.source.port:04X}"]


def test_a_port_that_is_taken_is_named() -> None:
    """Two calmdesks at one desk: the second says so before it loads its model."""
    with listening() as ear, pytest.raises(AudioError, match=f"port {ear.source.port} is taken") as error:
        WebSocketSource(ear.source.port)
    assert error.value.hint


def test_closing_hangs_up_and_leaves_nothing() -> None:
    """Quitting in the middle of a call ends it, frees the port, and leaves no thread behind."""
    before = threading.active_count()
    with listening() as ear, call(ear.source) as connection:
        send_all(connection, NOISE[:8000].tobytes())
        ear.source.close()
        ear.join()
        assert closing(connection)[0] == 1001
    deadline = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert threading.active_count() == before
    with socket.socket() as again, pytest.raises(ConnectionRefusedError):
        again.connect(("127.0.0.1", ear.source.port))


def test_closing_before_anything_was_heard_gives_the_port_back() -> None:
    """A model that is missing ends the program after the port was taken; a client that waits is sent away."""
    source = WebSocketSource(0)
    with call(source) as connection:
        connection.send(NOISE.tobytes())
        source.close()
        source.close()
        assert closing(connection)[0] == 1001
    assert list(source.blocks()) == []
    WebSocketSource(source.port).close()
