"""``docs/practice.md``: every piece of advice is carried by a card that says it, or by a rule that is tested."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli

from calmdesk.phrasebook.cards import TEXT_KEYS, read_cards
from calmdesk.phrasebook.families import read_families
from calmdesk.phrasebook.flow import read_flow
from calmdesk.places import PACKAGE, shipped

ROOT = Path(__file__).parents[1]
FRENCH = shipped("phrasebooks") / "fr"
CARDS = {
    card.id: card
    for cards in (read_cards(FRENCH, read_families(FRENCH.parent / "families.toml")) | read_flow(FRENCH)).values()
    for card in cards
}
SUGGESTED = [each["suggest"] for each in tomli.loads((FRENCH / "wording.toml").read_text(encoding="utf-8"))["words"]]


class Row(NamedTuple):
    """A row of the table."""

    practice: str
    carried_by: list[str]
    words: str

    @property
    def cards(self) -> list[str]:
        """Return the cards it names: neither a module nor a test."""
        return [name for name in self.carried_by if ".py" not in name]


def rows() -> list[Row]:
    """Return the table's rows."""
    lines = (ROOT / "docs" / "practice.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| ")]
    assert all(len(row) == 3 for row in cells)
    return [Row(practice, re.findall(r"`([^`]+)`", carriers), words) for practice, carriers, words in cells[1:]]


ROWS = rows()


def test_the_table_is_there() -> None:
    """A hundred pieces of advice, each once, each carried by something."""
    assert len(ROWS) >= 100
    assert len({row.practice for row in ROWS}) == len(ROWS)
    assert [row.practice for row in ROWS if not row.carried_by] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.practice)
def test_what_carries_the_advice_exists(row: Row) -> None:
    """The card, the module, the test: none has been renamed or removed behind the table's back."""
    for name in row.carried_by:
        file, _, test = name.partition("::")
        if test:
            text = (ROOT / "tests" / "advice" / file).read_text(encoding="utf-8")
            assert f"def {test}(" in text
        elif file.endswith(".py"):
            assert (PACKAGE / file).is_file()
        else:
            assert name in CARDS


@pytest.mark.parametrize("row", [row for row in ROWS if row.cards], ids=lambda row: row.practice)
def test_the_card_says_the_words(row: Row) -> None:
    """The quote stands in a field of the card: cards may be rewritten, the advice must stay in them."""
    for name in row.cards:
        assert row.words
        assert any(row.words in getattr(CARDS[name], key) for key in TEXT_KEYS)


@pytest.mark.parametrize("row", [row for row in ROWS if not row.cards], ids=lambda row: row.practice)
def test_advice_without_a_card_is_a_tested_rule_or_a_word_to_avoid(row: Row) -> None:
    """A rule is shown by a test; what not to say is in ``wording.toml`` with the quoted words to say instead."""
    if row.words == "–":
        assert any("::" in name for name in row.carried_by)
    else:
        assert "phrasebook/wording.py" in row.carried_by
        assert row.words in SUGGESTED
