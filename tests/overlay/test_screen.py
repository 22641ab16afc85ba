import copy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.call.events import (
    Began,
    Card,
    Cue,
    Dismissed,
    Ended,
    Event,
    Final,
    Listened,
    Notice,
    Partial,
    Said,
    Side,
)
from calmdesk.overlay.entry import Entry
from calmdesk.overlay.keys import Key
from calmdesk.overlay.screen import (
    HELP_PAGES,
    NOTICE_SECONDS,
    REMEMBERED,
    Screen,
    Shown,
    State,
    entering,
    paused,
    ticked,
    toggled_help,
    update,
)
from calmdesk.overlay.voices import Utterance
from overlay.feed import EMERGENCY, INSULT, WAITING, call
from overlay.live_feed import BACK, DEAF, LOOK_BACK, until
from overlay.made_up import events


def after(*happened: Event, screen: Screen | None = None) -> Screen:
    """Return the screen after the events."""
    screen = screen or Screen()
    for event in happened:
        screen = update(screen, event)
    return screen


def settled(number: int, text: str, *marks: int) -> Utterance:
    """Return an utterance that will not change any more."""
    return Utterance(number, tuple(text.split()), settled=True, marks=frozenset(marks))


def test_the_whole_call() -> None:
    """At the end of the call the screen holds the last words of both sides, the standing card and what to sum up."""
    assert after(*call()) == Screen(
        at=31.0,
        state=State.ENDED,
        length=31.0,
        client=(
            settled(2, "bonjour ça fait une heure que j'attends au téléphone et personne décroche", 3, 4, 5, 6),
            settled(4, "non mais vous êtes une bande d'incapables", 5, 6),
            settled(5, "attendez il s'étouffe là il devient tout bleu", 1, 2),
        ),
        desk=(settled(1, "clinique du parc bonjour"), settled(3, "je m'occupe de vous maintenant mais bon")),
        cards=3,
        shown=tuple(Shown(card.at, card.family, card.say) for card in (WAITING, INSULT, EMERGENCY)),
    )


def test_a_partial_grows_and_is_settled() -> None:
    """The running words are grey until the recogniser has settled them."""
    growing = after(Partial(1.0, "bonjour", 1), Partial(1.5, "bonjour madame", 1))
    assert growing.client == (Utterance(1, ("bonjour", "madame")),)
    assert after(Final(2.0, "bonjour madame", 1), screen=growing).client[0].settled


def test_a_ghost_goes_away() -> None:
    """A word heard in the noise that the final takes back leaves the screen."""
    assert after(Partial(1.0, "euh", 1), Final(2.0, "", 1)).client == ()


def test_an_empty_partial_changes_nothing() -> None:
    """While nobody speaks, what was said last stays readable."""
    said = after(Final(2.0, "bonjour", 1))
    assert after(Partial(3.0, "", 2), Partial(3.2, "", 1), screen=said).client == said.client


@pytest.mark.parametrize(
    ("final", "marked"),
    [
        ("ça fait une heure que j'attends", {2, 3}),
        ("bonjour ça fait une heure que j'attends", {3, 4}),
        ("ça fait deux heures que j'attends", set()),
        ("ça fait une heures que j'attends", {2}),
        ("", set()),
    ],
)
def test_marks_move_with_their_words(final: str, marked: set[int]) -> None:
    """When the final has a word more or another word, the underline stays under the words that were the cue."""
    screen = after(
        Partial(1.0, "ça fait une heure que", 1),
        Cue(1.0, "waiting", "une heure", ("une", "heure"), 1.0, utterance=1, first=2, last=3),
        Final(2.0, final, 1),
    )
    assert {place for said in screen.client for place in said.marks} == marked


def test_a_cue_for_places_that_are_not_there_marks_nothing() -> None:
    """A cue that comes after its words have changed does no harm."""
    screen = after(Final(1.0, "bonjour", 1), Cue(1.0, "waiting", "x", ("x",), 1.0, utterance=1, first=4, last=9))
    assert screen.client == (Utterance(1, ("bonjour",), settled=True),)


def test_the_desk_is_marked_on_its_own_side() -> None:
    """A cue of the desk's side does not underline the client's words."""
    screen = after(
        Final(1.0, "oui mais", 1),
        Final(1.0, "oui mais", 1, side=Side.DESK),
        Cue(1.0, "wording", "mais", ("mais",), 1.0, utterance=1, first=1, last=1, side=Side.DESK),
    )
    assert not screen.client[0].marks
    assert screen.desk[0].marks == {1}


def test_a_card_that_was_said_is_ticked_until_the_next_one() -> None:
    """The receptionist sees that her sentence was heard; the next card begins without a tick."""
    said = after(WAITING, Said(9.0, "waiting", "waiting.1"))
    assert said.said
    assert not after(INSULT, screen=said).said
    assert after(INSULT, Said(9.0, "waiting", "waiting.1")) == after(INSULT)


def test_a_name_that_is_typed_makes_no_further_card() -> None:
    """The sentence reads otherwise with the animal's name: it stays ticked, and the summary has it once."""
    named = replace(WAITING, at=9.5, say="Je regarde tout de suite pour Minou.")
    screen = after(WAITING, Said(9.0, WAITING.family, WAITING.card), named)
    assert (screen.card, screen.said, screen.cards) == (named, True, 1)
    assert [shown.say for shown in screen.shown] == [named.say]


def test_a_card_that_is_dealt_with_goes_away() -> None:
    """« d » takes the alarm off the screen; a dismissal that comes late does not hide the next card."""
    gone = Dismissed(30.0, EMERGENCY.family, EMERGENCY.card)
    assert after(EMERGENCY, gone).card is None
    assert after(EMERGENCY, INSULT, gone).card == INSULT


def test_a_notice_goes_away() -> None:
    """A notice is read once and does not stay in the way."""
    screen = after(Notice(1.0, "audio lost"))
    assert ticked(screen, NOTICE_SECONDS).notice is not None
    assert ticked(screen, 1.0 + NOTICE_SECONDS).notice is None


def test_the_clock_never_runs_backwards() -> None:
    """Two sides decoded side by side may report out of order; the clock does not jump."""
    assert after(Partial(5.0, "a", 1), Partial(4.0, "b", 2, Side.DESK)).at == 5.0


@pytest.mark.parametrize("screen", [after(WAITING), after(Ended(3.0)), Screen(live=True, state=State.WAITING)])
def test_a_pause_leaves_the_screen_as_it_was(screen: Screen) -> None:
    """Going on after a pause, the receptionist finds everything where it was."""
    assert paused(paused(screen, on=True), on=False) == screen


def test_nothing_is_missed_while_a_replay_stands_still() -> None:
    """A recording waits for its listener; a client at the desk does not, and the screen says so."""
    assert not paused(Screen(), on=True).deaf
    assert paused(Screen(live=True), on=True).deaf


def test_help_has_pages_and_goes() -> None:
    """« ? » shows the keys, then the signs, and then gives the card back."""
    pages = [Screen()]
    while not pages[1:] or pages[-1].help:
        pages.append(toggled_help(pages[-1]))
    assert [screen.help for screen in pages] == [0, *range(1, HELP_PAGES + 1), 0]
    assert pages[-1] == Screen()


def test_the_help_hides_no_card() -> None:
    """A sentence to say comes while somebody reads the help: it is there at once."""
    assert not after(WAITING, screen=toggled_help(Screen())).help


def test_an_entry_survives_what_happens_meanwhile() -> None:
    """A name half typed stays while the client speaks, cards come, and even when the next call begins."""
    entry = Entry(Key.ANIMAL, "Ré")
    screen = after(*call(), Began(), screen=entering(toggled_help(Screen()), entry))
    assert screen.entry == entry
    assert not screen.help


def test_a_new_call_begins_afresh() -> None:
    """Clock, words, card and news of the last call are gone; what is known of the model and what still fails stays."""
    desk = Screen(live=True, note="modèle", state=State.WAITING)
    before = after(Began(), *call(), DEAF, LOOK_BACK, Ended(31.0), screen=desk)
    began = after(Began(), screen=before)
    assert began == Screen(
        live=True, note="modèle", state=State.WAITING, faults=(DEAF,), calls=2, cards_before=before.cards
    )
    assert after(Partial(0.4, "", 1), screen=began).state is State.WAITING
    assert after(Partial(0.6, "allô", 1), screen=began).state is State.LISTENING


def test_a_call_that_is_over_leaves_its_summary() -> None:
    """The words go, what the call was like stays until the next one, and its length with it."""
    over = after(Began(), *until(INSULT)[1:], LOOK_BACK, Ended(754.0), Listened(2_000.0))
    assert (over.state, over.clock, over.look_back) == (State.ENDED, 754.0, LOOK_BACK)
    assert (over.client, over.desk, over.card) == ((), (), None)
    assert after(Began(), screen=over).look_back is None


def test_an_alarm_outlasts_a_call_that_seems_over() -> None:
    """A client in danger who falls silent looks like the end of a call: the alarm stays until it is dismissed."""
    over = after(EMERGENCY, LOOK_BACK, Ended(754.0))
    assert over.card == EMERGENCY
    assert after(Dismissed(760.0, EMERGENCY.family, EMERGENCY.card), screen=over).card is None


def test_a_problem_stays_until_it_is_over() -> None:
    """No sound for an hour is on the screen for an hour; news does not push it away, and its own end does."""
    screen = after(DEAF, Notice(8.0, "audio lost"), Listened(3_600.0))
    assert screen.faults == (DEAF,)
    assert screen.notice is None
    back = after(BACK, screen=screen)
    assert (back.faults, back.notice) == ((), BACK)


def test_problems_of_two_kinds_stand_side_by_side() -> None:
    """The whisper's headset is gone as well: both are told, each once."""
    headset = Notice(9.0, "no headset", lasting=True, topic="whisper")
    again = replace(DEAF, at=12.0)
    assert after(DEAF, headset, again).faults == (headset, again)
    assert after(DEAF, headset, BACK).faults == (headset,)


def test_a_day_long_call_does_not_fill_the_memory() -> None:
    """After hundreds of cards and utterances the screen is as small as after ten."""
    screen = after(
        *(replace(WAITING, at=float(at)) for at in range(300)), *(Final(1.0, "oui", at) for at in range(300))
    )
    assert (screen.cards, len(screen.shown), len(screen.client)) == (300, REMEMBERED, 3)


def test_only_the_highest_tier_is_an_emergency() -> None:
    """The alarm is kept for danger to life."""
    assert after(EMERGENCY).urgent
    assert not after(INSULT).urgent
    assert not Screen().urgent


@given(st.lists(events(), max_size=8), events())
def test_update_is_pure(before: list[Event], event: Event) -> None:
    """The same call gives the same screens, and no screen changes after it was shown."""
    screen = after(*before)
    kept = copy.deepcopy(screen)
    assert update(screen, event) == update(screen, event)
    assert screen == kept


@given(st.lists(events(), max_size=12))
def test_what_is_shown_is_what_happened(happened: list[Event]) -> None:
    """The card that stands is the last one; every mark is under a word that is there."""
    screen = after(*happened)
    cards = [event for event in happened if isinstance(event, Card)]
    assert screen.card in {None, cards[-1] if cards else None}
    assert screen.cards + screen.cards_before <= len(cards)
    assert screen.calls == sum(isinstance(event, Began) for event in happened)
    for said in (*screen.client, *screen.desk):
        assert said.words
        assert said.marks <= set(range(len(said.words)))
