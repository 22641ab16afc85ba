"""The rows that went wrong, each with what would help to mend it: phrases that fired, and those that came near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calmdesk.bench.scores import Outcome
    from calmdesk.cues.match import Hit, Matcher


@dataclass(frozen=True, slots=True)
class Trace:
    """A hit or a near miss: ``stopped_by`` is what kept it back, empty for a cue."""

    family: str
    phrase: str
    score: float
    words: str
    stopped_by: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A row with missed or wrong cues; ``near`` holds what came near to the missed ones, ``fired`` the wrong ones."""

    id: str
    heard: str
    labels: tuple[str, ...]
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    near: tuple[Trace, ...] = ()
    fired: tuple[Trace, ...] = ()


def slips(outcomes: Iterable[Outcome], matcher: Matcher) -> Iterator[Slip]:
    """Yield the rows that went wrong, examined once more."""
    for outcome in outcomes:
        labels, found = outcome.row.labels, outcome.found
        if labels != found:
            hits = matcher.examine(outcome.heard)
            yield Slip(
                id=outcome.row.id,
                heard=outcome.heard,
                labels=tuple(sorted(labels)),
                missed=tuple(sorted(labels - found)),
                wrong=tuple(sorted(found - labels)),
                near=tuple(_trace(hit) for hit in hits if hit.stopped_by and hit.family in labels - found),
                fired=tuple(_trace(hit) for hit in hits if not hit.stopped_by and hit.family in found - labels),
            )


def _trace(hit: Hit) -> Trace:
    return Trace(hit.family, hit.phrase, hit.score, " ".join(hit.words), hit.stopped_by)
