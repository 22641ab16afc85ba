from __future__ import annotations

import pytest

from calmdesk.call.events import Card, Cue, Final, Partial, Said, Side, Wording
from calmdesk.call.runner import follow
from calmdesk.cues.desk_ear import FRESH, REMEMBERED, DeskEar
from calmdesk.cues.spotter import CueSpotter
from calmdesk.phrasebook.cards import read_cards
from calmdesk.phrasebook.families import read_families
from calmdesk.places import shipped
from calmdesk.wiring import Desk, matcher

SAY = "Je vous aide mieux quand on se parle posément. On reprend ensemble ?"


def card(say: str = SAY, at: float = 10.0, name: str = "insult.4") -> Card:
    """Return a card with a sentence."""
    return Card(at, name.split(".", maxsplit=1)[0], name, say, "…", "…")


def ticks(ear: DeskEar, *words: str, at: float = 12.0, side: Side = Side.CLIENT) -> list[str]:
    """Let the ear hear utterances, as partials that grow and a final each; return the cards that were ticked."""
    own: list[Said | Wording] = []
    for number, text in enumerate(words):
        said = text.split()
        for count in range(1, len(said) + 1):
            own += ear.hear(Partial(at + count / 4, " ".join(said[:count]), number, side))
        own += ear.hear(Final(at + len(said) / 4, text, number, side=side))
    return [each.card for each in own if isinstance(each, Said)]


def ear_with(*cards: Card, shared: bool = True) -> DeskEar:
    """Return an ear that has seen these cards."""
    ear = DeskEar(shared=shared)
    for each in cards or [card()]:
        ear.shown(each)
    return ear


@pytest.mark.parametrize(
    "read",
    [
        "je vous aide mieux quand on se parle posément on reprend ensemble",
        "je vous aide mieux quand on se parle posément",
        "euh alors je vous aide beaucoup mieux quand on se parle plus posément monsieur",
        "je vous et mieux quand on ce parle posé ment on reprend ensemble",
    ],
)
def test_a_card_read_out_is_ticked_once(read: str) -> None:
    """Word for word, with words of one's own, or as a small model mishears it."""
    assert ticks(ear_with(), read) == ["insult.4"]


def test_a_card_read_in_two_breaths_is_ticked() -> None:
    """The recogniser ends an utterance at the full stop; the sentence goes on in the next."""
    assert ticks(ear_with(), "je vous aide mieux quand", "on se parle posément") == ["insult.4"]


@pytest.mark.parametrize(
    "other", ["je vous aide", "vous allez me parler autrement", "posément ensemble mieux", "bonjour la clinique"]
)
def test_other_words_tick_nothing(other: str) -> None:
    """A few words in common, or the right ones in any order, are not the sentence."""
    assert ticks(ear_with(), other) == []


def test_a_card_of_long_ago_is_not_ticked() -> None:
    """A minute later it is another conversation."""
    assert ticks(ear_with(), SAY, at=10.0 + REMEMBERED + 1) == []


def test_who_reads_on_while_the_next_card_comes_is_ticked() -> None:
    """The sentence begun is finished, and it is that one which is ticked."""
    ear = ear_with(card(), card("Je note votre demande, et la direction vous rappelle.", 11.0, "manager_request.1"))
    assert ticks(ear, SAY) == ["insult.4"]


def test_on_a_channel_of_its_own_only_the_desk_s_words_tick() -> None:
    """A client who repeats the card mockingly has not said it for the desk."""
    ear = ear_with(shared=False)
    assert ticks(ear, SAY) == []
    assert ticks(ear, SAY, at=20.0, side=Side.DESK) == ["insult.4"]


def cue(words: str, heard: str, at: float = 13.0, utterance: int = 0) -> Cue:
    """Return a cue found in some of the words of an utterance."""
    run, every = words.split(), heard.split()
    first = next(place for place in range(len(every)) if every[place : place + len(run)] == run)
    return Cue(at, "confusion", "…", tuple(run), 1.0, utterance, first, first + len(run) - 1)


def test_the_card_s_own_words_are_no_cue() -> None:
    """One microphone: the desk reads « je ne comprends pas tout » aloud, and no client was confused."""
    ear = ear_with(card("Si je ne comprends pas tout de suite, vous me le redites ?"))
    heard = "si je ne comprends pas tout de suite"
    ticks(ear, heard)
    assert ear.is_echo(cue("je ne comprends pas", heard))


def test_what_the_client_says_after_the_card_was_read_is_a_cue() -> None:
    """Both voices in one utterance: what lies outside the card's words is the client's."""
    ear = ear_with()
    heard = "je vous aide mieux quand on se parle posément vous êtes nul"
    ticks(ear, heard)
    assert not ear.is_echo(cue("vous êtes nul", heard))


def test_a_word_in_common_makes_no_echo() -> None:
    """« Ensemble » is in the card; a client who says it in a complaint is heard."""
    ear = ear_with()
    heard = "vous êtes nuls tous ensemble"
    ticks(ear, heard)
    assert not ear.is_echo(cue("vous êtes nuls tous ensemble", heard))


def test_the_first_words_of_a_fresh_card_are_its_reading() -> None:
    """The desk has said two words when a cue falls on them; later, so few words are the client's again."""
    for late, echo in ((3.0, True), (FRESH + 5, False)):
        ear = ear_with(card("C'est trop cher, je l'entends. Voyons ensemble."))
        ticks(ear, "c'est trop", at=10.0 + late)
        assert ear.is_echo(cue("c'est trop", "c'est trop", at=10.0 + late)) is echo


def test_on_a_channel_of_its_own_the_client_is_always_heard() -> None:
    """Nothing the client says is taken for the desk where each has a channel."""
    ear = ear_with(shared=False)
    ticks(ear, SAY)
    assert not ear.is_echo(cue("je vous aide mieux quand", "je vous aide mieux quand on se parle posément"))


def finals(*said: tuple[float, str, Side]) -> list[Final]:
    """Return utterances of both sides."""
    return [Final(at, text, number, side=side) for number, (at, text, side) in enumerate(said)]


def test_one_microphone_the_card_read_aloud_ticks_itself_and_brings_no_card() -> None:
    """Through the real matcher: the client insults, the desk reads the card, the screen stays as it is."""
    desk = Desk("fr")
    events = list(desk.follow(finals((5.0, "vous êtes vraiment nul ma pauvre fille", Side.CLIENT))))
    (first,) = [event for event in events if isinstance(event, Card)]
    call = finals((5.0, "vous êtes vraiment nul ma pauvre fille", Side.CLIENT), (30.0, first.say, Side.CLIENT))
    events = list(desk.follow(call))
    assert [event for event in events if isinstance(event, Card)] == [first]
    assert [event.card for event in events if isinstance(event, Said)] == [first.card]


def test_no_shipped_card_read_aloud_brings_a_card_of_its_own() -> None:
    """Every French card whose words hold a cue, read aloud by the desk into the one microphone: nothing happens."""
    folder = shipped("phrasebooks")
    cards = read_cards(folder / "fr", read_families(folder / "families.toml"))
    ear, spotter = DeskEar(), CueSpotter(matcher("fr"))
    loud = 0
    for number, text in enumerate(text for texts in cards.values() for text in texts):
        at = number * 100.0
        ear.shown(card(text.without or text.say, at, text.id))
        heard = Final(at + 6.0, (text.without or text.say).lower().rstrip("?.! "), number)
        ear.hear(heard)
        found = spotter.spot(heard)
        loud += bool(found)
        assert [each for each in found if not ear.is_echo(each)] == [], text.id
    assert loud


def test_the_desk_s_defensive_words_are_marked_with_something_better() -> None:
    """Stereo: « mais ce n'est pas moi » is marked twice, with something better to say; a good answer is not."""
    call = finals(
        (4.0, "mais ce n'est pas moi madame", Side.DESK),
        (9.0, "je comprends je regarde tout de suite", Side.DESK),
        (14.0, "mais ce n'est pas moi", Side.CLIENT),
    )
    marks = [event for event in Desk("fr").follow(call) if isinstance(event, Wording)]
    assert [(mark.words, mark.first, mark.last, mark.utterance, mark.side) for mark in marks] == [
        (("mais",), 0, 0, 0, Side.DESK),
        (("ce", "n'est", "pas", "moi"), 1, 4, 0, Side.DESK),
    ]
    assert all(mark.suggest and mark.at == 4.0 for mark in marks)


def test_some_words_are_wrong_only_after_some_cards() -> None:
    """« C'est la vie » passes in a chat about the weather, and hurts in answer to grief."""
    chat = finals((2.0, "il pleut encore c'est la vie", Side.DESK))
    assert not [event for event in Desk("fr").follow(chat) if isinstance(event, Wording)]
    grief = finals((2.0, "mon chien est mort hier soir", Side.CLIENT), (8.0, "c'est la vie madame", Side.DESK))
    assert [event for event in Desk("fr").follow(grief) if isinstance(event, Wording)]


def test_without_an_ear_the_road_is_the_same() -> None:
    """Cues and cards do not depend on whether the desk is listened to."""
    desk = Desk("fr")
    call = finals((5.0, "ça fait une heure que j'attends", Side.CLIENT), (20.0, "mais enfin madame", Side.DESK))
    with_ear = [event for event in desk.follow(call) if not isinstance(event, Said | Wording)]
    assert list(follow(call, CueSpotter(matcher("fr")), desk.adviser())) == with_ear
