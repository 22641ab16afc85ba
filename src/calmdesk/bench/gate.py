"""Compares two runs over the same sentences and says whether the new one is worse by more than chance.

A figure is *worse* when it moved the wrong way and the 95 % interval of its change, drawn pairwise over the same
sentences, lies wholly on the wrong side of 0. Four sentences that all fall the same way are enough for that, one or two
are not. Precision, recall and the share of harmless sentences fired are guarded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from calmdesk.bench.bootstrap import Figure, difference
from calmdesk.errors import CalmdeskError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calmdesk.bench.scores import Outcome

GUARDED = {"precision": -1, "recall": -1, "fired": +1}
"""The figures a gate guards, and the direction that is worse."""

COMPARED = (*GUARDED, "f1", "false_cards_per_hour")


class RegressionError(CalmdeskError):
    """A phrasebook has become worse."""

    exit_code: ClassVar[int] = 7


@dataclass(frozen=True, slots=True)
class Comparison:
    """How each figure has changed since ``against``, over the ``rows`` that both runs share.

    ``left_out`` rows are in only one of the runs, or have another text or other labels there. ``worse`` names the
    guarded figures that fell by more than chance.
    """

    against: str
    rows: int
    left_out: int
    changes: Mapping[str, Figure]
    worse: tuple[str, ...]

    def raise_if_worse(self) -> None:
        """Raise ``RegressionError`` when a guarded figure is worse."""
        if self.worse:
            raise RegressionError(
                "worse than {against}: {figures}",
                hint="calmdesk phrasebook bench -v shows the sentences that were missed or fired",
                against=self.against,
                figures=", ".join(self.worse),
            )


def compare(now: Sequence[Outcome], before: Sequence[Outcome], against: str) -> Comparison:
    """Compare two runs.

    Raises:
        UsageError: they share no row.
    """
    earlier = {_key(outcome): outcome for outcome in before}
    shared = [(outcome, earlier[_key(outcome)]) for outcome in now if _key(outcome) in earlier]
    if not shared:
        raise UsageError(
            "this run and {against} share no sentence: there is nothing to compare",
            hint="measure the same files, and the same --held-out part of them",
            against=against,
        )
    pairs = [list(side) for side in zip(*shared, strict=True)]
    changes = {name: difference(pairs[0], pairs[1], name) for name in COMPARED}
    worse = tuple(name for name, direction in GUARDED.items() if _worse(changes[name], direction))
    return Comparison(against, len(shared), len(now) + len(before) - 2 * len(shared), changes, worse)


def _key(outcome: Outcome) -> tuple[str, str, frozenset[str]]:
    return outcome.row.id, outcome.row.text, outcome.row.labels


def _worse(change: Figure, direction: int) -> bool:
    return min(change.value * direction, change.low * direction, change.high * direction) > 0
