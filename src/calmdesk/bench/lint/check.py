"""Checks one language: what was wrong while reading, then what the matcher finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calmdesk.bench.lint import cards, cases, phrases, rehearsals, twins
from calmdesk.bench.lint.material import Checked, read_everything
from calmdesk.bench.lint.vocabulary import unheard_words
from calmdesk.errors import ModelError
from calmdesk.phrasebook import folders
from calmdesk.phrasebook.branch import count
from calmdesk.phrasebook.problems import Level, Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from calmdesk.bench.lint.cases import Outcome
    from calmdesk.phrasebook.folders import Source

SAMPLE = 12
"""Phrases, and sentences of each kind, of each family that a quick check tries: some thousand take ten seconds."""

_EXAMPLES = 8


@dataclass(frozen=True, slots=True)
class Wish:
    """How to check: ``model`` is the folder of a speech model; ``everything`` tries every phrase and sentence."""

    model: Path | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found in one language.

    ``counts``: how much of everything there is and was tried. ``missed`` and ``fired``: sentences that must match and
    do not, and the reverse, as text with its place. ``unheard``: words that the speech model does not know.
    """

    lang: str
    problems: tuple[Problem, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    missed: tuple[str, ...] = ()
    fired: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()

    def of(self, level: Level) -> list[Problem]:
        """Return the problems of one level."""
        return [problem for problem in self.problems if problem.level is level]


def check(lang: str, wish: Wish | None = None) -> Report:
    """Check a language, the clinic's own phrases laid over the shipped ones, beside all other languages."""
    others = [folders.find(other) for other in folders.languages() if other != lang]
    return check_source(folders.find(lang), others, wish or Wish())


def check_source(source: Source, others: Iterable[Source], wish: Wish) -> Report:
    """Check a phrasebook wherever it lies; phrases that cannot be read are not put to the matcher."""
    lang = source.lang
    checked = read_everything(source)
    problems = Problems()
    problems.extend(checked.found)
    counts = _counts(checked)
    cases.too_few_cases(checked, problems)
    cards.check_cards(checked, problems)
    rehearsals.check_rehearsals(checked, problems)
    inventories = [twins.take_inventory(other) for other in others]
    twins.drifted(twins.take_inventory(source), inventories, checked.families, problems)
    if not checked.phrases_read:
        return Report(lang, tuple(problems.unique), counts)
    outcomes = _match(checked, problems, counts, everything=wish.everything)
    unheard = _check_vocabulary(checked, wish.model, problems, counts)
    missed = tuple(f"{o.case.where}: {o.case.family}: {o.case.text}" for o in outcomes if o.missed)
    fired = tuple(f"{o.case.where}: {o.case.family}: {o.case.text}" for o in outcomes if o.fired)
    return Report(lang, tuple(problems.unique), counts, missed, fired, unheard)


def _match(checked: Checked, problems: Problems, counts: dict[str, int], *, everything: bool) -> list[Outcome]:
    """Put phrases and sentences to the matcher; what it finds goes into ``problems`` and ``counts``."""
    each = None if everything else SAMPLE
    phrases.weak_phrases(checked, problems)
    counts["phrases tried"] = phrases.try_phrases(checked, problems, each)
    outcomes = cases.put_to_matcher(checked, each)
    counts |= _tally(outcomes)
    if checked.has_opinion:
        counts |= _tally_alone(outcomes)
    cases.wrong_families(checked, outcomes, problems, sampled=not everything)
    cases.harmless_fired(checked, outcomes, problems)
    return outcomes


def _counts(checked: Checked) -> dict[str, int]:
    return {
        "phrases": len(checked.book.phrases),
        "wordings": count(branch for phrase in checked.book.phrases for branch in phrase.branches),
        "cards": sum(map(len, checked.decks.values())),
        "cases": len(checked.cases),
    }


def _tally(outcomes: list[Outcome]) -> dict[str, int]:
    harmless = [outcome for outcome in outcomes if not outcome.case.labels]
    return {
        "cases tried": len(outcomes),
        "must match": sum(outcome.case.must_match for outcome in outcomes),
        "missed": sum(outcome.missed for outcome in outcomes),
        "must not match": sum(not outcome.case.must_match for outcome in outcomes),
        "fired": sum(outcome.fired for outcome in outcomes),
        "harmless": len(harmless),
        "harmless fired": sum(bool(outcome.hits) for outcome in harmless),
    }


def _tally_alone(outcomes: list[Outcome]) -> dict[str, int]:
    return {
        "missed alone": sum(outcome.missed_alone for outcome in outcomes),
        "fired alone": sum(outcome.fired_alone for outcome in outcomes),
        "harmless fired alone": sum(bool(outcome.alone) for outcome in outcomes if not outcome.case.labels),
    }


def _check_vocabulary(
    checked: Checked, path: Path | None, problems: Problems, counts: dict[str, int]
) -> tuple[str, ...]:
    """Warn of words that the model found for the language cannot hear; no model, no warning."""
    from calmdesk.speech import models  # noqa: PLC0415  # needs Vosk

    try:
        found = models.find(checked.source.lang, path)
        unheard, counts["words"] = unheard_words(checked, models.load(found))
    except ModelError:
        if path:
            raise
        return ()
    counts["words unheard"] = len(unheard)
    if unheard:
        problems.warn(
            checked.source.folder,
            "the speech model {model} does not know {count} of {all} words of the phrases, such as {words}",
            "install a larger model; -v names them",
            model=found.name,
            count=len(unheard),
            all=counts["words"],
            words=", ".join(word for word, _ in unheard.most_common(_EXAMPLES)),
        )
    return tuple(word for word, _ in unheard.most_common())
