"""The readers of everything that comes from outside: each gets one input, and may only take or refuse it."""

from __future__ import annotations

import shutil
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Final

from calmdesk.audio.decoder import Undecodable
from calmdesk.audio.opening import open_recording, recognise_file
from calmdesk.audio.pcm import Pcm
from calmdesk.audio.raw_head import read_head
from calmdesk.audio.wav_header import read_wav_header
from calmdesk.audio.websocket.protocol import Style, UnknownMessageError, read_text
from calmdesk.bench.labelled import read_lines
from calmdesk.cli.match import read_line
from calmdesk.errors import CalmdeskError
from calmdesk.incidents.form import read_form
from calmdesk.incidents.incident import Incident
from calmdesk.overlay.labels import read_labels
from calmdesk.phrasebook.cards import read_card, wording_of
from calmdesk.phrasebook.cases import read_all_cases
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.folders import Source
from calmdesk.phrasebook.phrases import PhraseReader
from calmdesk.phrasebook.sheet.cells import read_sheet
from calmdesk.phrasebook.sheet.plan import plan_import
from calmdesk.phrasebook.table import Table
from calmdesk.privacy.notice import read_all_notice
from calmdesk.redaction.rules import read_rules
from calmdesk.settings import read_settings
from calmdesk.soundcheck.texts import read_texts
from calmdesk.speech.catalogue import read_catalogue
from calmdesk.speech.heard_file import read_heard
from calmdesk.speech.receipt import NAME, read_receipt
from calmdesk.speech.tuning import read_delays
from calmdesk.speech.unpack import unpack
from phrasebook.small_book import SmallBook

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.phrasebook.book import Phrasebook
    from calmdesk.phrasebook.wording import WordingCheck

REFUSALS: Final = (CalmdeskError, UnknownMessageError, Undecodable)
"""How a reader may refuse."""

_FAMILIES: Final = ("insult", "blame", "waiting")
_MOMENT: Final = Incident(at=datetime(2026, 11, 23, tzinfo=UTC))


@cache
def _source(folder: Path) -> Source:
    book = SmallBook(folder / "book")
    return Source("xx", book.folder, book.folder.parent / "families.toml", book.own_folder)


@cache
def _book(folder: Path) -> Phrasebook:
    return SmallBook(folder / "book").read()[0]


@cache
def _wording(folder: Path) -> WordingCheck:
    return wording_of(_source(folder).folder, Problems())


def settings(path: Path, _data: bytes) -> None:
    """Read the clinic's settings."""
    read_settings(path)


def phrases(path: Path, _data: bytes) -> None:
    """Read a clinic's own phrases of a family."""
    book, problems = _book(path.parent), Problems()
    assert book.templates is not None
    PhraseReader(book.language, book.templates, problems, own=True).read(path, _FAMILIES)
    problems.raise_if_any()


def cards(path: Path, _data: bytes) -> None:
    """Read a family's cards."""
    problems = Problems()
    wording = _wording(path.parent)
    for number, table in enumerate(Table(TomlFile(path, problems), problems).tables("cards")):
        read_card(f"insult.{number}", table, wording, "insult")
    problems.raise_if_any()


def cases(path: Path, _data: bytes) -> None:
    """Read a family's test sentences, which stand in a folder of that name."""
    problems = Problems()
    cases = path.parent / "cases"
    cases.mkdir(exist_ok=True)
    path.replace(cases / "insult.toml")
    read_all_cases([path.parent], _FAMILIES, problems)
    problems.raise_if_any()


def sheet(path: Path, _data: bytes) -> None:
    """Read a spreadsheet's rows."""
    problems = Problems()
    read_sheet(path, problems)
    problems.raise_if_any()


def plan(path: Path, _data: bytes) -> None:
    """Read a spreadsheet's rows, and plan what they change, which reads the whole phrasebook each time."""
    problems = Problems()
    rows = read_sheet(path, problems)
    if rows:
        plan_import(rows, _source(path.parent), problems)
    problems.raise_if_any()


def screen(path: Path, _data: bytes) -> None:
    """Read the screen's texts."""
    read_labels(path, _FAMILIES)


def soundcheck(path: Path, _data: bytes) -> None:
    """Read the sound check's texts."""
    read_texts(path)


def redaction(path: Path, _data: bytes) -> None:
    """Read what is hidden before it is written."""
    read_rules(path)


def notice(path: Path, _data: bytes) -> None:
    """Read the notice for callers."""
    problems = Problems()
    read_all_notice(path, problems)
    problems.raise_if_any()


def heard(path: Path, _data: bytes) -> None:
    """Read saved heard events."""
    for _ in read_heard(path):
        pass


def lines(path: Path, data: bytes) -> None:
    """Read labelled sentences, and the same as ``calmdesk match`` reads them."""
    for number, line in enumerate(data.decode(errors="replace").splitlines()):
        read_line(line, number, path.name)
    read_lines(path)


def websocket(_path: Path, data: bytes) -> None:
    """Read a telephone program's text message."""
    read_text(data.decode(errors="replace"), Style())


def sound(path: Path, data: bytes) -> None:
    """Open a recording, and the head of raw sound."""
    read_wav_header(path)
    with suppress(CalmdeskError):
        read_head(data, Pcm(8_000), whole=True)
    with closing(open_recording(path, recognise_file(path))) as decoder:
        next(decoder.chunks(), None)


def form(_path: Path, data: bytes) -> None:
    """Read an incident that was edited as text."""
    read_form(data.decode(errors="replace"), _MOMENT)


def catalogue(path: Path, _data: bytes) -> None:
    """Read a catalogue of models."""
    read_catalogue(path)


def delays(path: Path, _data: bytes) -> None:
    """Read when a model ends an utterance."""
    read_delays(path)


def receipt(path: Path, _data: bytes) -> None:
    """Read what the files of a model were when it was installed."""
    read_receipt(path.replace(path.with_name(NAME)).parent)


def archive(path: Path, _data: bytes) -> None:
    """Unpack a model; nothing may come to lie outside its folder."""
    inside = path.parent / "in" / "model"
    inside.mkdir(parents=True)
    before = set(path.parent.iterdir())
    try:
        unpack(path, inside)
    finally:
        outside = set(path.parent.iterdir()) - before or set(inside.parent.iterdir()) - {inside}
        shutil.rmtree(inside.parent)
    assert not outside
