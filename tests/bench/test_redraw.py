"""The overlay, drawn for real and measured."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from calmdesk.bench.cost.redraw import redraw_cost
from calmdesk.call.events import Began, Card, Event, Final, Partial
from calmdesk.cli.bench import command
from calmdesk.errors import UsageError
from calmdesk.overlay.keyboard import NoKeyboard
from calmdesk.overlay.labels import shipped_labels
from calmdesk.overlay.terminal import TerminalView
from overlay.feed import call

if TYPE_CHECKING:
    from typing import TextIO


class Busy:
    """A view that uses a known share of the processor, and writes a known number of bytes."""

    def __init__(self, stream: TextIO, seconds: float) -> None:
        self._stream = stream
        self._seconds = seconds
        self.shown: list[Event] = []

    def show(self, event: Event) -> None:
        """Work for a while on each partial."""
        self.shown.append(event)
        if isinstance(event, Partial):
            until = time.thread_time() + self._seconds
            while time.thread_time() < until:
                pass
            self._stream.write("x" * 100)
            self._stream.flush()

    def close(self) -> None:
        """Nothing to give back."""


def test_what_a_view_costs_is_what_is_measured() -> None:
    """A view that works 20 ms on each of ten partials a second uses a fifth of a core; calls follow one another."""
    views: list[Busy] = []

    def view(stream: TextIO) -> Busy:
        views.append(Busy(stream, 0.02))
        return views[0]

    cost = redraw_cost(view, [Partial(0.3, "bon", 1), Final(0.9, "bon", 1)], seconds=1.0)
    assert cost.partials == 10
    assert cost.share == pytest.approx(0.2, abs=0.1)
    assert cost.rate == pytest.approx(1_000, rel=0.5)
    shown = views[0].shown
    assert sum(isinstance(event, Began) for event in shown) == 10
    times = [event.at for event in shown if isinstance(event, Partial)]
    assert times == pytest.approx([number / 10 for number in range(10)])


def test_the_overlay_is_drawn() -> None:
    """The real overlay with a call that has everything in it: it is drawn, and costs something but not much."""
    cost = redraw_cost(
        lambda stream: TerminalView(shipped_labels("fr"), stream=stream, keyboard=NoKeyboard()), call(), seconds=2.0
    )
    assert cost.partials == 20
    assert 1_000 < cost.rate < 50_000
    assert 0 < cost.share < 0.5


def test_a_call_without_words_has_no_pace() -> None:
    """Nothing was heard: that is said, and nothing is measured for ever."""
    cards = [event for event in call() if isinstance(event, Card)]
    with pytest.raises(UsageError, match="nothing was heard"):
        redraw_cost(lambda stream: Busy(stream, 0.0), cards, seconds=1.0)


@pytest.mark.slow
def test_the_command_says_the_goal() -> None:
    """``calmdesk bench overlay`` on a shipped call."""
    result = CliRunner().invoke(command, ["overlay", "--seconds", "2"], standalone_mode=False, catch_exceptions=False)
    assert "20 partials in 2 s (10 a second)" in result.output
    assert "goal 3 % or less" in result.output
