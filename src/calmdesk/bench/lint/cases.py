"""The phrasebook's own sentences put to the matcher: what is missed, what fires and must not."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from calmdesk.bench.lint.sampling import spread
from calmdesk.phrasebook.own import SECOND_OPINION
from calmdesk.phrasebook.problems import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calmdesk.bench.lint.material import Checked
    from calmdesk.cues.match import Hit
    from calmdesk.phrasebook.cases import Case
    from calmdesk.phrasebook.problems import Problems

ENOUGH_MATCH, ENOUGH_NO_MATCH = 15, 10
"""How many sentences of each kind a family should have."""

_HELD_BACK = "second opinion"
"""What the matcher says has stopped a hit that the second opinion doubts."""

_FIRES = "« {template} » fires {family} on {count} harmless sentence(s): « {text} », because of « {words} »"
_STOPPED = (
    "only the second opinion keeps « {template} » from firing {family} on {count} harmless sentence(s): « {text} », "
    "because of « {words} »"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence and the cues it brought: of the phrases ``alone``, and as a call would have them, ``hits``."""

    case: Case
    hits: tuple[Hit, ...]
    alone: tuple[Hit, ...]

    @property
    def missed(self) -> bool:
        """Tell whether it must match its own family and does not."""
        return _missed(self.case, self.hits)

    @property
    def fired(self) -> bool:
        """Tell whether it must not match its own family and does."""
        return _fired(self.case, self.hits)

    @property
    def missed_alone(self) -> bool:
        """Tell whether the phrases alone would miss it."""
        return _missed(self.case, self.alone)

    @property
    def fired_alone(self) -> bool:
        """Tell whether the phrases alone would fire."""
        return _fired(self.case, self.alone)


def _missed(case: Case, hits: Iterable[Hit]) -> bool:
    return case.must_match and all(hit.family != case.family for hit in hits)


def _fired(case: Case, hits: Iterable[Hit]) -> bool:
    return not case.must_match and any(hit.family == case.family for hit in hits)


def put_to_matcher(checked: Checked, each: int | None) -> list[Outcome]:
    """Match sentences: of each family ``each`` that must match and as many that must not (None: all)."""
    groups: dict[tuple[str, bool], list[Case]] = defaultdict(list)
    for case in checked.cases:
        groups[case.family, case.must_match].append(case)
    cases = [case for group in groups.values() for case in spread(group, each)]
    return [_outcome(case, checked.shipped_matcher.examine(case.text)) for case in cases]


def _outcome(case: Case, found: Sequence[Hit]) -> Outcome:
    """Return what came of a sentence; what the second opinion held back, or brought, the phrases alone would not."""
    hits = tuple(hit for hit in found if not hit.stopped_by)
    alone = tuple(hit for hit in found if hit.stopped_by in {"", _HELD_BACK} and hit.phrase != SECOND_OPINION)
    return Outcome(case, hits, alone)


def too_few_cases(checked: Checked, problems: Problems) -> None:
    """Note families without a sentence that must not match; warn of those with too few sentences."""
    count = Counter((case.family, case.must_match) for case in checked.cases)
    for family in checked.families:
        path = checked.source.folder / "cases" / f"{family}.toml"
        match, no_match = count[family, True], count[family, False]
        if not no_match:
            problems.add(path, "{family} has no sentence that must not match", "add some look-alikes", family=family)
        elif no_match < ENOUGH_NO_MATCH:
            says = "{family} has {count} sentences that must not match, {enough} are wanted"
            problems.warn(path, says, family=family, count=no_match, enough=ENOUGH_NO_MATCH)
        if match < ENOUGH_MATCH:
            says = "{family} has {count} sentences that must match, {enough} are wanted"
            problems.warn(path, says, family=family, count=match, enough=ENOUGH_MATCH)


def wrong_families(checked: Checked, outcomes: Iterable[Outcome], problems: Problems, *, sampled: bool) -> None:
    """Warn of families that miss, or fire on, more of their own sentences than ``families.toml`` allows.

    What counts is what a call would have: the phrases, and the second opinion where there is one. Where only some
    sentences were tried (``sampled``), what may be chance is let pass.
    """
    by_family: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_family[outcome.case.family].append(outcome)
    for family, rows in by_family.items():
        limits = checked.families.get(family)
        if limits is None:
            continue
        path = checked.source.folder / "cases" / f"{family}.toml"
        match = [row.missed for row in rows if row.case.must_match]
        if sum(match) > _allowed(limits.may_miss, len(match), sampled=sampled):
            says = "{family} misses {count} of {all} sentences that must match"
            problems.warn(path, says, "add phrases, or raise may_miss", family=family, count=sum(match), all=len(match))
        no_match = [row.fired for row in rows if not row.case.must_match]
        if sum(no_match) > _allowed(limits.may_fire, len(no_match), sampled=sampled):
            says = "{family} fires on {count} of {all} sentences that must not match"
            mend = "make its phrases longer, or raise may_fire"
            problems.warn(path, says, mend, family=family, count=sum(no_match), all=len(no_match))


def _allowed(share: float, count: int, *, sampled: bool) -> float:
    """Return how many of ``count`` may go wrong; two standard deviations more in a sample."""
    return share * count + (2 * sqrt(count * share * (1 - share)) if sampled else 0)


def harmless_fired(checked: Checked, outcomes: Iterable[Outcome], problems: Problems) -> None:
    """Warn of each phrase that fires on a sentence which holds no cue at all, or that only the second opinion stops."""
    places = {(phrase.family, phrase.text): phrase.where for phrase in checked.book.phrases}
    found: dict[tuple[str, str, bool], list[tuple[Case, Hit]]] = defaultdict(list)
    for outcome in outcomes:
        for hit in dict.fromkeys((*outcome.hits, *outcome.alone)) if not outcome.case.labels else ():
            found[hit.family, hit.phrase, not hit.stopped_by].append((outcome.case, hit))
    for (family, phrase, fires), rows in found.items():
        case, hit = rows[0]
        problems.warn(
            places.get((family, phrase), case.where),
            _FIRES if fires else _STOPPED,
            family=family,
            count=len(rows),
            text=case.text,
            words=" ".join(hit.words),
            template=shortened(phrase),
        )
