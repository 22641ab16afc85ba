"""Two phrasebooks that differ in a few phrases: in which calls that can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from books import LISTS, matcher_for, write_book
from calmdesk.call.events import Final, Partial
from calmdesk.cues.difference import Difference
from calmdesk.cues.match import Matcher
from calmdesk.cues.spotter import CueSpotter
from calmdesk.phrasebook.read import read_phrasebook

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.call.events import Cue

INSULT = 'phrases = ["<vous_etes> [des] {qualite}", "bande de {qualite}"]'
WAITING = 'phrases = ["ça fait ... que j\'attends"]'
WORDS = "bande de nuls incapables vous êtes pas mon voisin ça fait une heure que j'attends attente zéro zéros"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """Return the matcher of a small phrasebook."""
    return matcher_for(tmp_path_factory.mktemp("before"), insult=INSULT, waiting=WAITING)


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """Return the matcher of the same with a phrase more, a stop more, and a phrase less."""
    insult = INSULT.replace('"bande de', '"zéro attente", "bande de') + '\nnot = ["pas {qualite}"]'
    return matcher_for(tmp_path_factory.mktemp("after"), insult=insult)


def call(text: str) -> list[Partial | Final]:
    """Return what is heard when somebody says a text, a word a partial."""
    words = text.split()
    partials = [Partial(float(end), " ".join(words[:end]), 0) for end in range(1, len(words) + 1)]
    return [*partials, Final(len(words) + 0.5, text, 0)]


def cues(matcher: Matcher, heard: list[Partial | Final]) -> list[Cue]:
    """Return the cues found in a call."""
    spotter = CueSpotter(matcher)
    return [cue for event in heard for cue in spotter.spot(event)]


def test_a_phrasebook_does_not_differ_from_itself(before: Matcher, tmp_path: Path) -> None:
    """Nor from a copy, whatever is said."""
    copy = matcher_for(tmp_path, insult=INSULT, waiting=WAITING)
    assert not Difference(before, copy).may_show(call("bande de nuls ça fait une heure que j'attends"))


@pytest.mark.parametrize("said", ["c'est zéro attente", "vous êtes pas nuls", "ça fait une heure que j'attends"])
def test_a_call_with_something_that_changed_is_told(before: Matcher, after: Matcher, said: str) -> None:
    """A phrase that is new, one that is gone, a do-not-trigger phrase; whichever of both comes first."""
    assert Difference(before, after).may_show(call(said))
    assert Difference(after, before).may_show(call(said))


def test_a_call_without_is_the_same(before: Matcher, after: Matcher) -> None:
    """Cues of phrases that both have are no difference."""
    heard = call("bonjour madame bande de nuls vous êtes des incapables")
    assert not Difference(before, after).may_show(heard)
    assert cues(before, heard) == cues(after, heard) != []


def test_another_list_changes_what_its_phrases_find(before: Matcher, tmp_path: Path) -> None:
    """A word more in a list is a phrase more."""
    folder = write_book(tmp_path, {"insult": INSULT, "waiting": WAITING}, lists=LISTS.replace('"nul"', '"nul", "zéro"'))
    other = Matcher.of(read_phrasebook(folder))
    assert Difference(before, other).may_show(call("bande de zéros"))
    assert cues(other, call("bande de zéros")) != cues(before, call("bande de zéros")) == []


def test_another_way_to_read_the_language_may_show_anywhere(before: Matcher, tmp_path: Path) -> None:
    """Fillers, light words, thresholds: whatever is said may be read otherwise."""
    folder = write_book(tmp_path, {"insult": INSULT, "waiting": WAITING})
    language = folder / "language.toml"
    text = language.read_text(encoding="utf-8")
    language.write_text(text.replace("skippable = [", 'skippable = [\n  "girafe",'), encoding="utf-8")
    assert Difference(before, Matcher.of(read_phrasebook(folder))).may_show(call("bonjour"))


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=14))
def test_where_nothing_can_show_nothing_does(before: Matcher, after: Matcher, said: list[str]) -> None:
    """A trainer who compares two books is never told « no change » of a call that changes."""
    heard = call(" ".join(said))
    assert Difference(before, after).may_show(heard) or cues(before, heard) == cues(after, heard)
