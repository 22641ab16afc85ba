from __future__ import annotations

import threading

from calmdesk.audio.inflow import Inflow


def test_who_sends_faster_than_is_read_waits_and_loses_nothing() -> None:
    """A pipe that is faster than the recogniser is slowed down to it; all of it is heard, in order."""
    inflow: Inflow[int] = Inflow(3)

    def send() -> None:
        for number in range(200):
            inflow.put(number)
        inflow.end()

    sender = threading.Thread(target=send)
    sender.start()
    taken = []
    while not inflow.over:
        number = inflow.take(5.0)
        if number is not None:
            taken.append(number)
    sender.join(5)
    assert taken == list(range(200))


def test_a_sender_that_waits_is_let_go_when_nobody_reads_any_more() -> None:
    """Quitting does not hang on a program that still sends."""
    inflow: Inflow[int] = Inflow(1)
    assert inflow.put(1)
    answers: list[bool] = []
    sender = threading.Thread(target=lambda: answers.append(inflow.put(2)))
    sender.start()
    inflow.close()
    sender.join(5)
    assert answers == [False]
    assert inflow.over
    assert inflow.take(5.0) is None


def test_nothing_to_take_is_told_in_time() -> None:
    """The keys are read while nothing comes."""
    inflow: Inflow[int] = Inflow(1)
    assert inflow.take(0.01) is None
    assert not inflow.over
