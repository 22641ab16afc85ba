"""Incidents for other programs: a table that spreadsheets open, and JSON."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Final

from calmdesk.spreadsheet import write_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.incidents.incident import Incident
    from calmdesk.incidents.texts import Texts

FORMAT: Final = "calmdesk-incidents"

HEADS: Final = (
    "number", "date", "time", "families", "rung", "exact words", "description", "measures", "follow-up", "noted by",
)  # fmt: skip


def write_csv(incidents: Iterable[Incident], file: IO[str], texts: Texts, delimiter: str = ";") -> None:
    """Write a table, a line per incident; an apostrophe stands before what a spreadsheet would take for a formula.

    Args:
        incidents: in this order.
        file: opened with ``newline=""``.
        texts: the language of the heads and families.
        delimiter: a semicolon suits Excel where commas stand in numbers.
    """
    rows = (_cells(incident, texts) for incident in incidents)
    write_table([texts.say(head) for head in HEADS], rows, file, delimiter)


def write_json(incidents: Iterable[Incident], file: IO[str]) -> None:
    """Write one JSON document: ``format``, ``version`` and ``incidents``, an object each; one line an incident."""
    file.write(f'{{"format": "{FORMAT}", "version": 1, "incidents": [')
    for number, incident in enumerate(incidents):
        file.write(",\n" if number else "\n")
        file.write(json.dumps(as_json(incident), ensure_ascii=False))
    file.write("\n]}\n")


def as_json(incident: Incident) -> dict[str, object]:
    """Return an incident as JSON knows it; ``at`` in ISO 8601 with the desk's time zone."""
    return {
        "number": incident.number,
        "at": incident.at.isoformat(),
        "families": list(incident.families),
        "rung": incident.rung,
        "words": list(incident.words),
        "note": incident.note,
        "measures": incident.measures,
        "follow_up": incident.follow_up,
        "author": incident.author,
    }


def _cells(incident: Incident, texts: Texts) -> list[str]:
    return [
        str(incident.number),
        texts.day(incident.at),
        incident.at.strftime("%H:%M"),
        texts.titles(incident.families),
        str(incident.rung),
        "\n".join(incident.words),
        incident.note,
        incident.measures,
        incident.follow_up,
        incident.author,
    ]
