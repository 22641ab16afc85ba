from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from calmdesk.call.events import Card, Final, Listened, Partial, Side
from calmdesk.speech.heard_file import HeardWriter
from calmdesk.wiring import BLOCK_SECONDS, Desk, clinic_desk, replay_heard

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def first_card(desk: Desk, said: str) -> Card:
    """Return the card that a sentence of the client brings."""
    return next(event for event in desk.follow([Final(5.0, said, 0)]) if isinstance(event, Card))


def test_settings_and_call_meet_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clinic's payment options and the animal's name: both are said where both are known, neither otherwise."""
    settings = tmp_path / "settings.toml"
    settings.write_text('[clinic]\npayment_options = "un paiement en trois fois"\n', encoding="utf-8")
    monkeypatch.setenv("CALMDESK_SETTINGS", str(settings))
    worry = "je ne sais pas comment je vais payer tout ça"
    told = first_card(clinic_desk("fr", animal="Filou"), worry).say
    assert "Filou" in told
    assert "un paiement en trois fois" in told
    untold = first_card(clinic_desk("fr"), worry).say
    assert "paiement en trois fois" not in untold
    assert "{" not in untold


def test_an_animal_s_name_cannot_play_tricks_on_the_terminal() -> None:
    """A name pasted with an escape sequence is shown without it."""
    desk = clinic_desk("fr", animal="Fi\x1b[2Jlou")
    assert first_card(desk, "mon chien il ne respire plus").say.isprintable()


def test_decisions_can_be_taken_out_of_a_call_of_any_length() -> None:
    """Retelling a long call keeps none of it: as many decisions come out as were made, far more than are kept."""
    desk = Desk("fr")
    adviser = desk.adviser()
    call = (Final(number * 30.0, "ça fait une heure que j'attends", number) for number in range(700))
    assert sum(1 for _ in desk.decide(call, adviser)) >= 700
    assert not adviser.decisions


def test_a_kept_call_passes_time_as_the_call_did(tmp_path: Path) -> None:
    """Between two words the file tells, time passes block by block: on each side, never backwards."""
    kept = tmp_path / "call.jsonl"
    heard: list[Partial | Final] = [
        Partial(1.0, "bonjour", 0),
        Partial(1.2, "oui", 0, Side.DESK),
        Final(2.0, "bonjour", 0),
        Final(2.1, "oui", 0, side=Side.DESK),
    ]
    with HeardWriter(kept) as writer:
        for event in heard:
            writer.write(event)
    events = list(replay_heard(kept))
    assert [event for event in events if not isinstance(event, Listened)] == heard
    for side in Side:
        times = [event.at for event in events if event.side is side]
        assert times == sorted(times)
        assert max(later - at for at, later in pairwise(times)) <= BLOCK_SECONDS * 1.5
