"""The talk: what softens the client, what hardens, what the look back tells; and that it always ends."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.errors import SettingsError
from calmdesk.phrasebook import folders
from calmdesk.rehearsal import review
from calmdesk.rehearsal.reader import scenario_files
from calmdesk.rehearsal.room import Room
from calmdesk.rehearsal.scenario import MOST_TENSION, Kind, Tone
from calmdesk.rehearsal.words import wordings_of

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.rehearsal.talk import Talk

ROOMS = {lang: Room.of(lang) for lang in folders.languages() if scenario_files(folders.find(lang))}
SHIPPED = [(lang, name) for lang, room in ROOMS.items() for name in scenario_files(room.source)]


def calming(talk: Talk, room: Room) -> str:
    """Return an answer that acknowledges, in words of the language's own list."""
    words = wordings_of(room.texts.lists.acknowledge[0], room.language)[0]
    return f"{' '.join(words)}, {talk.scenario.animal}."


def defensive(room: Room) -> str:
    """Return an answer of words to avoid."""
    return " ".join(room.wording.avoided[0].wordings[0])


def attente() -> Talk:
    """Return a French talk: a client who waits."""
    return ROOMS["fr"].talk("attente")


def test_enough_ships() -> None:
    """Eight families at least in the first language, and something to begin with in every other."""
    french = [ROOMS["fr"].talk(name).scenario for lang, name in SHIPPED if lang == "fr"]
    assert len({scenario.opening.family for scenario in french} - {""}) >= 8
    assert set(ROOMS) == set(folders.languages())


@pytest.mark.parametrize(("lang", "name"), SHIPPED)
def test_calming_answers_lead_to_a_good_end(lang: str, name: str) -> None:
    """Whoever acknowledges, turn after turn, ends with a client at ease, who never got tenser on the way."""
    room = ROOMS[lang]
    talk = room.talk(name)
    tensions = [talk.tension]
    while not talk.ending:
        assert talk.answer(calming(talk, room)).answer.tone is Tone.CALM
        tensions.append(talk.tension)
    assert talk.ending.kind is Kind.RESOLVED
    assert tensions == sorted(tensions, reverse=True)
    assert talk.says


@pytest.mark.parametrize(("lang", "name"), SHIPPED)
def test_defensive_answers_lead_to_the_hard_end(lang: str, name: str) -> None:
    """Whoever defends gets a client who hangs up, and is told what to say instead each time."""
    room = ROOMS[lang]
    talk = room.talk(name)
    while not talk.ending:
        exchange = talk.answer(defensive(room))
        assert exchange.answer.tone is Tone.HARD
        assert all(found.suggest for found in exchange.answer.avoided)
    assert talk.ending.kind is Kind.HUNG_UP


@pytest.mark.parametrize(("lang", "name"), SHIPPED)
def test_the_card_read_aloud_calms(lang: str, name: str) -> None:
    """The sentence the desk would have shown is always a good answer."""
    room = ROOMS[lang]
    talk = room.talk(name)
    while not talk.ending:
        card = talk.card
        exchange = talk.answer(card.say if card else calming(talk, room))
        assert exchange.answer.tone is Tone.CALM
        assert bool(exchange.answer.card) == bool(card)
    assert talk.ending.kind is Kind.RESOLVED


@given(st.lists(st.text(max_size=60), min_size=120, max_size=120), st.sampled_from(SHIPPED))
def test_any_answers_end_the_talk(answers: list[str], shipped: tuple[str, str]) -> None:
    """Whatever is said, the client comes to an end: no rehearsal goes round in circles."""
    lang, name = shipped
    talk = ROOMS[lang].talk(name)
    for answer in answers:
        if talk.ending:
            break
        talk.answer(answer)
        assert 0 <= talk.tension <= MOST_TENSION
    assert talk.ending
    assert len(talk.exchanges) <= 2 * len(talk.scenario.turns)
    json.dumps(review.facts(talk, lang))


@pytest.mark.parametrize(
    ("said", "tone"),
    [
        ("Je comprends, quarante minutes c'est long.", Tone.CALM),
        ("je comprends pas", Tone.NEUTRAL),
        ("Je comprends, mais il y a du monde.", Tone.HARD),
        ("Encore un quart d'heure.", Tone.CALM),
        ("Vous préférez rester, ou revenir demain ?", Tone.CALM),
        ("Calmez-vous, ce n'est pas moi.", Tone.HARD),
        ("Nala, oui.", Tone.NEUTRAL),
        ("", Tone.NEUTRAL),
    ],
)
def test_what_an_answer_does(said: str, tone: Tone) -> None:
    """Words that acknowledge, help or offer calm; words to avoid undo them; neither leaves the client as before."""
    assert attente().answer(said).answer.tone is tone


@pytest.mark.parametrize(
    ("name", "said", "tone"),
    [
        ("deuil", "Toutes mes condoléances.", Tone.CALM),
        ("attente", "Je suis désolée.", Tone.CALM),
        ("urgence", "Il a une cyanose.", Tone.NEUTRAL),
        ("deuil", "Ce n'était qu'un chien, il était vieux.", Tone.HARD),
        ("deuil", "D'accord, l'incinérer ? C'est cent euros.", Tone.HARD),
        ("assurance", "Ce n'est pas nous, c'est votre assurance.", Tone.HARD),
        ("bavarde", "Venez-en au fait, je n'ai pas le temps.", Tone.HARD),
        ("drague", "Haha merci, c'est gentil !", Tone.HARD),
        ("drague", "Arrêtez, vous êtes lourd.", Tone.HARD),
        ("drague", "Revenons à Max, ces remarques me mettent mal à l'aise.", Tone.CALM),
        ("erreur", "C'est ma collègue qui s'est trompée.", Tone.HARD),
        ("sait_tout", "Vous n'êtes pas vétérinaire, monsieur.", Tone.HARD),
        ("argent", "On va chercher ensemble.", Tone.CALM),
    ],
)
def test_clients_take_answers_as_people_do(name: str, said: str, tone: Tone) -> None:
    """Nobody hangs up at an apology or a word of the trade; everybody minds being told off, or told the price first."""
    assert ROOMS["fr"].talk(name).answer(said).answer.tone is tone


def test_words_said_again_are_told_once() -> None:
    """Who says « je comprends » three times reads it once in the look back, in the order things were said."""
    talk = attente()
    talk.answer("Je comprends. Désolée, oui, je comprends, jamais, vraiment je comprends, jamais jamais.")
    (turn,) = review.facts(talk, "fr")["turns"]
    assert turn["acknowledged"] == ["Je comprends", "Désolée"]
    assert [each["words"] for each in turn["words_to_avoid"]] == ["jamais"]


def test_the_client_presses_once_and_then_takes_it_badly() -> None:
    """An answer that says nothing is asked for again; the second time the client is tenser."""
    talk = attente()
    talk.answer("Hum.")
    assert talk.says == talk.scenario.presses
    talk.answer("Hum.")
    assert talk.says == talk.scenario.turns["cris"].says
    assert talk.tension == 4


def test_the_look_back(tmp_path: Path) -> None:
    """It quotes what was acknowledged, what to avoid with what to say instead, and the card; it gives no marks."""
    talk = attente()
    talk.answer("Je comprends, Nala a peur. Un quart d'heure dehors, ou demain ?")
    talk.answer("C'est toujours comme ça.")
    talk.leave()
    found = review.facts(talk, "fr")
    first, second = found["turns"]
    assert (first["acknowledged"], first["animal_named"], first["then_client"]) == (["Je comprends"], True, "softer")
    assert first["card"]["say"]
    assert first["card"]["why"]
    assert [each["words"] for each in second["words_to_avoid"]] == ["toujours"]
    assert "plus fréquemment" in second["words_to_avoid"][0]["suggest"]
    assert found["end"] == "left"
    assert not any(isinstance(value, float) for turn in found["turns"] for value in turn.values())
    path = tmp_path / "look.json"
    review.write(found, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text(encoding="utf-8")) == found
    with pytest.raises(SettingsError, match="is there already"):
        review.write(found, path)


def test_control_characters_are_taken_out() -> None:
    """What is pasted into an answer cannot clear the screen of whoever reads the look back."""
    exchange = attente().answer("je \x1b[2Jcomprends \u202e!")
    assert exchange.answer.text == "je comprends !"
    assert exchange.answer.acknowledged == ("je comprends",)
