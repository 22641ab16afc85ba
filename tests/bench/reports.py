"""A small run, proved for the tests of what shows and keeps its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.made_up import row
from bench.test_measure import contender, run
from calmdesk.bench.material import Sentences
from calmdesk.bench.noise import Noise
from calmdesk.bench.proof import Proof, Rival, prove
from calmdesk.bench.sound_alikes import SoundAlikes

if TYPE_CHECKING:
    from calmdesk.bench.book import Book
    from calmdesk.bench.report import Report

ROWS = (
    row("d-1", "vous êtes vraiment des incapables", "insult"),
    row("d-2", "ça fait une heure que j'attends", "waiting"),
    row("d-3", "c'est de votre faute et j'attends", "blame", "waiting"),
    row("d-4", "vous êtes nul\x1b[31m", "blame"),
    row("n-1", "vous êtes ouverts demain"),
    row("n-2", "je viens demain avec mon chien"),
)


def proved(book: Book) -> Report:
    """Return the facts of a run with noise, a curve and a rival that did as well."""
    measured = run([Sentences("rows.jsonl", ROWS)])
    desk = contender(book)
    before = measured.outcomes(desk)
    return prove(
        Proof(
            language="fr",
            book=book,
            desk=desk,
            run=measured,
            noise=Noise(SoundAlikes(book.words, book.language.sounds), book.language, 1),
            rates=(0.2,),
            seed=1,
            with_curve=True,
            rival=Rival("last.json", lambda: before),
        )
    )
