"""What the commands that prove a phrasebook share: finding the material, hearing it, putting phrasebooks to work.

Imported by a command when it runs, with everything it needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from rich.console import Console

from calmdesk.audio.recording import Recording
from calmdesk.bench.book import Book, urgency
from calmdesk.bench.facts_file import read_outcomes
from calmdesk.bench.held_out import HeldOut
from calmdesk.bench.material import Sentences, read_material
from calmdesk.bench.measure import Contender, Run
from calmdesk.bench.noise import Noise
from calmdesk.bench.proof import Proof, Rival
from calmdesk.bench.sound_alikes import SoundAlikes, model_words
from calmdesk.call.runner import follow
from calmdesk.cues.desk_ear import DeskEar
from calmdesk.cues.spotter import CueSpotter
from calmdesk.errors import UsageError
from calmdesk.messages import say
from calmdesk.phrasebook import folders
from calmdesk.places import PACKAGE, compiled_file, shipped
from calmdesk.wiring import Desk, Ears, replay_heard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from calmdesk.bench.material import HeardCall, Material
    from calmdesk.bench.table import Tell
    from calmdesk.call.events import Event, FromSpeech
    from calmdesk.cues.match import Matcher

_MOST_NOISE = 0.6


def book_of(lang: str, *, second_opinion: bool = True) -> Book:
    """Return a language's phrasebook, to be tested."""
    return Book(folders.find(lang), compiled_file(lang), second_opinion)


def own_folder(lang: str) -> Path:
    """Return where what was learned or tuned goes: the phrasebook of a checkout, else the user's own folder."""
    folder = folders.find(lang).folder
    return folders.own_root() / lang if folder.is_relative_to(PACKAGE) else folder


@dataclass(frozen=True)
class Wanted:
    """What ``calmdesk phrasebook bench`` was asked for: its options."""

    lang: str
    files: Sequence[Path]
    calls: bool
    noise: str
    seed: int
    against: Path | None
    held_out: str | None
    no_opinion: bool
    model: Path | None
    curve: bool


def proof_of(wanted: Wanted) -> Proof:
    """Get everything ready that a proof needs; nothing has been measured yet."""
    rates = rates_of(wanted.noise)
    book = book_of(wanted.lang, second_opinion=not wanted.no_opinion)
    run = run_of(wanted.files, book, wanted.lang, wanted.model, wanted.held_out)
    stage = Stage(wanted.lang)
    rival = stage.rival(wanted.against, run) if wanted.against else None
    return Proof(
        language=wanted.lang,
        book=book,
        desk=stage.contender(book),
        run=run,
        noise=noise_of(book, wanted.lang, wanted.seed) if rates else None,
        rates=rates,
        seed=wanted.seed,
        play_calls=wanted.calls,
        with_curve=wanted.curve,
        taught=not wanted.files,
        rival=rival,
    )


def run_of(files: Sequence[Path], book: Book, lang: str, model: Path | None, held_out: str | None) -> Run:
    """Return what to measure: the files, or the phrasebook's own cases."""
    part = HeldOut.parse(held_out) if held_out else None
    material: list[Material] = read_material(files) or [Sentences("cases", tuple(book.cases))]
    return Run(material, _Listener(lang, model), part)


class _Listener:
    """Hears calls; the speech model is loaded for the first recording."""

    def __init__(self, lang: str, model: Path | None) -> None:
        self._lang = lang
        self._model = model
        self._ears: Ears | None = None

    def __call__(self, call: HeardCall) -> Iterable[FromSpeech]:
        if call.saved:
            return replay_heard(call.path)
        source = Recording(call.path)
        self._ears = self._ears or Ears.open(self._lang, self._model)
        return self._ears.hear(source)


class Stage:
    """Puts phrasebooks to work with the cards of a language, which are read when the first call is played."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    @cached_property
    def _desk(self) -> Desk:
        return Desk(self._lang)

    def contender(self, book: Book) -> Contender:
        """Return a phrasebook at work."""
        return Contender(book.matcher, urgency(book.families), partial(self._follow, book.matcher))

    def rival(self, against: Path, run: Run) -> Rival:
        """Return what to compare with: another phrasebook on the same material, or a run whose facts were kept."""
        if against.is_dir():
            other = Book.of(against)
            return Rival(str(against), lambda: run.outcomes(self.contender(other)))
        before = read_outcomes(against)
        return Rival(against.name, lambda: before)

    def _follow(self, matcher: Matcher, stream: Iterable[FromSpeech]) -> Iterable[Event]:
        return follow(stream, CueSpotter(matcher), self._desk.adviser(), DeskEar())


def rates_of(text: str) -> list[float]:
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


def noise_of(book: Book, lang: str, seed: int) -> Noise:
    """Return noise with the words of the phrasebook and of the model that ships: the same on every machine."""
    heard = model_words(shipped("models") / f"demo-{lang}")
    return Noise(SoundAlikes(book.words.union(heard), book.language.sounds), book.language, seed)


def console() -> Console:
    """Return the terminal; texts are printed as they are."""
    return Console(highlight=False, markup=False)


def tell_in(lang: str) -> Tell:
    """Return what puts templates into the reader's language."""
    return lambda template, **details: say(template, details, lang)
