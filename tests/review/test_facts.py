"""The facts of a call, which page, table and trends all tell."""

from __future__ import annotations

import json
import os
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.call.events import SAMPLE_RATE, Block, Card, Cue, Ended, Final, Partial, Said, Side
from calmdesk.review.envelope import MOST_POINTS, Metered
from calmdesk.review.facts_json import as_json, to_text
from calmdesk.review.gather import gather
from calmdesk.review.places import find
from calmdesk.review.talk import measure
from calmdesk.review.transcript import Transcript
from review.made_up import GOLDEN, followed, said, shipped_call

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calmdesk.call.events import Event


class Sound:
    """A source of blocks of one loudness."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = blocks

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks."""
        yield from self._blocks


def tone(at: float, seconds: float, level: int, side: Side = Side.CLIENT) -> Block:
    """Return a block that is as loud as ``level`` throughout."""
    return Block(at, np.full(int(seconds * SAMPLE_RATE), level, np.int16), side)


@pytest.mark.parametrize("name", ["insultes", "rendez-vous"])
def test_the_facts_of_a_shipped_call(name: str) -> None:
    """Every time, cue, card and answer of a shipped call is as it was; UPDATE_GOLDEN=1 takes a change over."""
    path = GOLDEN / f"{name}.facts.json"
    text = to_text(shipped_call(name))
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert json.loads(text) == json.loads(path.read_text(encoding="utf-8"))


def test_the_same_call_gives_the_same_text() -> None:
    """Two reviews of one call can be compared line by line."""
    assert to_text(shipped_call("insultes")) == to_text(shipped_call("insultes"))


def test_what_the_desk_said_instead() -> None:
    """Beside a card stands what the desk really said next, not what it had said before or says much later."""
    card = next(card for card in shipped_call("insultes").cards if card.card == "insult.7")
    assert card.said is None
    assert card.instead == "mais ce n'est pas moi si seulement de souci"
    assert card.answered == pytest.approx(36.21)


def test_a_card_that_is_read_aloud_is_ticked() -> None:
    """Uptake: the desk said the sentence, more or less in its words."""
    heard = [said(Side.CLIENT, 0, 1.0, "vous êtes des incapables"), said(Side.DESK, 0, 60.0, "oui")]
    sentence = followed(heard).cards[0].say
    answered = followed([heard[0], said(Side.DESK, 0, 4.0, sentence.lower().replace(".", "").replace(",", ""))])
    assert [card.card for card in answered.said] == [answered.cards[0].card]
    assert followed(heard).said == ()


def test_no_word_of_the_desk_on_a_single_channel() -> None:
    """Where the desk has no channel of its own, nothing is claimed of what it said."""
    facts = followed([said(Side.CLIENT, 0, 1.0, "vous êtes des incapables")])
    assert not facts.heard_desk
    assert facts.cards[0].instead == ""


def test_the_ladder_comes_back_down() -> None:
    """The chart shows that remarks stopped, too: a rung lower for every quiet minute."""
    heard = [said(Side.CLIENT, 0, 1.0, "vous êtes des incapables"), said(Side.CLIENT, 1, 150.0, "d'accord pour lundi")]
    ladder = followed(heard).ladder
    assert ladder[0].rung >= 1
    assert ladder[-1].rung < ladder[0].rung


def test_a_cue_keeps_its_words_when_the_utterance_changes() -> None:
    """A cue is noticed in a running utterance; its place in the settled one may be another."""
    cue = Cue(1.0, "insult", "nul", ("c'est", "nul"), 1.0, utterance=0, first=1, last=2)
    events: list[Event] = [
        Partial(1.0, "mais c'est nul", 0),
        cue,
        said(Side.CLIENT, 0, 0.0, "oui mais alors c'est nul"),
    ]
    fact = gather(events, deque(), name="x", lang="fr").cues[0]
    assert fact.passage
    assert (fact.passage.first, fact.passage.last, fact.start) == (3, 4, 1.5)


def test_a_cue_whose_words_are_gone() -> None:
    """The recogniser changed its mind: the cue stays, with the time it was noticed, and marks no wrong word."""
    cue = Cue(1.0, "insult", "nul", ("bande", "d'incapables"), 1.0, utterance=0)
    fact = gather([cue, said(Side.CLIENT, 0, 0.0, "bonjour madame")], deque(), name="x", lang="fr").cues[0]
    assert fact.passage is None
    assert fact.start == 1.0


def test_the_same_sentence_twice() -> None:
    """A card that comes twice and is said after the second time counts once, for the second."""
    card = Card(1.0, "waiting", "waiting.1", "oui", "", "")
    events: list[Event] = [card, replace(card, at=20.0), Said(25.0, "waiting", "waiting.1"), Ended(30.0)]
    assert [each.said for each in gather(events, deque(), name="x", lang="fr").cards] == [None, 25.0]


def test_talk_silence_and_both_at_once() -> None:
    """Talk, overlap and silence add up to the call."""
    utterances = Transcript()
    for heard in (said(Side.CLIENT, 0, 0.0, "un deux trois quatre"), said(Side.DESK, 0, 1.5, "cinq six")):
        utterances.take(heard)
    talk = measure(utterances.settled().utterances, 10.0)
    assert (talk.client, talk.desk, talk.both) == (1.9, 0.9, 0.4)
    assert talk.client + talk.desk - talk.both + talk.silence == pytest.approx(10.0)


def test_an_utterance_that_was_never_settled_is_kept() -> None:
    """Who hangs up in the middle of a sentence still finds it in the review; one that came to nothing is not there."""
    transcript = Transcript()
    for partial in (Partial(1.0, "je", 0), Partial(2.0, "je voudrais", 0), Partial(2.5, "le", 1), Partial(3.0, " ", 1)):
        transcript.take(partial)
    assert [each.text for each in transcript.settled().utterances] == ["je voudrais"]


def test_an_envelope_of_a_long_call_stays_small() -> None:
    """Two hours of sound are no more points than two minutes, and loud moments are not lost."""
    blocks = [tone(at, 1.0, 16_384 if at == 5_000 else 300) for at in range(7_200)]
    source = Metered(Sound(blocks))
    assert sum(1 for _ in source.blocks()) == 7_200
    (envelope,) = source.envelopes()
    assert len(envelope.peaks) <= MOST_POINTS
    assert envelope.peaks[int(5_000 / envelope.step)] == 50
    assert len(envelope.peaks) * envelope.step == pytest.approx(7_200, rel=0.01)


def test_both_sides_have_their_envelope() -> None:
    """The client stands above, the desk below, each with its own loudness."""
    source = Metered(Sound([tone(0, 0.2, 32_767), tone(0, 0.2, -32_768, Side.DESK)]))
    list(source.blocks())
    assert [(each.side, each.peaks) for each in source.envelopes()] == [(s, (100,) * 4) for s in Side]


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc"), min_size=1), st.integers(0, 9))
def test_a_passage_is_inside_its_utterance(words: list[str], noticed: list[str], first: int) -> None:
    """A mark never runs past the end of what was said, whatever the recogniser did to the words."""
    found = find(words, noticed, first)
    assert found is None or 0 <= found[0] <= found[1] < len(words)


@given(st.lists(st.tuples(st.sampled_from(Side), st.text(), st.floats(0, 100), st.integers(0, 3))))
def test_any_finals_can_be_gathered(spoken: list[tuple[Side, str, float, int]]) -> None:
    """Whatever a file of heard events holds, its facts can be told, as JSON that any program reads."""
    events = [Final(at, text, number, (), side) for side, text, at, number in spoken]
    table = as_json(gather(events, deque(), name="x", lang="fr"))
    assert json.loads(json.dumps(table, allow_nan=False))["format"] == "calmdesk-review"
