"""What to say that hangs on no family, from ``flow.toml``: long talk, broken record, closing, connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.phrasebook.cards import CARD_KEYS, CardText, read_card, wording_of
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.table import Table

if TYPE_CHECKING:
    from pathlib import Path

SECTIONS = ("long_talk", "broken_record", "closing", "connection", "acknowledge", "breathe")


def read_flow(folder: Path, own: Path | None = None) -> dict[str, tuple[CardText, ...]]:
    """Read the cards of each section; those a clinic adds come after the shipped ones. The file may be missing.

    Raises:
        PhrasebookError: every problem found.
    """
    problems = Problems()
    flow = read_all_flow(folder, problems, own)
    problems.raise_if_any()
    return flow


def read_all_flow(folder: Path, problems: Problems, own: Path | None = None) -> dict[str, tuple[CardText, ...]]:
    """Read as ``read_flow`` does, and leave it to the caller to raise."""
    wording = wording_of(folder, problems, own)
    flow: dict[str, tuple[CardText, ...]] = dict.fromkeys(SECTIONS, ())
    for place, path in (("", folder / "flow.toml"), ("own.", own / "flow.toml" if own else None)):
        if path is None:
            continue
        table = Table(TomlFile(path, problems, needed=False), problems)
        table.refuse_unknown(SECTIONS)
        for section in SECTIONS:
            for number, card in enumerate(table.tables(section), 1):
                card.refuse_unknown(CARD_KEYS)
                flow[section] += (read_card(f"flow.{section}.{place}{number}", card, wording),)
    return flow
