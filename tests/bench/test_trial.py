from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.made_up import row, write_script
from calmdesk.bench.book import Book, urgency
from calmdesk.bench.scripts import read_script
from calmdesk.bench.trial import judge_call, judge_sentences
from calmdesk.call.events import Card, Cue, Ended, Event, Final, Side, Word

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.bench.scores import Outcome


def test_a_sentence_brings_the_card_of_its_most_urgent_family(book: Book) -> None:
    """An insult outranks a wait, as at the desk; both cues are found."""
    text = "ça fait une heure que j'attends vous êtes des incapables"
    [outcome] = judge_sentences([row("1", text, "waiting", "insult")], [text], book.matcher, urgency(book.families))
    assert outcome.found == {"waiting", "insult"}
    assert outcome.cards == ("insult",)
    assert outcome.seconds == pytest.approx(10 / 2.6)
    assert {cue.family: cue.words for cue in outcome.cues}["insult"] == "vous êtes des incapables"


def test_what_was_heard_counts_not_what_was_said(book: Book) -> None:
    """With noise the matcher gets the spoilt text, while labels and time stay those of the sentence."""
    said = row("1", "vous êtes des incapables", "insult")
    [outcome] = judge_sentences([said], ["vous êtes"], book.matcher, urgency(book.families))
    assert outcome.found == frozenset()
    assert outcome.heard == "vous êtes"
    assert outcome.seconds == pytest.approx(4 / 2.6)


def cue(at: float, family: str, side: Side = Side.CLIENT) -> Cue:
    """Return a cue."""
    return Cue(at, family, "phrase", ("un", "mot"), 0.9, side=side)


def card(at: float, family: str) -> Card:
    """Return a card."""
    return Card(at, family, f"{family}.1", "oui", "why", "avoid", because=("un", "mot"))


def judged(tmp_path: Path, *events: Event) -> dict[str, Outcome]:
    """Judge a call: the client speaks from 0 to 4 s (an insult), 5 to 9 s (nothing) and 15 to 19 s (blame)."""
    path = write_script(
        tmp_path / "a.json", ("client", "vous êtes nuls", "insult"), ("client", "bonjour", ""), ("desk", "oui", ""),
        ("client", "votre faute", "blame"), timed=True,
    )  # fmt: skip
    return {each.row.id: each for each in judge_call(read_script(path), [*events, Ended(30.0)])}


def test_a_cue_belongs_to_the_turn_it_falls_in(tmp_path: Path) -> None:
    """Found in its turn it is right, found in another one it is wrong there and missed here."""
    found = judged(tmp_path, cue(3.0, "insult"), card(3.0, "insult"), cue(16.0, "insult"))
    assert found["a:1"].found == {"insult"}
    assert found["a:1"].cards == ("insult",)
    assert found["a:4"].found == {"insult"}
    assert found["a:4"].row.labels == {"blame"}


def test_a_cue_may_come_a_little_late(tmp_path: Path) -> None:
    """The recogniser waits for silence: within two seconds a cue still belongs to its turn, if that carries it."""
    assert judged(tmp_path, cue(5.5, "insult"))["a:1"].found == {"insult"}
    assert judged(tmp_path, cue(5.5, "blame"))["a:2"].found == {"blame"}


def test_a_cue_nobody_has_said_is_wrong_but_no_harmless_sentence(tmp_path: Path) -> None:
    """A card in the silence counts against the phrasebook, not among the harmless sentences."""
    found = judged(tmp_path, cue(13.0, "waiting"), card(13.0, "waiting"))
    outside = found["a:after 2"]
    assert outside.found == {"waiting"}
    assert outside.false_cards == 1
    assert not outside.row.harmless


def test_a_prompt_of_the_flow_is_no_false_card(tmp_path: Path) -> None:
    """« Je vous suis » after a long speech was brought by no cue: it is not held against the phrases."""
    prompt = Card(6.0, "long_talk", "flow.long_talk.1", "Je vous suis.", "", "")
    assert judged(tmp_path, prompt)["a:2"].cards == ()


def test_the_desk_is_not_judged(tmp_path: Path) -> None:
    """Its words bring no cues; one that claims to would not be held against the client's turns."""
    assert not any(each.found for each in judged(tmp_path, cue(3.0, "insult", Side.DESK)).values())


def test_times_add_up_to_the_call(tmp_path: Path) -> None:
    """« Per hour of call » counts the whole call, the desk's turns and the silence included."""
    assert sum(each.seconds for each in judged(tmp_path).values()) == pytest.approx(30.0)


def test_the_words_of_each_turn_are_kept(tmp_path: Path) -> None:
    """Whoever looks for the reason of a miss sees what the recogniser wrote."""
    words = (Word("vous", 0.1, 0.5), Word("êtes", 0.6, 1.0), Word("bonjour", 5.0, 6.0))
    found = judged(tmp_path, Final(9.5, "vous êtes bonjour", 0, words))
    assert (found["a:1"].heard, found["a:2"].heard, found["a:4"].heard) == ("vous êtes", "bonjour", "")


def test_a_call_without_a_client_has_no_rows(tmp_path: Path) -> None:
    """A script of the desk alone is no reason to crash."""
    path = write_script(tmp_path / "a.json", ("desk", "oui", ""), timed=True)
    assert judge_call(read_script(path), [Ended(9.0)]) == []
