"""``calmdesk phrasebook bench``, ``tune`` and ``learn``: a phrasebook's proof, before it is used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli import options
from calmdesk.errors import PhrasebookError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from calmdesk.bench.report import Report
    from calmdesk.bench.table import Tell

_STALE = "the second opinion of {language} was not learned from the cases as they are now"

_files = click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]…")
_held_out = click.option(
    "--held-out",
    metavar="N/K",
    help="Measure only the sentences whose number leaves N when divided by K (0/5); not-0/5: all the others.",
)


@click.command("bench")
@options.lang
@_files
@click.option("--calls", is_flag=True, help="Play call scripts through the desk: the card after each turn.")
@click.option("--noise", metavar="RATES", default="", help="Also measure at these word error rates: 0.1,0.2,0.3.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the noise.")
@click.option("--against", type=click.Path(path_type=Path), help="Compare with a phrasebook's folder or a kept --json.")
@click.option("--gate", is_flag=True, help="With --against: exit with 7 when it is worse by more than chance.")
@click.option("--json", "keep", type=click.Path(path_type=Path, dir_okay=False), help="Keep all facts in this file.")
@click.option("--picture", type=click.Path(path_type=Path, dir_okay=False), help="Draw the run (.svg or .png).")
@_held_out
@click.option("--no-opinion", is_flag=True, help="Leave the second opinion out: the phrases alone.")
@options.model
@click.option("-v", "--verbose", is_flag=True, help="Show each sentence that went wrong, and what came near.")
def bench(
    lang: str,
    files: tuple[Path, ...],
    calls: bool,
    noise: str,
    seed: int,
    against: Path | None,
    gate: bool,
    keep: Path | None,
    picture: Path | None,
    held_out: str | None,
    no_opinion: bool,
    model: Path | None,
    verbose: bool,
) -> None:
    """Measure a phrasebook on sentences and calls whose cues are known.

    FILE is a file of labelled JSON lines, a call script (.json), a saved stream of heard events (.jsonl) or a
    recording; a stream or a recording is judged by the script of the same name beside it. Without FILE the
    phrasebook's own cases are measured.
    """
    from calmdesk.bench import picture as pictures  # noqa: PLC0415  # heavy
    from calmdesk.bench.facts_file import write_facts  # noqa: PLC0415  # heavy
    from calmdesk.bench.proof import prove  # noqa: PLC0415  # heavy
    from calmdesk.cli import proving  # noqa: PLC0415  # heavy

    if gate and not against:
        raise UsageError("--gate needs something to compare with", hint="add --against FOLDER or --against LAST.json")
    if picture:
        pictures.check(picture)
    curve = picture is not None
    wanted = proving.Wanted(lang, files, calls, noise, seed, against, held_out, no_opinion, model, curve)
    report = prove(proving.proof_of(wanted))
    tell = proving.tell_in(lang)
    _print(report, tell, proving.console(), verbose=verbose)
    if keep:
        write_facts(report, keep)
    if picture:
        pictures.draw(report, picture, tell)
    if gate and report.comparison:
        report.comparison.raise_if_worse()


@click.command("tune")
@options.lang
@_files
@click.option("--precision", type=click.FloatRange(0, 1), default=0.92, show_default=True, help="To be kept at least.")
@click.option(
    "--fired", type=click.FloatRange(0, 1), default=0.015, show_default=True, help="Share of harmless ones, at most."
)
@_held_out
@click.option("--write", is_flag=True, help="Write the recommended values into language.toml.")
def tune(lang: str, files: tuple[Path, ...], precision: float, fired: float, held_out: str | None, write: bool) -> None:
    """Find the thresholds that find most at the precision that is promised.

    FILE holds labelled sentences or call scripts, other than the phrasebook's cases: the second opinion was learned
    from those, and knows them by heart. With --write the values go into language.toml; its comments stay.
    """
    from calmdesk.bench.evidence import gather  # noqa: PLC0415  # heavy
    from calmdesk.bench.recommend import write_thresholds  # noqa: PLC0415  # heavy
    from calmdesk.bench.tune import Limits, measure_with  # noqa: PLC0415  # heavy
    from calmdesk.bench.tune import tune as search  # noqa: PLC0415  # heavy
    from calmdesk.bench.tune_table import tune_tables  # noqa: PLC0415  # heavy
    from calmdesk.cli import proving  # noqa: PLC0415  # heavy

    if not files:
        raise UsageError(
            "tuning needs sentences of its own: the second opinion was learned from the phrasebook's cases",
            hint="calmdesk phrasebook tune FILE, labelled JSON lines or call scripts",
        )
    book = proving.book_of(lang)
    run = proving.run_of(files, book, lang, None, held_out)
    run.check(book.families)
    limits = Limits(precision, fired)
    tuned = search(gather(run.rows, book), list(book.families), book.language.thresholds, limits)
    proved = measure_with(tuned.best.thresholds, run.rows, book)
    for each in tune_tables(tuned, limits, proved, proving.tell_in(lang)):
        proving.console().print(each)
    if write:
        tuned.raise_if_without(limits)
        target = proving.own_folder(lang) / "language.toml"
        write_thresholds(target, tuned.best.thresholds)
        click.echo(proving.tell_in(lang)("written to {path}", path=target))


@click.command("learn")
@options.lang
@click.option("--check", is_flag=True, help="Write nothing; exit with 5 when it was learned from other cases.")
def learn(lang: str, check: bool) -> None:
    """Learn the second opinion from the phrasebook's cases (needs scikit-learn: pip install 'calmdesk[learn]')."""
    from calmdesk.bench.learn import digest_of  # noqa: PLC0415  # heavy
    from calmdesk.bench.learn import learn as teach  # noqa: PLC0415  # heavy
    from calmdesk.cli import proving  # noqa: PLC0415  # heavy
    from calmdesk.cues.opinion import Weights  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.folders import OPINION  # noqa: PLC0415  # heavy

    book = proving.book_of(lang)
    tell = proving.tell_in(lang)
    if check:
        known = book.source.newest(OPINION)
        if known is None or Weights.load(known).digest != digest_of(book.cases):
            raise PhrasebookError(_STALE, hint="calmdesk phrasebook learn --lang {language}", language=lang)
        click.echo(tell("the second opinion was learned from the cases as they are"))
        return
    target = proving.own_folder(lang) / OPINION
    target.parent.mkdir(parents=True, exist_ok=True)
    teach(book.cases, book.language).save(target)
    click.echo(tell("learned from {count} sentences: {path}", count=len(book.cases), path=target))


def _print(report: Report, tell: Tell, console: Console, *, verbose: bool) -> None:
    from calmdesk.bench.row_tables import call_tables, slip_lines  # noqa: PLC0415  # heavy
    from calmdesk.bench.table import report_tables  # noqa: PLC0415  # heavy

    for each in report_tables(report, tell):
        console.print(each)
    for each in call_tables(report.calls, tell):
        console.print(each)
    for line in slip_lines(report.slips if verbose else (), tell):
        console.print(line)
