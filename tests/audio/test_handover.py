from __future__ import annotations

import threading
import time

from calmdesk.audio.handover import Captured, Handover
from calmdesk.audio.streams import StreamFormat
from calmdesk.call.events import Notice


def _sound(first: int, seconds: float = 0.2) -> Captured:
    return Captured(first / 16_000, 1, first, bytes(2 * round(16_000 * seconds)), StreamFormat(16_000, 1))


def test_what_is_put_is_taken_in_order() -> None:
    """Sound and notices come out in the order in which they went in."""
    handover = Handover(seconds=1)
    items = [_sound(0), Notice(0.2, "sound from {device} is back"), _sound(3200)]
    handover.put(_sound(0))
    handover.tell(items[1])  # type: ignore[arg-type]  # the notice
    handover.put(_sound(3200))
    assert [handover.take(0) for _ in items] == items


def test_those_who_capture_never_wait_and_are_told_of_losses() -> None:
    """When the reader sleeps, sound that finds no room is refused at once; room comes back as it reads."""
    handover = Handover(seconds=0.5)
    assert [handover.put(_sound(first)) for first in (0, 3200, 6400)] == [True, True, False]
    handover.take(0)
    assert handover.put(_sound(9600))
    assert handover.take(0) == _sound(3200)
    assert handover.take(0) == _sound(9600)


def test_there_is_always_room_for_a_notice() -> None:
    """A desk that falls behind is told so, though the queue is full."""
    handover = Handover(seconds=0.1)
    assert not handover.put(_sound(0))
    handover.tell(Notice(0, "sound from {device} is back"))
    assert isinstance(handover.take(0), Notice)


def test_what_was_said_before_a_pause_is_not_read_in_it() -> None:
    """Sound that still waits when listening is paused is dropped; what the user is told is not."""
    handover = Handover(seconds=0.4)
    handover.put(_sound(0))
    handover.tell(Notice(0, "sound from {device} is back"))
    handover.put(_sound(3200))
    handover.forget_sound()
    assert isinstance(handover.take(0), Notice)
    assert handover.take(0) is None
    assert handover.put(_sound(6400, 0.4))


def test_silence_is_reported_by_none() -> None:
    """When no sound comes, the reader is not kept for longer than it agreed to."""
    began = time.monotonic()
    assert Handover(seconds=1).take(0.05) is None
    assert 0.04 < time.monotonic() - began < 1


def test_the_end_wakes_a_reader_that_waits() -> None:
    """Closing a silent microphone does not take a second."""
    handover = Handover(seconds=1)
    threading.Timer(0.05, handover.end).start()
    began = time.monotonic()
    assert handover.take(10) is None
    assert handover.ended
    assert time.monotonic() - began < 5


def test_the_end_does_not_wait_for_what_is_queued() -> None:
    """Hanging up is at once, even when the reader was behind."""
    handover = Handover(seconds=1)
    handover.put(_sound(0))
    handover.end()
    assert handover.take(10) is None
