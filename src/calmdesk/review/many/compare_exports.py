"""A comparison of two phrasebooks for other programs: as plain values, and as a table for a spreadsheet."""

from __future__ import annotations

from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any, Final

from calmdesk.review.many.texts import plain
from calmdesk.spreadsheet import write_table

if TYPE_CHECKING:
    from calmdesk.review.many.compare import CardAt, Change, Comparison

COLUMNS: Final = ("call", "change", "family", "a_at", "a_card", "a_say", "b_at", "b_card", "b_say", "because")


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as a JSON object; names are as they are, for programs that look for the files."""
    return {
        **{name: getattr(comparison, name) for name in ("a", "b", "calls", "cards_a", "cards_b", "unread")},
        "totals": {kind.value: count for kind, count in comparison.totals.items()},
        "changed": [asdict(call) for call in comparison.changed],
    }


def write_csv(comparison: Comparison, file: IO[str]) -> None:
    """Write a row per change, times in seconds of the call; ``file`` is opened with ``newline=""``."""
    write_table(COLUMNS, (_row(call.call, change) for call in comparison.changed for change in call.changes), file)


def _row(call: str, change: Change) -> list[str]:
    cards = (*_cells(change.a), *_cells(change.b))
    because = next(card.because for card in (change.b, change.a) if card)
    return [plain(cell) for cell in (call, change.kind, change.family, *cards, " ".join(because))]


def _cells(card: CardAt | None) -> tuple[str, str, str]:
    return (str(card.at), card.card, card.say) if card else ("", "", "")
