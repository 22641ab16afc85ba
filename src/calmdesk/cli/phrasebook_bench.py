"""``calmdesk phrasebook bench``, ``tune`` and ``learn``: a phrasebook's proof, before it is used."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli import options
from calmdesk.errors import PhrasebookError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from calmdesk.bench.book import Book
    from calmdesk.bench.material import HeardCall, Material
    from calmdesk.bench.measure import Contender, Run
    from calmdesk.bench.noise import Noise
    from calmdesk.bench.proof import Rival
    from calmdesk.bench.report import Report
    from calmdesk.bench.table import Tell
    from calmdesk.call.events import Event, Heard, Listened, Notice
    from calmdesk.cues.match import Matcher
    from calmdesk.wiring import Desk, Ears

_MOST_NOISE = 0.6
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
    from calmdesk.bench.proof import Proof, prove  # noqa: PLC0415  # heavy

    if gate and not against:
        raise UsageError("--gate needs something to compare with", hint="add --against FOLDER or --against LAST.json")
    if picture:
        pictures.check(picture)
    rates = _rates(noise)
    book = _book(lang, second_opinion=not no_opinion)
    run = _run(files, book, lang, model, held_out)
    stage = _Stage(lang)
    proof = Proof(
        language=lang,
        book=book,
        desk=stage.contender(book),
        run=run,
        noise=_noise(book, lang, seed) if rates else None,
        rates=rates,
        seed=seed,
        play_calls=calls,
        with_curve=picture is not None,
        taught=not files,
        rival=stage.rival(against, run) if against else None,
    )
    report = prove(proof)
    _print(report, _tell(lang), verbose=verbose)
    if keep:
        write_facts(report, keep)
    if picture:
        pictures.draw(report, picture, _tell(lang))
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

    if not files:
        raise UsageError(
            "tuning needs sentences of its own: the second opinion was learned from the phrasebook's cases",
            hint="calmdesk phrasebook tune FILE, labelled JSON lines or call scripts",
        )
    book = _book(lang)
    run = _run(files, book, lang, None, held_out)
    run.check(book.families)
    limits = Limits(precision, fired)
    tuned = search(gather(run.rows, book), list(book.families), book.language.thresholds, limits)
    proved = measure_with(tuned.best.thresholds, run.rows, book)
    for each in tune_tables(tuned, limits, proved, _tell(lang)):
        _console().print(each)
    if write:
        tuned.raise_if_without(limits)
        target = book.folder / "language.toml"
        write_thresholds(target, tuned.best.thresholds)
        click.echo(_tell(lang)("written to {path}", path=target))


@click.command("learn")
@options.lang
@click.option("--check", is_flag=True, help="Write nothing; exit with 5 when it was learned from other cases.")
def learn(lang: str, check: bool) -> None:
    """Learn the second opinion from the phrasebook's cases (needs scikit-learn: pip install 'calmdesk[learn]')."""
    from calmdesk.bench.book import OPINION  # noqa: PLC0415  # heavy
    from calmdesk.bench.learn import digest_of  # noqa: PLC0415  # heavy
    from calmdesk.bench.learn import learn as teach  # noqa: PLC0415  # heavy
    from calmdesk.cues.opinion import Weights  # noqa: PLC0415  # heavy

    book = _book(lang)
    tell = _tell(lang)
    if check:
        known = book.folder / OPINION
        if not known.is_file() or Weights.load(known).digest != digest_of(book.cases):
            raise PhrasebookError(_STALE, hint="calmdesk phrasebook learn --lang {language}", language=lang)
        click.echo(tell("the second opinion was learned from the cases as they are"))
        return
    target = _own_folder(lang) / OPINION
    target.parent.mkdir(parents=True, exist_ok=True)
    teach(book.cases, book.language).save(target)
    click.echo(tell("learned from {count} sentences: {path}", count=len(book.cases), path=target))


def _book(lang: str, *, second_opinion: bool = True) -> Book:
    from calmdesk.bench.book import Book  # noqa: PLC0415  # heavy
    from calmdesk.places import compiled_file  # noqa: PLC0415
    from calmdesk.wiring import phrasebook_folder  # noqa: PLC0415

    return Book(phrasebook_folder(lang), compiled_file(lang), second_opinion)


def _own_folder(lang: str) -> Path:
    """Return where what was learned or tuned goes: the phrasebook of a checkout, else the user's own folder."""
    from calmdesk.places import PACKAGE, user_data  # noqa: PLC0415
    from calmdesk.wiring import phrasebook_folder  # noqa: PLC0415

    shipped = phrasebook_folder(lang)
    return user_data() / "phrasebooks" / lang if shipped.is_relative_to(PACKAGE) else shipped


def _run(files: Sequence[Path], book: Book, lang: str, model: Path | None, held_out: str | None) -> Run:
    from calmdesk.bench.held_out import HeldOut  # noqa: PLC0415  # heavy
    from calmdesk.bench.material import Sentences, read_material  # noqa: PLC0415  # heavy
    from calmdesk.bench.measure import Run  # noqa: PLC0415  # heavy

    part = HeldOut.parse(held_out) if held_out else None
    material: list[Material] = read_material(files) or [Sentences("cases", tuple(book.cases))]
    return Run(material, _Listener(lang, model), part)


class _Listener:
    """Hears calls; the speech model is loaded for the first recording."""

    def __init__(self, lang: str, model: Path | None) -> None:
        self._lang = lang
        self._model = model
        self._ears: Ears | None = None

    def __call__(self, call: HeardCall) -> Iterable[Heard | Listened | Notice]:
        from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy
        from calmdesk.wiring import Ears, replay_heard  # noqa: PLC0415

        if call.saved:
            return replay_heard(call.path)
        source = Recording(call.path)
        self._ears = self._ears or Ears.open(self._lang, self._model)
        return self._ears.hear(source)


class _Stage:
    """Puts phrasebooks to work with the cards of a language, which are read when the first call is played."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    @cached_property
    def _desk(self) -> Desk:
        from calmdesk.wiring import Desk  # noqa: PLC0415

        return Desk(self._lang)

    def contender(self, book: Book) -> Contender:
        """Return a phrasebook at work."""
        from calmdesk.bench.book import urgency  # noqa: PLC0415  # heavy
        from calmdesk.bench.measure import Contender  # noqa: PLC0415  # heavy

        return Contender(book.matcher, urgency(book.families), partial(self._follow, book.matcher))

    def rival(self, against: Path, run: Run) -> Rival:
        """Return what to compare with: another phrasebook on the same material, or a run whose facts were kept."""
        from calmdesk.bench.book import Book  # noqa: PLC0415  # heavy
        from calmdesk.bench.facts_file import read_outcomes  # noqa: PLC0415  # heavy
        from calmdesk.bench.proof import Rival  # noqa: PLC0415  # heavy

        if against.is_dir():
            other = Book(against)
            return Rival(str(against), lambda: run.outcomes(self.contender(other)))
        before = read_outcomes(against)
        return Rival(against.name, lambda: before)

    def _follow(self, matcher: Matcher, stream: Iterable[Heard | Listened | Notice]) -> Iterable[Event]:
        from calmdesk.call.runner import follow  # noqa: PLC0415
        from calmdesk.cues.spotter import CueSpotter  # noqa: PLC0415  # heavy

        return follow(stream, CueSpotter(matcher), self._desk.adviser())


def _rates(text: str) -> list[float]:
    """Read word error rates: « 0.1,0.2 »."""
    try:
        rates = [float(part) for part in text.split(",") if part.strip()]
    except ValueError:
        rates = [-1.0]
    if not all(0 < rate <= _MOST_NOISE for rate in rates):
        raise UsageError(
            "--noise takes word error rates above 0 and up to {most}: {text}",
            hint="for example --noise 0.1,0.2,0.3",
            most=_MOST_NOISE,
            text=text,
        )
    return rates


def _noise(book: Book, lang: str, seed: int) -> Noise:
    """Return noise with the words of the phrasebook and of the model that ships: the same on every machine."""
    from calmdesk.bench.noise import Noise  # noqa: PLC0415  # heavy
    from calmdesk.bench.sound_alikes import SoundAlikes, model_words  # noqa: PLC0415  # heavy
    from calmdesk.places import shipped  # noqa: PLC0415

    heard = model_words(shipped("models") / f"demo-{lang}")
    return Noise(SoundAlikes(book.words.union(heard), book.language.sounds), book.language, seed)


def _print(report: Report, tell: Tell, *, verbose: bool) -> None:
    from calmdesk.bench.row_tables import call_tables, slip_lines  # noqa: PLC0415  # heavy
    from calmdesk.bench.table import report_tables  # noqa: PLC0415  # heavy

    console = _console()
    for each in report_tables(report, tell):
        console.print(each)
    for each in call_tables(report.calls, tell):
        console.print(each)
    for line in slip_lines(report.slips if verbose else (), tell):
        console.print(line)


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415  # heavy

    return Console(highlight=False, markup=False)


def _tell(lang: str) -> Tell:
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue

    return lambda template, **details: say(template, details, lang)
