"""The look back at a talk, as plain facts: what was said, and what could be said. It gives no marks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from calmdesk.errors import SettingsError
from calmdesk.rehearsal.scenario import Tone
from calmdesk.whole_file import put_in_place

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.phrasebook.wording import Defensive
    from calmdesk.rehearsal.talk import Exchange, Talk

_CLIENT = {Tone.CALM: "softer", Tone.NEUTRAL: "unmoved", Tone.HARD: "harder"}


def facts(talk: Talk, lang: str) -> dict[str, Any]:
    """Return the talk, turn by turn, as values that JSON can hold."""
    ending = talk.ending
    return {
        "scenario": talk.scenario.name,
        "title": talk.scenario.title,
        "lang": lang,
        "end": ending.kind.value if ending else "",
        "last_words": ending.says if ending else "",
        "turns": [_turn(exchange) for exchange in talk.exchanges],
    }


def _turn(exchange: Exchange) -> dict[str, Any]:
    answer, card = exchange.answer, exchange.card
    return {
        "turn": exchange.turn.id,
        "family": exchange.turn.family,
        "tension": exchange.turn.tension,
        "client": exchange.says,
        "answer": answer.text,
        "then_client": _CLIENT[answer.tone],
        "acknowledged": list(answer.acknowledged),
        "helped": list(answer.helped),
        "choices": list(answer.choices),
        "animal_named": answer.named,
        "card_said": answer.card,
        "words_to_avoid": _each_once([_avoided(found) for found in answer.avoided]),
        "card": {"say": card.say, "why": card.text.why, "avoid": card.text.avoid} if card else None,
    }


def _avoided(found: Defensive) -> dict[str, str]:
    words = " ".join(found.words).strip(".,;:!?… ")
    return {"words": words, "suggest": found.suggest, "why": found.why, "kind": found.kind}


def _each_once(found: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return what was found without what was found before: one « jamais » tells what five would."""
    return [each for place, each in enumerate(found) if each not in found[:place]]


def write(found: dict[str, Any], path: Path) -> None:
    """Write the facts where the user asked for them; only its owner may read the file.

    Raises:
        SettingsError: it is there already, or cannot be written; then nothing of it is there.
    """
    if path.exists() or path.is_symlink():
        raise SettingsError("{path} is there already", hint="choose another name, or remove it", path=path)
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    try:
        with put_in_place(path) as file:
            file.write(text.encode())
    except OSError as error:
        raise SettingsError("cannot write the look back to {path}: {reason}", path=path, reason=error) from error
