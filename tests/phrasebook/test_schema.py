"""The schemas that editors use, put to the files that ship and to what the readers know."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from jsonschema import Draft7Validator

from calmdesk.advice.decision import Outcome
from calmdesk.overlay.labels import KEY_HINTS, PROMPTS, Labels
from calmdesk.phrasebook import cards, cases, families, flow, language, phrases, read, thresholds, wording
from calmdesk.places import shipped
from calmdesk.privacy import notice
from calmdesk.redaction import rules
from calmdesk.rehearsal import reader as rehearsals
from calmdesk.rehearsal import scenario
from calmdesk.rehearsal import texts as rehearsal
from calmdesk.review import points
from calmdesk.soundcheck import findings, steps
from calmdesk.soundcheck import texts as soundcheck

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BOOKS = shipped("phrasebooks")
KINDS = sorted(path.stem for path in (BOOKS / "schema").glob("*.json"))


def schema(kind: str) -> dict[str, Any]:
    """Return the schema of a kind of file."""
    found: dict[str, Any] = json.loads((BOOKS / "schema" / f"{kind}.json").read_text(encoding="utf-8"))
    return found


def files(kind: str) -> list[Path]:
    """Return the shipped files of a kind."""
    if kind == "families":
        return [BOOKS / "families.toml"]
    return sorted({*BOOKS.glob(f"*/{kind}.toml"), *BOOKS.glob(f"*/{kind}/*.toml")})


def complaints(kind: str, data: object) -> list[str]:
    """Return what an editor would underline."""
    return [f"{error.json_path}: {error.message}" for error in Draft7Validator(schema(kind)).iter_errors(data)]


@pytest.mark.parametrize("kind", KINDS)
def test_what_ships_is_not_underlined(kind: str) -> None:
    """An author who opens a shipped file in an editor sees no red line."""
    Draft7Validator.check_schema(schema(kind))
    assert files(kind)
    for path in files(kind):
        assert complaints(kind, tomli.loads(path.read_text(encoding="utf-8"))) == [], path


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_mistyped_is_underlined(kind: str) -> None:
    """The editor says at once what a check would say later."""
    wrong = {"tiers": 3} if kind != "families" else {"insult": {"tiers": 3}}
    assert complaints(kind, wrong)


def keys(kind: str, *path: str) -> set[str]:
    """Return the keys that a schema allows at a place: a property's name, or « * » for any item of a list."""
    node = schema(kind)
    for step in path:
        node = _items(node) if step == "*" else _inner(node, step)
    return set(node["properties"])


def _inner(node: dict[str, Any], step: str) -> dict[str, Any]:
    found: dict[str, Any] = node["additionalProperties"] if step == "any" else node["properties"][step]
    return found


def _items(node: dict[str, Any]) -> dict[str, Any]:
    options = node["items"].get("oneOf", [node["items"]])
    found: dict[str, Any] = next(option for option in options if "properties" in option)
    return found


def _pairs() -> Iterator[tuple[set[str], set[str] | frozenset[str]]]:
    yield keys("phrases"), phrases.OWN_FILE_KEYS
    yield keys("phrases", "phrases", "*"), phrases.OWN_PHRASE_KEYS
    yield keys("cards"), cards.OWN_FILE_KEYS
    yield keys("cards", "cards", "*"), cards.OWN_CARD_KEYS
    yield keys("cases"), cases.FILE_KEYS
    yield keys("cases", "match", "*"), cases.MATCH_KEYS
    yield keys("cases", "no_match", "*"), cases.NO_MATCH_KEYS
    yield keys("families", "any"), families.KNOWN_KEYS
    yield keys("language"), language.KNOWN_KEYS
    yield keys("language", "guards", "any"), read.GUARD_KEYS
    yield keys("language", "thresholds"), thresholds.KNOWN_KEYS
    yield keys("lists"), {"lists", "rules"}
    yield keys("wording"), wording.OWN_FILE_KEYS
    yield keys("wording", "words", "*"), wording.WORD_KEYS
    yield keys("flow"), set(flow.SECTIONS)
    for section in flow.SECTIONS:
        yield keys("flow", section, "*"), cards.CARD_KEYS
    texts = {name for name, kind in Labels.__annotations__.items() if kind == "str"}
    yield keys("screen"), {"help", "steps", "rungs", "labels", "keys", "prompts", "families"}
    yield keys("screen", "labels"), texts
    yield keys("privacy"), notice.KEYS
    yield keys("redaction"), rules.TABLES
    for table, known in rules.KEYS.items():
        yield keys("redaction", table), known
    yield keys("screen", "keys"), KEY_HINTS
    yield keys("soundcheck", "labels"), set(soundcheck.Labels.__annotations__)
    yield keys("soundcheck", "steps"), set(steps.Stage)
    yield keys("soundcheck", "ways"), {"always", *soundcheck.SYSTEMS}
    yield keys("soundcheck", "findings"), set(findings.KINDS)
    yield keys("screen", "prompts"), PROMPTS
    yield keys("review", "points"), set(points.KINDS)
    yield keys("review", "outcomes"), {outcome.replace(" ", "_") for outcome in Outcome}
    yield keys("rehearsals"), rehearsals.FILE_KEYS
    yield keys("rehearsals", "turns", "*"), rehearsals.TURN_KEYS
    yield keys("rehearsals", "ends", "*"), rehearsals.END_KEYS
    yield keys("rehearsal", "words"), set(rehearsal.LIST_KEYS)
    yield keys("rehearsal", "labels"), set(rehearsal.LABEL_KEYS)
    yield keys("rehearsal", "ends"), set(scenario.Kind)


@pytest.mark.parametrize(("offered", "read_by_us"), list(_pairs()))
def test_the_editor_knows_what_the_reader_knows(offered: set[str], read_by_us: set[str]) -> None:
    """A key the editor offers is one the reader accepts, and the reverse."""
    assert offered == set(read_by_us)
