from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.made_up import PlainAdviser, write_script
from calmdesk.bench.scripts import read_script
from calmdesk.bench.stability import SpokenCall, stability
from calmdesk.call.events import Final, Heard, Listened, Partial

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.bench.book import Book


def call(tmp_path: Path) -> SpokenCall:
    """Return a call: an insult that grows and stays, then one the recogniser takes back after 0.2 s."""
    heard: list[Heard | Listened] = [
        Partial(1.0, "vous êtes", 0),
        Partial(1.5, "vous êtes des incapables", 0),
        *(Listened(round(1.6 + n / 10, 1)) for n in range(8)),
        Final(2.5, "vous êtes des incapables", 0),
        Partial(7.0, "vous êtes nul", 1),
        Listened(7.1),
        Partial(7.2, "vous êtes où à mon avis", 1),
        *(Listened(round(7.3 + n / 10, 1)) for n in range(8)),
        Final(8.5, "vous êtes où à mon avis", 1),
    ]
    path = write_script(
        tmp_path / "a.json", ("client", "vous êtes des incapables", "insult"), ("client", "vous êtes où", ""),
        timed=True,
    )  # fmt: skip
    return SpokenCall(read_script(path), heard)


def test_waiting_trades_delay_against_false_alarms(book: Book, tmp_path: Path) -> None:
    """Told at once, the slip of the recogniser becomes a false card; with half a second of patience it does not."""
    at_once, patient = stability([call(tmp_path)], book.matcher, lambda: PlainAdviser(book.families), (0.0, 0.5))
    assert (at_once.right, at_once.wrong, at_once.withdrawn) == (1, 1, 1)
    assert (patient.right, patient.wrong, patient.withdrawn) == (1, 0, 0)
    assert at_once.early == 2
    assert patient.median_delay == pytest.approx(0.5, abs=0.05)
    assert at_once.median_delay == 0.0


def test_a_cue_of_the_final_is_not_early(book: Book, tmp_path: Path) -> None:
    """What the final brings is confirmed by it, and its delay is counted from the partial that first held it."""
    [late] = stability([call(tmp_path)], book.matcher, lambda: PlainAdviser(book.families), (5.0,))
    assert (late.right, late.early, late.withdrawn) == (1, 0, 0)
    assert late.median_delay == pytest.approx(1.0)
