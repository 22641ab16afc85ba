from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.sounds import loudest_hertz, stereo, tone
from calmdesk.audio.channels import ClientChannel
from calmdesk.audio.incoming import Incoming
from calmdesk.audio.pcm import Pcm
from calmdesk.audio.resample import to_int16
from calmdesk.call.events import Block, Listened, Side

if TYPE_CHECKING:
    from collections.abc import Sequence

TELEPHONE = Pcm(8000)
TWO_SIDES = Pcm(8000, 2, ClientChannel.RIGHT, desk=True)


def blocks(incoming: Incoming, pieces: Sequence[bytes], form: Pcm) -> list[Block]:
    """Return all blocks of a line that brings ``pieces`` and is then over."""
    items = [item for piece in pieces for item in incoming.feed(piece, form)]
    items += incoming.finish()
    return [item for item in items if isinstance(item, Block)]


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    """Return ``data`` cut at ``places``."""
    ends = [0, *sorted(places), len(data)]
    return [data[start:end] for start, end in pairwise(ends)]


@settings(max_examples=60)
@given(data=st.data(), form=st.sampled_from([TELEPHONE, TWO_SIDES, Pcm(16000), Pcm(44100)]))
def test_however_a_pipe_cuts_the_sound_the_blocks_are_the_same(data: st.DataObject, form: Pcm) -> None:
    """The same call brings the same cards, whether it comes in one piece or byte by byte."""
    sound = np.random.default_rng(3).integers(-9000, 9000, 12_001, dtype=np.int16).tobytes()
    places = data.draw(st.lists(st.integers(0, len(sound)), max_size=12))
    whole = blocks(Incoming(0.2), [sound], form)
    pieces = blocks(Incoming(0.2), cut(sound, places), form)
    assert [(block.at, block.side) for block in pieces] == [(block.at, block.side) for block in whole]
    assert all(np.array_equal(one.samples, other.samples) for one, other in zip(pieces, whole, strict=True))


def test_client_and_desk_come_from_their_own_channels() -> None:
    """The right ear is the client, the left one the desk, and both keep the same time."""
    sound = to_int16(stereo(tone(400, 1.0, 8000), tone(900, 1.0, 8000))).tobytes()
    heard = blocks(Incoming(0.2), [sound], TWO_SIDES)
    for side, hertz in ((Side.CLIENT, 900), (Side.DESK, 400)):
        own = [block for block in heard if block.side is side]
        assert loudest_hertz(np.concatenate([block.samples for block in own])) == pytest.approx(hertz, abs=3)
        assert own[-1].end == pytest.approx(1.0, abs=0.001)


def test_while_paused_nothing_is_heard_and_time_goes_on() -> None:
    """A private word is thrown away, and so is what had not been heard when the key was pressed."""
    loud, quiet = to_int16(tone(440, 1.0, 16000)).tobytes(), bytes(32_000)
    form = Pcm(16000)
    incoming = Incoming(0.3)
    before = [item for item in incoming.feed(quiet, form) if isinstance(item, Block)]
    incoming.paused = True
    during = list(incoming.feed(loud, form))
    assert all(isinstance(item, Listened) for item in during)
    assert during[-1].at == pytest.approx(2.0)
    incoming.paused = False
    after = blocks(incoming, [quiet], form)
    assert before[-1].end == pytest.approx(0.9)
    assert after[0].at == pytest.approx(2.0)
    assert not any(block.samples.any() for block in after)


def test_ending_a_line_while_paused_gives_nothing_away() -> None:
    """What the resampler still holds of a private word is dropped with the rest."""
    incoming = Incoming(0.2)
    list(incoming.feed(to_int16(tone(440, 0.1, 8000)).tobytes(), TELEPHONE))
    incoming.paused = True
    assert list(incoming.finish()) == []


def test_sound_at_another_rate_goes_on_in_the_same_time() -> None:
    """A second call at 48 kHz follows the first at 8 kHz: no gap, no overlap, the right pitch."""
    incoming = Incoming(0.2)
    first = blocks(incoming, [to_int16(tone(440, 1.0, 8000)).tobytes()], TELEPHONE)
    second = blocks(incoming, [to_int16(tone(440, 1.0, 48000)).tobytes()], Pcm(48000))
    assert second[0].at == pytest.approx(first[-1].end, abs=0.001)
    assert loudest_hertz(np.concatenate([block.samples for block in second])) == pytest.approx(440, abs=2)


def test_a_line_that_stands_still_gives_what_it_held_back_and_then_time() -> None:
    """The end of a word is not kept until the softphone sends again."""
    time = 0.0
    incoming = Incoming(0.2, lambda: time)
    heard = [
        item for item in incoming.feed(to_int16(tone(440, 0.5, 8000)).tobytes(), TELEPHONE) if isinstance(item, Block)
    ]
    assert heard[-1].end < 0.5
    waiting: list[Block | Listened] = []
    for _ in range(10):
        time += 0.2
        waiting += incoming.nothing()
    held_back = [item for item in waiting if isinstance(item, Block)]
    listened = [item.at for item in waiting if isinstance(item, Listened)]
    assert held_back[-1].end == pytest.approx(0.5, abs=0.001)
    assert len(listened) == 10
    assert listened == sorted(listened)
    assert listened[-1] == pytest.approx(2.5)
