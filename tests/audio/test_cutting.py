from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from calmdesk.audio.cutting import Cutter
from calmdesk.call.events import Side


@settings(max_examples=50)
@given(
    pieces=st.lists(st.integers(0, 3000), max_size=12),
    block_seconds=st.sampled_from([0.1, 0.15, 0.2]),
)
def test_no_sample_is_lost_or_said_twice(pieces: list[int], block_seconds: float) -> None:
    """However the decoder slices the sound, its blocks are the sound, each but the last of the same length."""
    sound = np.random.default_rng(1).uniform(-1, 1, (sum(pieces), 1)).astype(np.float32)
    cutter = Cutter(16000, {Side.CLIENT: (0,)}, block_seconds)
    ends = np.cumsum(pieces)
    blocks = [block for start, end in zip([0, *ends], ends, strict=False) for block in cutter.feed(sound[start:end])]
    blocks += cutter.finish()
    heard = np.concatenate([np.empty(0, np.int16), *(block.samples for block in blocks)])
    assert np.array_equal(heard, np.clip(np.rint(sound[:, 0] * 32768), -32768, 32767).astype(np.int16))
    assert {len(block.samples) for block in blocks[:-1]} <= {round(block_seconds * 16000)}
    assert cutter.at == len(sound) / 16000
    assert cutter.peak == np.abs(heard.astype(int)).max(initial=0)


def test_blocks_can_be_handed_to_c_as_they_are() -> None:
    """A side of a stereo call is contiguous in memory: the recogniser reads its bytes."""
    cutter = Cutter(16000, {Side.CLIENT: (1,), Side.DESK: (0,)}, 0.1)
    blocks = list(cutter.feed(np.ones((3200, 2), np.float32) * np.array([0.5, 0.25], np.float32)))
    assert [block.side for block in blocks] == [Side.CLIENT, Side.DESK, Side.CLIENT, Side.DESK]
    assert all(block.samples.flags.c_contiguous for block in blocks)
    assert {int(block.samples[0]) for block in blocks if block.side is Side.CLIENT} == {8192}
