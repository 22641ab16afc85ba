from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bench.made_up import row
from bench.test_table import shown, tell
from calmdesk.bench.book import Book
from calmdesk.bench.evidence import by_opinion, by_phrase, count, curve, gather
from calmdesk.bench.tune import Limits, measure_with, tune
from calmdesk.bench.tune_table import tune_tables
from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook.folders import OPINION
from calmdesk.phrasebook.thresholds import Thresholds

if TYPE_CHECKING:
    from calmdesk.bench.labelled import Labelled

SENTENCES = (
    [row(f"i{n}", f"vous êtes vraiment des incapables {n}", "insult") for n in range(20)]
    # Words of others in between: only a low strictness finds these.
    + [row(f"b{n}", f"c'est chat votre chien faute {n}", "blame") for n in range(10)]
    + [row(f"n{n}", f"bonjour madame {n}") for n in range(40)]
)


def rows() -> list[Labelled]:
    """Return sentences: some insults that are found easily, some blame that is not, many harmless ones."""
    return list(SENTENCES)


def test_the_evidence_says_what_the_matcher_says(book: Book) -> None:
    """Whatever the thresholds, counting arrays and running the matcher come to the same."""
    evidence = gather(rows(), book)
    for strict in (0.74, 0.84, 0.92):
        thresholds = replace(book.language.thresholds, strict=strict)
        counts = count(evidence, by_phrase(evidence, thresholds) | by_opinion(evidence, thresholds))
        assert counts == measure_with(thresholds, rows(), book)


def test_what_is_found_falls_with_strictness(book: Book) -> None:
    """The curve goes from finding much to finding surely."""
    points = curve(gather(rows(), book), book.language.thresholds, [0.72, 0.84, 0.96])
    recalls = [point.recall for point in points]
    assert recalls == sorted(recalls, reverse=True)
    assert {point.second_opinion for point in points} == {False}


def test_a_part_of_the_evidence_is_that_of_its_sentences(book: Book) -> None:
    """Halves of the sentences can be tried apart; together they are the whole."""
    evidence = gather(rows(), book)
    odd = np.arange(len(SENTENCES)) % 2 == 1
    thresholds = Thresholds()
    halves = [evidence.part(chosen) for chosen in (odd, ~odd)]
    rights = [count(half, by_phrase(half, thresholds)).right for half in halves]
    assert sum(rights) == count(evidence, by_phrase(evidence, thresholds)).right


def test_tuning_finds_more_within_the_limits(book: Book) -> None:
    """Where nothing harmless is near, a lower strictness is recommended; the limits are kept."""
    now = Thresholds(strict=0.96)
    tuned = tune(gather(rows(), book), list(book.families), now, Limits())
    assert tuned.within
    assert tuned.best.counts.recall > tuned.now.counts.recall
    assert tuned.best.counts.precision >= 0.92
    assert tuned.best.thresholds.doubt == now.doubt
    assert len({setting.thresholds.strict for setting in tuned.tried}) == len(tuned.tried)


def test_limits_that_cannot_be_kept_recommend_nothing(book: Book) -> None:
    """Sentences that are labelled against the phrases: no thresholds help, and none are written."""
    against = [row(f"x{n}", "vous êtes vraiment des incapables") for n in range(20)]
    tuned = tune(gather(against, book), list(book.families), Thresholds(), Limits())
    assert not tuned.within
    with pytest.raises(PhrasebookError, match=r"no thresholds reach a precision of 0\.92"):
        tuned.raise_if_without(Limits())


def test_the_second_opinion_is_tuned_where_there_is_one(own_book: Book) -> None:
    """With a learned model its thresholds are sought too, and the curve is drawn with and without it."""
    pytest.importorskip("sklearn")
    from calmdesk.bench.learn import learn  # noqa: PLC0415  # needs an extra

    learn(own_book.cases, own_book.language).save(own_book.source.folder / OPINION)
    taught = Book.of(own_book.source.folder)
    evidence = gather(rows(), taught)
    assert evidence.opinionated
    assert len({point.second_opinion for point in curve(evidence, Thresholds(), [0.84])}) == 2
    tuned = tune(evidence, list(taught.families), taught.language.thresholds, Limits())
    proved = measure_with(tuned.best.thresholds, rows(), taught)
    assert abs(proved.right - tuned.best.counts.right) <= 2


def test_the_search_is_shown_as_a_table(book: Book) -> None:
    """The best of each strictness, what is in use and what is recommended, within 80 columns."""
    tuned = tune(gather(rows(), book), list(book.families), Thresholds(), Limits())
    proved = measure_with(tuned.best.thresholds, rows(), book)
    families = {"insult": 0.8}
    lines = shown(tune_tables(replace(tuned, families=families), Limits(), proved, tell), 200).splitlines()
    assert max(len(line.rstrip()) for line in lines) <= 80
    assert any(line.startswith("recommended") for line in lines)
    assert any(line.startswith("in use") for line in lines)
    assert any("strictness of their own: insult 0.80" in line for line in lines)


def test_a_family_that_needs_a_strictness_of_its_own_is_named(book: Book) -> None:
    """Where one family is found only at a strictness at which another fires wrongly, the two are told apart."""
    blame = [row(f"b{n}", "c'est chat votre chien faute", "blame") for n in range(20)]
    harmless = [row(f"h{n}", "vous êtes chat nul") for n in range(20)]
    insults = [row(f"i{n}", "vous êtes des incapables", "insult") for n in range(20)]
    tuned = tune(gather(blame + harmless + insults, book), list(book.families), Thresholds(), Limits(0.95, 0.01))
    assert tuned.best.thresholds.strict > 0.86
    assert tuned.families["blame"] < 0.75
    assert tuned.gained.recall == 1.0
