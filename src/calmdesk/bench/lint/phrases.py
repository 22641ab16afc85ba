"""Phrases that prove too little, that cannot fire, or that fire for another family."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.bench.lint.sampling import spread
from calmdesk.phrasebook.branch import Slot, spoken
from calmdesk.phrasebook.problems import Level, Problem, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calmdesk.bench.lint.material import Checked
    from calmdesk.cues.match import Hit
    from calmdesk.phrasebook.book import Phrase
    from calmdesk.phrasebook.branch import Branch
    from calmdesk.phrasebook.language import Language
    from calmdesk.phrasebook.problems import Problems

_SHORTEST_WORD = 3
"""Letters: a phrase of one shorter content word would be heard everywhere."""

_LITTLE = 1.0
"""Weight from which on words of grammar prove something together: « c'est pas moi c'est vous »."""

_NOTHING = 0.75
"""Weight below which they prove nothing: « encore à ça »."""

_SEED = 20_261_123


def weak_phrases(checked: Checked, problems: Problems) -> None:
    """Note phrases that prove nothing, and warn of those that may be heard as little more than words of grammar."""
    language = checked.book.language
    for phrase in checked.book.phrases:
        weakness = weakness_of(phrase, language)
        if weakness:
            note = problems.add if weakness.level is Level.ERROR else problems.warn
            note(phrase.where, weakness.says, weakness.mend, **weakness.details)


def weakness_of(phrase: Phrase, language: Language) -> Problem | None:
    """Return what makes a phrase prove too little, an error where it proves nothing; None for a good one."""
    if phrase.branches and all(_heaviest(branch, language) < _NOTHING for branch in phrase.branches):
        says = "« {template} » holds only words of grammar, and would be heard everywhere"
        return _weakness(phrase, says, Level.ERROR)
    for branch in phrase.branches:
        short = _short_word(branch, language)
        if short and phrase.strict is None:
            says = "« {template} » may be heard as « {words} » alone: too short to prove anything"
            return _weakness(phrase, says, Level.ERROR, short)
    for branch in phrase.branches:
        bare = _without_sense(branch, language)
        if bare and sum(map(language.weight, bare)) < _LITTLE:
            says = "« {template} » may be heard as « {words} »: only words of grammar"
            return _weakness(phrase, says, Level.WARNING, " ".join(bare))
    return None


def _weakness(phrase: Phrase, says: str, level: Level, words: str = "") -> Problem:
    details = {"template": shortened(phrase.text), "words": words}
    return Problem(phrase.where, says, "add a word that carries sense", level, details)


def _heaviest(branch: Branch, language: Language) -> float:
    """Return the weight of the words that must be heard, where there is a choice the heaviest."""
    return sum(max(sum(map(language.weight, wording)) for wording in slot.wordings) for slot in _needed(branch))


def _without_sense(branch: Branch, language: Language) -> list[str]:
    """Return the lightest way of saying a branch with words of grammar alone; empty when there is none."""
    words: list[str] = []
    for slot in _needed(branch):
        bare = [wording for wording in slot.wordings if not any(map(language.is_content, wording))]
        if not bare:
            return []
        words.extend(min(bare, key=lambda wording: sum(map(language.weight, wording))))
    return words


def _needed(branch: Branch) -> list[Slot]:
    return [part for part in branch if isinstance(part, Slot) and not part.optional]


def _short_word(branch: Branch, language: Language) -> str:
    needed = _needed(branch)
    if len(needed) != 1:
        return ""
    lone = (wording[0] for wording in needed[0].wordings if len(wording) == 1)
    return next((word for word in lone if len(word) < _SHORTEST_WORD and language.is_content(word)), "")


@dataclass(frozen=True, slots=True)
class _Trial:
    """A phrase said aloud, and what the matcher made of it."""

    phrase: Phrase
    text: str
    hits: list[Hit]

    @property
    def told(self) -> set[str]:
        return {hit.family for hit in self.hits if not hit.stopped_by}

    @property
    def stopped_by(self) -> str:
        return next((hit.stopped_by for hit in self.hits if hit.family == self.phrase.family), "")


def try_phrases(checked: Checked, problems: Problems, each: int | None) -> int:
    """Say phrases aloud, ``each`` of a family (None: all), and warn of those that are not what they should be.

    Returns:
        How many were said.
    """
    trials = list(_say_phrases(checked, each))
    _silent(trials, problems)
    _overlapping(trials, problems)
    return len(trials)


def _say_phrases(checked: Checked, each: int | None) -> Iterator[_Trial]:
    draw = random.Random(_SEED)  # noqa: S311  # an example, not a secret
    by_family: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in checked.book.phrases:
        if phrase.branches:
            by_family[phrase.family].append(phrase)
    for phrases in by_family.values():
        for phrase in spread(phrases, each):
            text = spoken(phrase.branches[0], draw.choice)
            yield _Trial(phrase, text, checked.matcher.examine(text))


def _silent(trials: Iterable[_Trial], problems: Problems) -> None:
    for trial in trials:
        phrase = trial.phrase
        if phrase.family not in trial.told and not phrase.requires_negation and not phrase.anchors:
            says = "« {template} » does not fire on its own words, « {text} »: stopped by {guard}"
            mend = "change it, or what stops it"
            guard = trial.stopped_by or "score"
            problems.warn(phrase.where, says, mend, template=shortened(phrase.text), text=trial.text, guard=guard)


def _overlapping(trials: Iterable[_Trial], problems: Problems) -> None:
    """Warn once of each pair of families whose phrases hold each other's words, with the first example."""
    pairs: dict[tuple[str, str], list[tuple[_Trial, Hit]]] = defaultdict(list)
    for trial in trials:
        for hit in trial.hits:
            if not hit.stopped_by and hit.family != trial.phrase.family:
                pairs[trial.phrase.family, hit.family].append((trial, hit))
    for (family, other), found in pairs.items():
        trial, hit = found[0]
        problems.warn(
            trial.phrase.where,
            "{count} phrase(s) of {family} also fire {other}: « {text} » holds « {template} »",
            "see whether both are meant",
            count=len(found),
            family=family,
            other=other,
            text=trial.text,
            template=shortened(hit.phrase),
        )
