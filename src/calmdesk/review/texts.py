"""The page's texts in one language, read from ``phrasebooks/<language>/review.toml`` and checked."""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from calmdesk.advice.decision import Outcome
from calmdesk.errors import PhrasebookError
from calmdesk.messages import say
from calmdesk.overlay.labels import read_labels, shipped_labels
from calmdesk.overlay.style import clock
from calmdesk.pages.spaces import unbroken
from calmdesk.phrasebook import folders
from calmdesk.places import shipped
from calmdesk.review.points import KINDS
from calmdesk.toml_text import BrokenTomlError, parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from calmdesk.overlay.labels import Labels
    from calmdesk.review.facts import NoticeFact
    from calmdesk.review.points import Point

NAME: Final = "review.toml"
FALLBACK: Final = "en"
"""The language of a phrasebook without a file of its own."""


@dataclass(frozen=True)
class Texts:
    """The texts of one language: ``page.t.player``, by their path in the file without the table."""

    lang: str
    data: Mapping[str, Mapping[str, str]]

    def __getitem__(self, key: str) -> str:
        """Return a label of the page."""
        return unbroken(self.data["labels"][key])

    def outcome(self, outcome: str) -> str:
        """Return what became of a cue, in words; empty where that is not known."""
        return unbroken(self.data["outcomes"].get(outcome.replace(" ", "_"), ""))

    def point(self, point: Point) -> str:
        """Return a moment to discuss as a sentence."""
        details = {**point.details, "at": clock(point.at), "family": self.title(point.family) if point.family else ""}
        return unbroken(self.data["points"][point.kind].format(**details))

    def notice(self, notice: NoticeFact) -> str:
        """Return something about the recording or the machine as a sentence."""
        return say(notice.message, notice.details, self.lang)

    def title(self, family: str) -> str:
        """Return a family's title."""
        return self._screen.title(family)

    def rung(self, rung: int) -> str:
        """Return the name of a step of the ladder."""
        names = self._screen.rungs
        return names[min(rung, len(names)) - 1] if rung > 0 else self["no_rung"]

    def seconds(self, seconds: float) -> str:
        """Return a length of time to be read."""
        return f"{seconds:.1f}".replace(".", self["decimal"]) + "\N{NO-BREAK SPACE}s"

    def share(self, part: float, whole: float) -> str:
        """Return a share in percent."""
        return f"{100 * part / whole if whole else 0:.0f}\N{NO-BREAK SPACE}%"

    def clock(self, at: float) -> str:
        """Return call time as mm:ss."""
        return clock(at)

    @cached_property
    def _screen(self) -> Labels:
        own = folders.find(self.lang).newest("screen.toml")
        return read_labels(own) if own else shipped_labels(FALLBACK)

    @property
    def titles(self) -> dict[str, str]:
        """The titles of all families, by family, in the order of the alphabet."""
        return dict(sorted(self._screen.families.items(), key=lambda pair: pair[1].casefold()))


def read_texts(lang: str) -> Texts:
    """Read the texts of a language; one whose phrasebook has none is told in English.

    Raises:
        PhrasebookError: the file cannot be read, or names every text that is missing, unknown or no template.
    """
    path = folders.find(lang).newest(NAME)
    return Texts(lang, read_file(path)) if path else Texts(FALLBACK, read_file(_english()))


def _english() -> Path:
    return shipped("phrasebooks") / FALLBACK / NAME


def read_file(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Read and check a ``review.toml``; the English one says which labels there are.

    Raises:
        PhrasebookError: as ``read_texts``.
    """
    data = _read(path)
    labels = _read(_english())["labels"]
    if wrong := sorted(_wrong(data, {name: _places(text) for name, text in labels.items()})):
        raise PhrasebookError(
            "in {path}, these texts are missing, or not what they should be: {keys}",
            hint="compare it with the review.toml of another language",
            path=path,
            keys=", ".join(wrong),
        )
    return data


def _read(path: Path) -> dict[str, Any]:
    try:
        return parse_toml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, BrokenTomlError) as error:
        raise PhrasebookError(
            "cannot read the texts in {path}: {reason}",
            hint="compare it with the review.toml of another language",
            path=path,
            reason=error,
        ) from error


def _wrong(data: Mapping[str, Any], labels: Mapping[str, set[str] | None]) -> Iterator[str]:
    """Yield the places of texts that are missing, mean nothing, or name details they have not."""
    needed: dict[str, Mapping[str, set[str] | None]] = {
        "labels": labels,
        "points": {kind: {*details, "at", "family"} for kind, details in KINDS.items()},
        "outcomes": {outcome.value.replace(" ", "_"): set() for outcome in Outcome},
    }
    yield from (name for name in data if name not in needed)
    for name, texts in needed.items():
        table = data.get(name)
        if not isinstance(table, dict):
            yield f"[{name}]"
            continue
        yield from (f"{name}.{key}" for key in table if key not in texts)
        for key, known in texts.items():
            places = _places(table.get(key))
            if places is None or not places <= (known or set()):
                yield f"{name}.{key}"


def _places(text: object) -> set[str] | None:
    """Return what a template names in braces, None where it is no template."""
    if not isinstance(text, str) or not text:
        return None
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:  # a brace without its other half
        return None
