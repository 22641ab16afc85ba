from __future__ import annotations

import io
import os
import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from audio.sounds import gather, said, stereo, tone
from calmdesk.audio.pcm_stream import PcmStream
from calmdesk.audio.resample import to_int16
from calmdesk.call.events import Block, Listened, Notice, Side
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from calmdesk.call.events import Sent

NOISE = np.random.default_rng(2).integers(-9000, 9000, 32_000, dtype=np.int16)
"""Two seconds at 16 kHz, which pass untouched."""


@pytest.fixture
def pipe() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Return the two ends of a real pipe: the one read from, the one written to."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as reader, os.fdopen(writing, "wb", buffering=0) as writer:
        yield reader, writer


def test_all_of_a_pipe_is_heard_in_its_own_time() -> None:
    """A recording sent faster than life arrives sample by sample, at the times it was spoken."""
    sides, notices = gather(PcmStream(io.BytesIO(NOISE.tobytes()), 16000))
    assert np.array_equal(sides[Side.CLIENT], NOISE)
    assert notices == []


def test_two_channels_are_the_client_and_the_desk() -> None:
    """--channels 2 --client left: the client's words bring cards, the desk's tick them."""
    sound = to_int16(stereo(tone(400, 1.0, 16000), tone(900, 1.0, 16000)))
    sides, _ = gather(PcmStream(io.BytesIO(sound.tobytes()), 16000, 2, client="left", desk=True))
    assert np.array_equal(sides[Side.CLIENT], sound[:, 0])
    assert np.array_equal(sides[Side.DESK], sound[:, 1])
    only_client, _ = gather(PcmStream(io.BytesIO(sound.tobytes()), 16000, 2, client="right"))
    assert list(only_client) == [Side.CLIENT]


def test_half_a_sample_at_the_end_is_dropped_and_told() -> None:
    """A wrong number of channels or a broken pipe shows, and nothing falls over."""
    sides, notices = gather(PcmStream(io.BytesIO(NOISE.tobytes() + b"x"), 16000))
    assert np.array_equal(sides[Side.CLIENT], NOISE)
    assert "middle of a sample" in said(notices)


@pytest.mark.parametrize("length", [1, 2, 11])
def test_a_crumb_of_sound_is_still_sound(length: int) -> None:
    """A program that ends at once has sent little, but not nothing."""
    sides, _ = gather(PcmStream(io.BytesIO(b"\1" * length), 16000))
    assert sum(len(samples) for samples in sides.values()) == length // 2


def test_an_empty_pipe_is_explained() -> None:
    """The softphone did not start: one line says that nothing came, another how it is done."""
    with pytest.raises(AudioError, match="no sound came in") as error:
        list(PcmStream(io.BytesIO()).blocks())
    assert "sox" in error.value.hint


def test_a_wav_is_heard_without_its_header() -> None:
    """The header's click is not in the sound, and its rate is the one that counts."""
    header = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x80\x3e\0\0\0\x7d\0\0\2\0\x10\0data\0\0\0\0"
    sides, notices = gather(PcmStream(io.BytesIO(header + NOISE.tobytes()), 8000))
    assert np.array_equal(sides[Side.CLIENT], NOISE)
    assert "16000 Hz" in said(notices)


def test_while_a_pipe_stands_still_the_screen_lives(pipe: tuple[BinaryIO, BinaryIO]) -> None:
    """Keys are read several times a second although nothing comes; what comes then is heard."""
    reader, writer = pipe
    stream = PcmStream(reader, 16000)
    blocks = stream.blocks()
    assert isinstance(next(blocks), Listened)
    writer.write(NOISE[:6400].tobytes())
    while not isinstance(item := next(blocks), Block):
        pass
    assert item.at == 0
    seen = [next(blocks) for _ in range(20)]
    assert sum(isinstance(item, Listened) for item in seen) >= 15
    assert [item.at for item in seen] == sorted(item.at for item in seen)
    writer.write(NOISE[6400:12800].tobytes())
    writer.close()
    late = [item for item in blocks if isinstance(item, Block)]
    assert sum(len(block.samples) for block in late) == 6400
    assert late[0].at > 2.0


def test_the_program_at_the_other_end_waits_for_a_slow_reader(pipe: tuple[BinaryIO, BinaryIO]) -> None:
    """A busy machine slows a recording down; it does not lose a sample, and does not store the whole of it."""
    reader, writer = pipe
    sound = np.tile(NOISE, 20)
    sent = threading.Event()

    def send() -> None:
        writer.write(sound.tobytes())
        writer.close()
        sent.set()

    sender = threading.Thread(target=send)
    sender.start()
    blocks = PcmStream(reader, 16000).blocks()
    heard = [next(blocks)]
    time.sleep(0.5)
    assert not sent.is_set()
    heard += blocks
    sender.join(5)
    assert np.array_equal(np.concatenate([item.samples for item in heard if isinstance(item, Block)]), sound)


def test_a_private_word_is_not_heard(pipe: tuple[BinaryIO, BinaryIO]) -> None:
    """While paused, sound is read and thrown away; afterwards the call goes on, later by what was not heard."""
    reader, writer = pipe
    stream = PcmStream(reader, 16000)
    blocks = stream.blocks()
    writer.write(bytes(12_800))
    while not isinstance(next(blocks), Block):
        pass
    stream.pause(on=True)
    writer.write(NOISE[:16_000].tobytes())
    paused: list[Sent] = []
    while not paused or paused[-1].at < 1.4:
        paused.append(next(blocks))
    assert all(isinstance(item, Listened) for item in paused)
    stream.pause(on=False)
    writer.write(bytes(12_800))
    writer.close()
    after = [item for item in blocks if isinstance(item, Block)]
    assert after[0].at >= 1.4
    assert not any(block.samples.any() for block in after)


def test_closing_from_elsewhere_ends_the_call(pipe: tuple[BinaryIO, BinaryIO]) -> None:
    """Ctrl-C and q end at once, although the pipe neither sends nor ends."""
    reader, _ = pipe
    stream = PcmStream(reader)
    closer = threading.Timer(0.3, stream.close)
    closer.start()
    assert all(isinstance(item, Listened) for item in stream.blocks())
    stream.close()
    closer.join()


def test_a_terminal_that_goes_away_is_an_end() -> None:
    """A read that fails ends the call as an end does."""
    typing, reading = os.openpty()
    os.close(typing)
    with os.fdopen(reading, "rb") as terminal, pytest.raises(AudioError, match="no sound came in"):
        list(PcmStream(terminal).blocks())


def test_a_log_file_does_no_harm() -> None:
    """Text sounds like noise; the screen says what it is."""
    items = list(PcmStream(io.BytesIO(b"10:00 registered\n" * 1000)).blocks())
    assert "text" in said([item for item in items if isinstance(item, Notice)])
