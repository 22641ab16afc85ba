from __future__ import annotations

import threading
import time

from calmdesk.audio.handover import Captured, Handover


def test_what_is_put_is_taken_in_order() -> None:
    """Sound arrives as it was captured, each piece numbered by its first frame."""
    handover = Handover(places=4)
    handover.put(b"ab", 1)
    handover.put(b"cdef", 2)
    assert [handover.take(0), handover.take(0)] == [Captured(0, 1, b"ab"), Captured(1, 2, b"cdef")]


def test_the_audio_thread_never_waits_and_losses_are_counted() -> None:
    """When the reader sleeps, new sound is dropped and counted, and the numbering goes on regardless."""
    handover = Handover(places=2)
    for _ in range(5):
        handover.put(b"xx", 160)
    assert (handover.lost, handover.captured) == (480, 800)
    handover.take(0)
    handover.put(b"yy", 160, overflow=True)
    handover.take(0)
    assert handover.take(0) == Captured(800, 160, b"yy")
    assert handover.overflows == 1


def test_silence_is_reported_by_none() -> None:
    """When no sound comes, the reader is not kept for longer than it agreed to."""
    began = time.monotonic()
    assert Handover(places=1).take(0.05) is None
    assert 0.04 < time.monotonic() - began < 1


def test_the_end_wakes_a_reader_that_waits() -> None:
    """Closing a silent microphone does not take a second."""
    handover = Handover(places=1)
    threading.Timer(0.05, handover.end).start()
    began = time.monotonic()
    assert handover.take(10) is None
    assert handover.ended
    assert time.monotonic() - began < 5


def test_the_end_does_not_wait_for_what_is_queued() -> None:
    """Hanging up is at once, even when the reader was behind."""
    handover = Handover(places=1)
    handover.put(b"xx", 160)
    handover.end()
    assert handover.take(10) is None
