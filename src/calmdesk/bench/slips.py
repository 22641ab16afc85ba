"""The rows that went wrong, each with what would help to mend it: phrases that fired, and those that came near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.bench.scores import Trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calmdesk.bench.scores import Outcome
    from calmdesk.cues.match import Matcher


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
    """Yield the rows that went wrong; those that missed a cue are examined once more for what came near."""
    for outcome in outcomes:
        missed, wrong = outcome.row.labels - outcome.found, outcome.found - outcome.row.labels
        if missed or wrong:
            yield Slip(
                id=outcome.row.id,
                heard=outcome.heard,
                labels=tuple(sorted(outcome.row.labels)),
                missed=tuple(sorted(missed)),
                wrong=tuple(sorted(wrong)),
                near=tuple(_near(outcome.heard, missed, matcher)),
                fired=tuple(cue for cue in outcome.cues if cue.family in wrong),
            )


def _near(heard: str, missed: frozenset[str], matcher: Matcher) -> Iterator[Trace]:
    for hit in matcher.examine(heard) if missed else ():
        if hit.stopped_by and hit.family in missed:
            yield Trace(hit.family, hit.phrase, hit.score, " ".join(hit.words), hit.stopped_by)
