"""Writes what a sheet has changed into the clinic's own files; the files before are kept beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomli

from calmdesk.phrasebook.edit import own_file, own_text, read_own, write_own
from calmdesk.phrasebook.sheet.rows import as_tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from calmdesk.phrasebook.sheet.plan import OwnPart, Plan
    from calmdesk.phrasebook.sheet.rows import Entry

BACKUP = ".before"
"""Added to the name of a file that was written anew."""

_TEXT_KEYS = {"phrases": "say", "match": "text", "no_match": "text"}
_KEPT = ("cooldown", "max_per_call")


def write_plan(plan: Plan, folder: Path) -> list[Path]:
    """Write the files that change, and return them.

    Raises:
        PhrasebookError: a file cannot be written.
    """
    changed = []
    for (part, family), content in plan.items():
        path = own_file(folder, part, family)
        old = read_own(path)
        text = _text(part, family, content, old)
        if _differs(text, old, family):
            if old:
                write_own(path.with_name(path.name + BACKUP), old)
            write_own(path, text)
            changed.append(path)
    return changed


def _text(part: str, family: str, content: OwnPart, old: str) -> str:
    kept = {key: value for key, value in tomli.loads(old).items() if key in _KEPT}
    if content.all_off:
        kept["off"] = True
    off = [] if content.all_off else content.off
    entries = content.entries
    match part:
        case "phrases":
            stops = [entry["say"] for entry in entries["not"]]
            lists = {"phrases": _short(entries["phrases"], "say"), "not": stops, "off": off}
            return own_text(old, family, kept, lists)
        case "cards":
            return own_text(old, family, {}, {"off": off}, entries["cards"])
    lists = {key: _short(entries[key], "text") for key in ("match", "no_match")}
    return own_text(old, family, {}, lists)


def _short(entries: list[Entry], text_key: str) -> list[Any]:
    """Return entries as an author writes them: one that is only a text as a text."""
    return [entry[text_key] if entry.keys() == {text_key} else entry for entry in entries]


def _differs(text: str, old: str, family: str) -> bool:
    return _sense(tomli.loads(text)) != _sense({"family": family} | tomli.loads(old))


def _sense(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a file says, however its author wrote it: a text alone or as a table, an empty list or none."""
    return {
        key: _short(as_tables(value, _TEXT_KEYS[key]), _TEXT_KEYS[key]) if key in _TEXT_KEYS else value
        for key, value in data.items()
        if value != []
    }
