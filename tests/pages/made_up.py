"""One of each page, of calls and incidents that nobody had."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import Side
from calmdesk.incidents import page as incident_pages
from calmdesk.incidents.texts import Texts
from calmdesk.incidents.trends import Trends
from calmdesk.phrasebook import folders
from calmdesk.phrasebook.families import read_families
from calmdesk.review import texts as review_texts
from calmdesk.review.facts import Envelope
from calmdesk.review.gather import with_envelopes
from calmdesk.review.many.compare import CardAt, Comparison, compare
from calmdesk.review.many.facts import CallFacts, FoundCue, ShownCard
from calmdesk.review.many.page import compare_page, trends_page
from calmdesk.review.many.texts import read_texts
from calmdesk.review.many.trends import count
from calmdesk.review.page import review_page
from incidents.made_up import MONDAY, incident
from review.made_up import hostile_call, shipped_call
from review.many.conftest import made_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONG: Final = "2026-11-23_09h15_poste-1_numero-masque_duree-inconnue_madame-dupont"
"""The name of a recording, as some recorders give them."""

CALLS: Final = 150


@cache
def families() -> tuple[str, ...]:
    """Return the names of all families."""
    source = folders.find("fr", shipped_only=True)
    return tuple(read_families(source.families))


def trends(text: str = "", lang: str = "fr") -> str:
    """Return the page of half a year of calls with every family in them; names and phrases are ``text`` if given."""
    return trends_page(count(_calls(text)), read_texts(lang))


def _calls(text: str) -> Iterator[CallFacts]:
    chance = random.Random(6)  # noqa: S311  # no secret
    for number in range(CALLS):
        called = [chance.choice(families()) for _ in range(3)]
        cues = tuple(FoundCue(chance.uniform(5, 300), name, text or f"la phrase de {name}", 0.85) for name in called)
        cards = tuple(ShownCard(cue.at, cue.family, f"{cue.family}.1", 2, cue.phrase, cue.score) for cue in cues)
        began = made_up().began + timedelta(days=number * 1.2, hours=number % 9)
        name = text or f"lundi/{LONG}-{number}.wav"
        yield replace(made_up(name), began=began, seconds=chance.uniform(20, 900), cues=cues, cards=cards)


def comparison(text: str = "", lang: str = "fr") -> str:
    """Return the page of two phrasebooks on calls in which a card of every family comes, vanishes or moves."""
    made = Comparison(text or "fr", text or "essai/fr")
    said = tuple((text or "ça fait une heure que j'attends").split())
    for place, family in enumerate(families()):
        say = text or "Vous attendez depuis longtemps, je l'entends."
        before = [CardAt(10.0 + place, family, text or f"{family}.1", said, say)]
        after = [replace(before[0], at=15.0 + place), replace(before[0], at=90.0)] if place % 3 else []
        made.add(compare(text or f"mardi/{LONG}-{place}.heard.jsonl", before, after))
    made.unread.append(text or "cassé.jsonl")
    return compare_page(made, read_texts(lang))


def register(text: str = "") -> str:
    """Return the register of some facts."""
    told = dict.fromkeys(("note", "measures", "follow_up", "author"), text) if text else {}
    words = {"words": (text,)} if text else {}
    facts = [incident(number=number, **told, **words) for number in range(1, 5)]
    return incident_pages.register_page(facts, Texts("fr"), MONDAY, text or "la clinique du Parc")


def incidents(text: str = "") -> str:
    """Return the page of half a year of incidents, of every family."""
    weeks = tuple(MONDAY.date() + timedelta(weeks=number) for number in range(26))
    named = (*families(), text) if text else families()
    counts = {(week, name): 1 + (at * place) % 4 for at, week in enumerate(weeks) for place, name in enumerate(named)}
    totals = {week: sum(counts[week, name] for name in named) for week in weeks}
    return incident_pages.trends_page(Trends(weeks, named, counts, totals), Texts("fr"))


def review(text: str = "") -> str:
    """Return the page of a call with both waveforms."""
    facts = hostile_call(text) if text else shipped_call("insultes")
    wave = tuple(20 + 13 * number % 71 for number in range(500))
    envelopes = [Envelope(side, facts.seconds / len(wave), wave) for side in Side]
    return review_page(with_envelopes(facts, envelopes), review_texts.read_texts("fr"))


PAGES: Final[dict[str, Callable[..., str]]] = {
    "trends": trends,
    "comparison": comparison,
    "register": register,
    "incidents": incidents,
    "review": review,
}
"""Every kind of page, by name; with a text, that stands wherever strangers' words do."""
