"""The whole proof of a phrasebook: from what is to be measured to the facts of the run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from calmdesk.bench.calls import play
from calmdesk.bench.evidence import LOWEST, curve, gather
from calmdesk.bench.gate import compare
from calmdesk.bench.report import Report
from calmdesk.bench.slips import slips

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from calmdesk.bench.book import Book
    from calmdesk.bench.measure import Contender, Run
    from calmdesk.bench.noise import Noise
    from calmdesk.bench.scores import Outcome

CURVE_STEPS = tuple(round(float(step), 2) for step in np.arange(LOWEST, 1.001, 0.02))


@dataclass(frozen=True)
class Rival:
    """What a run is compared with: the outcomes of another phrasebook on the same rows, or those of an earlier run."""

    name: str
    outcomes: Callable[[], Sequence[Outcome]]


@dataclass(frozen=True)
class Proof:
    """What is to be found out.

    Args:
        language: code of the language.
        book: the phrasebook.
        desk: the phrasebook at work.
        run: what it is measured on.
        noise: spoils the sentences, needed for ``rates``.
        rates: word error rates to measure at, besides none.
        play_calls: whether call scripts are also played through the desk, turn by turn.
        with_curve: whether the strictness is swept for the precision-recall curve.
        taught: whether the rows are the cases the second opinion was learned from.
        rival: what to compare with.
    """

    language: str
    book: Book
    desk: Contender
    run: Run
    noise: Noise | None = None
    rates: Sequence[float] = ()
    seed: int = 0
    play_calls: bool = False
    with_curve: bool = False
    taught: bool = False
    rival: Rival | None = field(default=None)


def prove(proof: Proof) -> Report:
    """Measure everything that was asked for.

    Raises:
        HeardFileError: a row is labelled with a family that there is not.
        UsageError: the rival shares no row with this run.
    """
    run, desk, book = proof.run, proof.desk, proof.book
    run.check(book.families)
    clean = run.level(desk)
    noisy = [run.noisy(desk, proof.noise, rate, clean) for rate in proof.rates] if proof.noise else []
    rival = proof.rival
    return Report(
        language=proof.language,
        book=book.source.folder.name,
        digest=book.digest,
        seed=proof.seed,
        held_out=str(run.held_out or ""),
        measured=run.measured,
        levels=(clean, *noisy),
        estimated=bool(run.rows),
        taught=proof.taught and book.opinion is not None,
        counted=run.counted(desk),
        calls=tuple(play(script, desk.follow) for script in run.scripts) if proof.play_calls else (),
        slips=tuple(slips(clean.outcomes, desk.matcher)),
        curve=tuple(curve(gather(run.rows, book), book.language.thresholds, CURVE_STEPS)) if proof.with_curve else (),
        comparison=compare(clean.outcomes, rival.outcomes(), rival.name) if rival else None,
    )
