from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    Tool = Callable[[str], ModuleType]


def test_frames_carry_the_phone_that_is_heard_there(tool: Tool) -> None:
    """The network learns each sound where it is, not a word further."""
    labels, phones = tool("labels"), tool("phones")
    segments = [labels.Segment(0.1, phones.NUMBER["a"]), labels.Segment(0.2, phones.SILENCE)]
    found = labels.frame_labels(segments, 40)
    heard = [i for i, phone in enumerate(found.phone) if phone == phones.NUMBER["a"]]
    assert heard[0] * 0.01 + 0.0125 == pytest.approx(0.1, abs=0.006)
    assert heard[-1] * 0.01 + 0.0125 == pytest.approx(0.19, abs=0.006)
    assert found.start.nonzero()[0].tolist() == [0, heard[0], heard[-1] + 1]


@given(gaps=st.lists(st.floats(0, 0.2), min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_phone_is_too_short_to_be_seen(tool: Tool, gaps: list[float]) -> None:
    """However fast a voice speaks, every sound it makes is seen by one output of the network."""
    labels = tool("labels")
    starts = [sum(gaps[: i + 1]) for i in range(len(gaps))]
    segments = [labels.Segment(start, 1 + i % 5) for i, start in enumerate(starts)]
    begins = labels.frame_labels(segments, 1000).start.nonzero()[0]
    assert len(begins) == len(segments) + 1
    assert all(later - earlier >= 3 for earlier, later in itertools.pairwise(begins[1:]))


def test_a_plosive_begins_with_its_closure(tool: Tool) -> None:
    """espeak-ng reports the burst; the silence before it belongs to the sound."""
    labels = tool("labels")
    segments = labels.segments_of_espeak([(0.0, "a"), (0.2, "t"), (0.3, "a")])
    assert [segment.start for segment in segments] == pytest.approx([0.0, 0.16, 0.3])


def test_faster_speech_after_a_pause_is_labelled_in_its_place(tool: Tool) -> None:
    """Changing the speed of a voice moves its labels along."""
    labels = tool("labels")
    moved = labels.shifted([labels.Segment(1.0, 4)], speed=1.25, pad=0.5)
    assert moved == [labels.Segment(1.3, 4)]
