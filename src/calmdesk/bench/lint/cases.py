"""The phrasebook's own sentences put to the matcher: what is missed, what fires and must not."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from calmdesk.bench.lint.sampling import spread
from calmdesk.phrasebook.problems import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from calmdesk.bench.lint.material import Checked
    from calmdesk.cues.match import Hit
    from calmdesk.phrasebook.cases import Case
    from calmdesk.phrasebook.problems import Problems, Where

ENOUGH_MATCH, ENOUGH_NO_MATCH = 15, 10
"""How many sentences of each kind a family should have."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence and the cues it brought."""

    case: Case
    hits: tuple[Hit, ...]

    @property
    def missed(self) -> bool:
        """Tell whether it must match its own family and does not."""
        return self.case.must_match and all(hit.family != self.case.family for hit in self.hits)

    @property
    def fired(self) -> bool:
        """Tell whether it must not match its own family and does."""
        return not self.case.must_match and any(hit.family == self.case.family for hit in self.hits)

    @property
    def wrong_hits(self) -> list[Hit]:
        """The cues of families that are not in it."""
        return [hit for hit in self.hits if hit.family not in self.case.labels]


def put_to_matcher(checked: Checked, each: int | None) -> list[Outcome]:
    """Match sentences: of each family ``each`` that must match and as many that must not (None: all)."""
    groups: dict[tuple[str, bool], list[Case]] = defaultdict(list)
    for case in checked.cases:
        groups[case.family, case.must_match].append(case)
    cases = [case for group in groups.values() for case in spread(group, each)]
    return [Outcome(case, tuple(checked.matcher.cues(case.text))) for case in cases]


def too_few_cases(checked: Checked, problems: Problems) -> None:
    """Warn of families with too few sentences, or without any that must not match."""
    count = Counter((case.family, case.must_match) for case in checked.cases)
    for family in checked.families:
        path = checked.source.folder / "cases" / f"{family}.toml"
        match, no_match = count[family, True], count[family, False]
        if not no_match:
            problems.warn(path, "{family} has no sentence that must not match", "add some look-alikes", family=family)
        elif no_match < ENOUGH_NO_MATCH:
            says = "{family} has {count} sentences that must not match, {enough} are wanted"
            problems.warn(path, says, family=family, count=no_match, enough=ENOUGH_NO_MATCH)
        if match < ENOUGH_MATCH:
            says = "{family} has {count} sentences that must match, {enough} are wanted"
            problems.warn(path, says, family=family, count=match, enough=ENOUGH_MATCH)


def wrong_families(checked: Checked, outcomes: Iterable[Outcome], problems: Problems, *, sampled: bool) -> None:
    """Note families that miss, or fire on, more of their own sentences than ``families.toml`` allows.

    Where only some were tried (``sampled``), what may be chance is let pass.
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
            problems.add(path, says, "add phrases, or raise may_miss", family=family, count=sum(match), all=len(match))
        no_match = [row.fired for row in rows if not row.case.must_match]
        if sum(no_match) > _allowed(limits.may_fire, len(no_match), sampled=sampled):
            says = "{family} fires on {count} of {all} sentences that must not match"
            mend = "make its phrases longer, or raise may_fire"
            problems.add(path, says, mend, family=family, count=sum(no_match), all=len(no_match))


def _allowed(share: float, count: int, *, sampled: bool) -> float:
    """Return how many of ``count`` may go wrong; two standard deviations more in a sample."""
    return share * count + (2 * sqrt(count * share * (1 - share)) if sampled else 0)


def harmless_fired(checked: Checked, outcomes: Iterable[Outcome], problems: Problems) -> None:
    """Warn of each phrase that fires on a sentence which holds no cue at all."""
    places = {(phrase.family, phrase.text): phrase.where for phrase in checked.book.phrases}
    found: dict[tuple[str, str], list[tuple[Outcome, Hit]]] = defaultdict(list)
    for outcome in outcomes:
        for hit in outcome.hits if not outcome.case.labels else ():
            found[hit.family, hit.phrase].append((outcome, hit))
    for (family, phrase), rows in found.items():
        _warn_of(phrase, family, rows, places, problems)


def _warn_of(
    phrase: str,
    family: str,
    rows: Sequence[tuple[Outcome, Hit]],
    places: Mapping[tuple[str, str], Where],
    problems: Problems,
) -> None:
    outcome, hit = rows[0]
    problems.warn(
        places.get((family, phrase), outcome.case.where),
        "« {template} » fires {family} on {count} harmless sentence(s): « {text} », because of « {words} »",
        family=family,
        count=len(rows),
        text=outcome.case.text,
        words=" ".join(hit.words),
        template=shortened(phrase),
    )
