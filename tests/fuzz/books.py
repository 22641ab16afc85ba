"""What a clinic, or the author of a language, writes: phrasebooks, spreadsheets, settings, catalogues."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from calmdesk.overlay.labels import read_labels
from calmdesk.phrasebook import edit
from calmdesk.phrasebook.cards import read_card, wording_of
from calmdesk.phrasebook.cases import read_all_cases
from calmdesk.phrasebook.families import read_families
from calmdesk.phrasebook.files import Problems, TomlFile
from calmdesk.phrasebook.flow import read_all_flow
from calmdesk.phrasebook.folders import Source
from calmdesk.phrasebook.language import read_language
from calmdesk.phrasebook.lists import read_templates
from calmdesk.phrasebook.phrases import PhraseReader
from calmdesk.phrasebook.sheet.cells import COLUMNS, read_sheet
from calmdesk.phrasebook.sheet.plan import plan_rows
from calmdesk.phrasebook.sheet.rows import read_whole
from calmdesk.phrasebook.table import Table
from calmdesk.privacy.notice import read_all_notice
from calmdesk.redaction.rules import read_rules
from calmdesk.rehearsal.reader import read_scenario
from calmdesk.rehearsal.texts import read_texts as read_rehearsal_texts
from calmdesk.review.many.texts import read_all_texts
from calmdesk.review.texts import read_file
from calmdesk.settings import read_settings
from calmdesk.soundcheck.texts import read_texts
from calmdesk.speech.catalogue import read_catalogue
from calmdesk.speech.tuning import read_delays
from calmdesk.toml_text import parse_toml
from fuzz.target import ROOT, SOME, TOML, Target, shipped, text
from phrasebook.small_book import CARD, FAMILIES, LANGUAGE, LISTS, PHRASES, SmallBook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from calmdesk.phrasebook.book import Phrasebook
    from calmdesk.phrasebook.wording import WordingCheck

_FAMILIES: Final = ("insult", "blame", "waiting")


@cache
def _source(folder: Path) -> Source:
    book = SmallBook(folder / "book")
    return Source("xx", book.folder, book.folder.parent / "families.toml", book.own_folder)


@cache
def _book(folder: Path) -> Phrasebook:
    return read_whole(_source(folder))


@cache
def _wording(folder: Path) -> WordingCheck:
    return wording_of(_source(folder).folder, Problems())


def _noting(read: Callable[[Path, Problems], object]) -> Callable[[Path, bytes], object]:
    """Return a target's reader from one that notes what is wrong."""

    def take(path: Path, _data: bytes) -> None:
        problems = Problems()
        read(path, problems)
        problems.raise_if_any()

    return take


def _alone(read: Callable[[Path], object]) -> Callable[[Path, bytes], object]:
    """Return a target's reader from one that raises what is wrong."""
    return lambda path, _data: read(path)


def _moved(path: Path, name: str) -> Path:
    """Give a file the name that its reader looks for, in a folder without other files; return the folder."""
    folder = path.parent / "moved"
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    path.replace(place)
    return folder


def _phrases(path: Path, problems: Problems) -> None:
    book = _book(path.parent)
    assert book.templates is not None
    PhraseReader(book.language, book.templates, problems, own=True).read(path, _FAMILIES)


def _cards(path: Path, problems: Problems) -> None:
    wording = _wording(path.parent)
    for number, table in enumerate(Table(TomlFile(path, problems), problems).tables("cards")):
        read_card(f"insult.{number}", table, wording, "insult")


def _cases(path: Path, problems: Problems) -> None:
    read_all_cases([_moved(path, "cases/insult.toml")], _FAMILIES, problems)


def _language(path: Path, problems: Problems) -> None:
    read_language(_moved(path, "language.toml"), problems)


def _sounds(path: Path, problems: Problems) -> None:
    folder = _moved(path, "sounds.toml")
    (folder / "language.toml").write_text(LANGUAGE, encoding="utf-8")
    read_language(folder, problems).sounds("bonjour")


def _lists(path: Path, problems: Problems) -> None:
    book = _book(path.parent)
    read_templates([_moved(path, "lists.toml")], book.language, problems)


def _wording_lists(path: Path, problems: Problems) -> None:
    wording_of(_moved(path, "wording.toml"), problems)


def _flow(path: Path, problems: Problems) -> None:
    read_all_flow(_moved(path, "flow.toml"), problems)


def _sheet(path: Path, problems: Problems) -> None:
    if rows := read_sheet(path, problems):
        plan_rows(rows, _source(path.parent), _book(path.parent), problems)


def _scenario(path: Path) -> None:
    read_scenario(path, _FAMILIES, _book(path.parent).language)


def _rehearsal(path: Path, problems: Problems) -> None:
    read_rehearsal_texts(path, _book(path.parent).language, problems)


def _screen(path: Path) -> None:
    read_labels(path, _FAMILIES)


def _edit(_path: Path, data: bytes) -> None:
    """Add a phrase to a clinic's file: what stands there stays, and the phrase is the last."""
    old = data.decode(errors="replace")
    new = parse_toml(edit.with_phrase(old, "insult", {"say": "vous êtes nul"}))
    # As they are written: nan is no equal of nan.
    assert repr(new["phrases"]) == repr([*parse_toml(old).get("phrases", []), "vous êtes nul"])


_SETTINGS: Final = """[clinic]
clinic = "Clinique des Tilleuls"
[advice]
connection = true
[calls]
silence = 90
[incidents]
keep_years = 5
[keep]
feedback_days = 30
"""
_OFF: Final = 'off = true\nnot = ["x"]'
_CASES: Final = 'family = "insult"\nmatch = ["vous êtes nul"]\n[[no_match]]\ntext = "nul"\nlabels = ["blame"]\n'
_THRESHOLDS: Final = "[replace]\nchuis = 'je suis'\n[thresholds]\nstrict = 0.8\nhush = 0.1\n"
_SOUNDS: Final = "rules = [\n  ['eaux?', 'o'],\n  ['(?<=a)n', 'N'],\n]\n"
_EDITED: Final = 'phrases = [ # dits\n  "a", # un\n  { say = "b", strict = 0.9 },\n]\n'
_SHEETS: Final = text(
    "kind,family,text,why,avoid\nphrase,insult,vous êtes nul,,\ncard,insult,oui,a,b\nmatch,insult,nul,,\n",
    ";".join(COLUMNS) + '\nnot;insult;"nul";;\nno_match;insult;nul;;\n',
)
_SCENARIO: Final = """title = "Le devis"
family = "insult"
situation = "Trop cher."
presses = "Alors ?"
[[turns]]
id = "a"
says = "Vous êtes nul."
helps = ["(oui|non)"]
calm = "b"
hard = "c"
[[ends]]
id = "b"
kind = "resolved"
says = "Merci."
[[ends]]
id = "c"
kind = "hung_up"
says = "Bonsoir."
"""
_CATALOGUE: Final = (ROOT / "models" / "catalogue.toml").read_text(encoding="utf-8").partition('"conf/mfcc.conf"')[0]


def _kinds() -> dict[str, Target]:
    """Return the kinds of files that there may be many of."""
    return {
        "settings": Target(_alone(read_settings), text(_SETTINGS), (*TOML, "[keep]", "keep_years")),
        "phrases": Target(
            _noting(_phrases), text(PHRASES, _OFF), (*TOML, "{mots}", "<vous_etes>", "(a|b)", "off"), longest=512
        ),
        "cards": Target(_noting(_cards), text(CARD), (*TOML, "{animal}", "[[cards]]", "rung", "say")),
        "cases": Target(_noting(_cases), text(_CASES), (*TOML, "[[match]]", "labels", "also")),
        "sheet": Target(
            _noting(_sheet), _SHEETS, (";", ",", "\t", '"', "\r\n", *COLUMNS, "insult", "phrase", "=cmd"), longest=512
        ),
        "scenario": Target(_alone(_scenario), text(_SCENARIO), (*TOML, "[[turns]]", "(a|b)", "calm", "ends")),
        "catalogue": Target(_alone(read_catalogue), text(_CATALOGUE), (*TOML, "[[models]]", "sha256")),
    }


def _parts_of_a_language() -> dict[str, Target]:
    """Return the files that a language has one of each."""
    mark = ("{mots}", "<vous_etes>", "(a|b)", "[a]", "{animal}")
    readers = {
        "families": (_alone(read_families), text(FAMILIES), ("tier", "cooldown")),
        "language": (_noting(_language), text(LANGUAGE + _THRESHOLDS), ("[replace]", "light")),
        "sounds": (_noting(_sounds), text(_SOUNDS), ("(?:a|b)", "[a-z]*", "(?<=e)")),
        "lists": (_noting(_lists), text(LISTS), mark),
        "wording": (_noting(_wording_lists), shipped("wording.toml"), mark),
        "flow": (_noting(_flow), text(CARD.replace("cards", "closing")), ("[[closing]]", *mark)),
        "edit": (_edit, text(PHRASES, _EDITED), ("phrases", "family")),
        "delays": (_alone(read_delays), text("pause = 0.5\nlongest = 20\n"), ()),
    }
    return {name: Target(read, seeds, (*TOML, *words), SOME) for name, (read, seeds, words) in readers.items()}


def _texts_of_a_language() -> dict[str, Target]:
    """Return the files of texts that a language has one of each."""
    readers = {
        "screen": (_alone(_screen), ("[labels]", "help")),
        "soundcheck": (_alone(read_texts), ("[ways]", "{device}")),
        "redaction": (_alone(read_rules), ("[labels]", "[numbers]")),
        "privacy": (_noting(read_all_notice), ("{clinic}", "spoken")),
        "review": (_alone(read_file), ("[points]", "{at}")),
        "trends": (_noting(read_all_texts), ("[page]", "{count}")),
        "rehearsal": (_noting(_rehearsal), ("[words]", "{now}")),
    }
    return {
        name: Target(read, shipped(f"{name}.toml"), (*TOML, *words), SOME, longest=16_384)
        for name, (read, words) in readers.items()
    }


TARGETS: Final = _kinds() | _parts_of_a_language() | _texts_of_a_language()
"""The files of a language, and of a clinic."""
