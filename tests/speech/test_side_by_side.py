from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from calmdesk.call.events import Block, Ended, Final, Heard, Listened, Notice, Partial, Side
from calmdesk.errors import AudioError, ModelError
from calmdesk.speech.recogniser import VoskRecogniser
from calmdesk.speech.side_by_side import hear
from speech.recordings import blocks, cut, voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.speech.vosk_types import Model

SECONDS = 12


def stereo() -> list[Block | Notice]:
    """Return the beginning of the shipped call: both sides' blocks in call time, as a recording yields them."""
    sides = [blocks(cut(voice(side), 0, SECONDS), side) for side in (Side.DESK, Side.CLIENT)]
    return [block for pair in zip(*sides, strict=True) for block in pair]


def both(model: Model) -> dict[Side, VoskRecogniser]:
    """Return a recogniser for each side on one model."""
    return {side: VoskRecogniser(model, side) for side in Side}


def hearing_threads() -> list[str]:
    """Return the names of the threads that decode."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("hear-")]


def test_two_sides_are_heard_as_well_as_one(model: Model) -> None:
    """What the client says does not depend on whether the desk is listened to as well."""
    together = list(hear(stereo(), both(model)))
    for side in Side:
        alone = list(hear(stereo(), {side: VoskRecogniser(model, side)}))
        assert [event for event in together if not isinstance(event, (Notice, Ended)) and event.side is side] == alone


def test_the_same_call_gives_the_same_events_in_call_time(model: Model) -> None:
    """Whichever thread is faster today, the events come in the same order."""
    first, second = (list(hear(stereo(), both(model))) for _ in range(2))
    assert first == second
    assert [event.at for event in first] == sorted(event.at for event in first)
    assert {event.side for event in first if not isinstance(event, (Notice, Ended))} == set(Side)


def test_threads_have_ended_with_the_call(model: Model) -> None:
    """Two threads while it runs, none after it."""
    events = hear(stereo(), both(model))
    next(events)
    assert len(hearing_threads()) == 2
    list(events)
    assert hearing_threads() == []


def test_threads_have_ended_when_the_receptionist_stops_early(model: Model) -> None:
    """Quitting in the middle of a call leaves nothing running."""
    events = hear(stereo(), both(model))
    next(events)
    events.close()  # type: ignore[attr-defined]  # it is a generator, which the signature need not promise
    assert hearing_threads() == []


def test_one_side_needs_no_thread(model: Model) -> None:
    """The usual case stays simple: the caller's own thread decodes."""
    events = hear(stereo(), {Side.CLIENT: VoskRecogniser(model)})
    assert next(events)
    assert hearing_threads() == []


def test_time_passes_when_nothing_is_said(model: Model) -> None:
    """A cue that waits for the partial to stand still is told how late it is: every block brings something."""
    events = list(hear(stereo(), {Side.CLIENT: VoskRecogniser(model)}))
    assert sum(isinstance(event, Listened) for event in events) > len(events) / 2
    assert {round(event.at, 1) for event in events} == {round(tenth / 10, 1) for tenth in range(1, SECONDS * 10 + 1)}


class Scribe:
    """A recogniser that hears a word in every block, in the time it likes; where told to, it breaks."""

    def __init__(self, side: Side, breaks_at: float = 1e9) -> None:
        self.side = side
        self.breaks_at = breaks_at
        self.threads: set[str] = set()
        self._last = 0.0

    def hear(self, block: Block) -> Iterator[Heard]:
        """Yield one partial."""
        self.threads.add(threading.current_thread().name)
        self._last = block.end
        if block.at >= self.breaks_at:
            raise ModelError("broken")
        yield Partial(block.end, f"{self.side} {block.at}", 0, self.side)

    def finish(self) -> list[Final]:
        """Return one final."""
        return [Final(self._last, "fin", 0, side=self.side)]


def silent(at: float, side: Side) -> Block:
    """Return a block of a second."""
    return Block(at, np.zeros(16_000, np.int16), side)


@pytest.mark.parametrize("sides", [1, 2])
def test_notices_keep_their_place(sides: int) -> None:
    """« The file ends early » comes after what was heard before it."""
    given: list[Block | Notice] = [silent(0, Side.CLIENT), Notice(1.0, "lost"), silent(1, Side.CLIENT)]
    scribes = {side: Scribe(side) for side in [Side.CLIENT, Side.DESK][:sides]}
    events = list(hear(given, scribes))
    assert [event.at for event in events[:3]] == [1.0, 1.0, 2.0]
    assert events[1] == Notice(1.0, "lost")


@pytest.mark.parametrize("sides", [1, 2])
def test_a_side_nobody_listens_to_is_passed_over(sides: int) -> None:
    """The desk's channel is not decoded when only the client is asked for; a side without sound holds up nothing."""
    given = [silent(second, Side.CLIENT) for second in range(3)] + [silent(1, Side.DESK)][: 2 - sides]
    events = list(hear(given, {side: Scribe(side) for side in [Side.CLIENT, Side.DESK][:sides]}))
    heard = [event for event in events if isinstance(event, Partial)]
    assert [event.text for event in heard] == ["client 0", "client 1", "client 2"]


def test_each_recogniser_stays_in_its_thread() -> None:
    """Vosk's recognisers must not be passed from thread to thread."""
    scribes = {side: Scribe(side) for side in Side}
    list(hear([silent(second, side) for second in range(20) for side in Side], scribes))
    threads = [scribes[side].threads for side in Side]
    assert [len(names) for names in threads] == [1, 1]
    assert threads[0] != threads[1]


def test_last_words_come_in_call_time() -> None:
    """What was still open on both sides at the end is settled, the earlier first."""
    given = [silent(0, Side.CLIENT), silent(0, Side.DESK), silent(1, Side.CLIENT)]
    events = list(hear(given, {side: Scribe(side) for side in (Side.CLIENT, Side.DESK)}))
    assert [(event.at, event.side) for event in events if isinstance(event, Final)] == [
        (1.0, Side.DESK),
        (2.0, Side.CLIENT),
    ]


def test_an_error_on_one_side_ends_both() -> None:
    """A model that fails in mid-call is reported, with what was heard before, and no thread stays."""
    given = [silent(second, side) for second in range(9) for side in Side]
    events = hear(given, {Side.CLIENT: Scribe(Side.CLIENT, breaks_at=3), Side.DESK: Scribe(Side.DESK)})
    heard: list[object] = []
    with pytest.raises(ModelError, match="broken"):
        heard.extend(events)
    assert len(heard) >= 6
    assert hearing_threads() == []


def test_a_source_that_fails_ends_the_threads() -> None:
    """A microphone that is pulled out in mid-call leaves nothing running."""

    def source() -> Iterator[Block]:
        yield silent(0, Side.CLIENT)
        raise AudioError("unplugged")

    with pytest.raises(AudioError, match="unplugged"):
        list(hear(source(), {side: Scribe(side) for side in Side}))
    assert hearing_threads() == []
