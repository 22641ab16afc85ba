from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from books import matcher_for
from calmdesk.call.events import Final, Partial, Side
from calmdesk.cues.spotter import SETTLED, CueSpotter

if TYPE_CHECKING:
    from calmdesk.cues.match import Matcher


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """Return the matcher of a small phrasebook."""
    return matcher_for(
        tmp_path_factory.mktemp("book"),
        insult='phrases = ["<vous_etes> [des] {qualite}", "bande de {qualite}"]',
        waiting='phrases = ["ça fait ... que j\'attends"]',
    )


def test_a_cue_is_told_once_it_has_settled(matcher: Matcher) -> None:
    """A partial may be wrong for a moment: the card waits a fifth of a second, no longer."""
    spotter = CueSpotter(matcher)
    assert spotter.spot(Partial(2.0, "vous êtes des incapables", 0)) == []
    assert spotter.wait(2.0 + SETTLED / 2) == []
    (cue,) = spotter.wait(2.0 + SETTLED)
    assert (cue.family, cue.at, cue.words) == ("insult", 2.0 + SETTLED, ("vous", "êtes", "des", "incapables"))


def test_a_word_the_recogniser_takes_back_brings_no_cue(matcher: Matcher) -> None:
    """« bande de nuls » that becomes « bande de nuit » was never said."""
    spotter = CueSpotter(matcher)
    assert spotter.spot(Partial(1.0, "bande de nuls", 0)) == []
    assert spotter.spot(Partial(1.1, "bande de nuit", 0)) == []
    assert spotter.wait(2.0) == []


def test_a_final_settles_at_once(matcher: Matcher) -> None:
    """What the recogniser has settled needs no waiting."""
    (cue,) = CueSpotter(matcher).spot(Final(3.0, "bande d'incapables", 0))
    assert cue.at == 3.0


def test_the_same_words_bring_one_cue(matcher: Matcher) -> None:
    """Neither growing partials, nor a corrected start, nor the final tell it again; a second insult is told."""
    spotter = CueSpotter(matcher)
    spotter.spot(Partial(1.0, "bande de nuls", 0))
    told = spotter.wait(1.5)
    told += spotter.spot(Partial(1.6, "alors bande de nuls que", 0)) + spotter.wait(2.0)
    told += spotter.spot(Final(2.2, "alors là bande de nuls que vous êtes", 0))
    assert [cue.family for cue in told] == ["insult"]
    again = "alors là bande de nuls que vous êtes mon chien et moi on part vous êtes des incapables"
    assert [cue.first for cue in spotter.spot(Final(2.2, again, 0))] == [14]


def test_sides_and_utterances_are_kept_apart(matcher: Matcher) -> None:
    """The next utterance starts afresh; time on one side settles nothing on the other."""
    spotter = CueSpotter(matcher)
    spotter.spot(Partial(1.0, "bande de nuls", 0))
    assert spotter.wait(5.0, Side.DESK) == []
    assert spotter.spot(Partial(5.0, "ça fait une heure que j'attends", 1)) == []
    (cue,) = spotter.wait(6.0)
    assert (cue.family, cue.utterance) == ("waiting", 1)
