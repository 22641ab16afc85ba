"""What is fuzzed: a reader, whole inputs to start from, and words that inputs are made of."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile

from calmdesk import messages
from calmdesk.errors import CalmdeskError
from calmdesk.phrasebook.sheet.cells import COLUMNS
from fuzz import readers
from phrasebook.small_book import CARD, PHRASES

if TYPE_CHECKING:
    from collections.abc import Callable

_ROOT: Final = Path(__file__).parents[2]
_KINDS: Final = (
    ("WAV", "PCM_16"),
    ("WAV", "ULAW"),
    ("WAV", "FLOAT"),
    ("RF64", "PCM_16"),
    ("FLAC", "PCM_16"),
    ("OGG", "VORBIS"),
    ("AIFF", "PCM_16"),
    ("AU", "ULAW"),
)
_BREAKS: Final = frozenset("\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
_TOML: Final = (
    "[",
    "[[",
    "]",
    "=",
    '"',
    "'",
    '"""',
    "{",
    "}",
    ",",
    "\n",
    "#",
    ".",
    "true",
    "1e999",
    "nan",
    "0x" + "f" * 16,
)
_JSON: Final = ("{", "}", "[", "]", ":", ",", '"', "\\u0000", "\\ud800", "1e999", "NaN", "true", "null", "\n")


@dataclass(frozen=True)
class Target:
    """``read`` takes a file and what it holds. ``inputs`` are tried at least, of ``longest`` bytes at most."""

    read: Callable[[Path, bytes], None]
    seeds: tuple[bytes, ...]
    words: tuple[str, ...]
    inputs: int = 100_000
    longest: int = 1_024

    def take(self, folder: Path, data: bytes) -> bool:
        """Read an input in an empty ``folder``; return whether it was accepted, or refused.

        A refusal must be a sentence that is safe on a terminal. Any other exception is the caller's: a traceback.
        """
        path = folder / "insult.toml"
        path.write_bytes(data)
        try:
            self.read(path, data)
        except CalmdeskError as error:
            told = "".join(messages.explain(error, "fr"))
            assert all(letter.isprintable() or letter in _BREAKS for letter in told), ascii(told)
            return False
        except readers.REFUSALS:
            return False
        return True


def _text(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


def _files(*names: str) -> tuple[bytes, ...]:
    return tuple((_ROOT / "phrasebooks" / "fr" / name).read_bytes() for name in names)


def _sound(kind: str, subtype: str) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, np.zeros(64, np.float32), 8_000, format=kind, subtype=subtype)
    return file.getvalue()


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("model/conf/model.conf", "--x=1")
        packed.writestr("model/am/final.mdl", "x", zipfile.ZIP_DEFLATED)
    return file.getvalue()


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
_HEARD: Final = (
    """{"format": "calmdesk heard", "version": 1}
{"type": "partial", "at": 1.0, "text": "ça fait", "utterance": 0, "side": "client"}
{"type": "final", "at": 2.0, "text": "ça fait", "utterance": 0, "side": "client", "words":
""".rstrip("\n")
    + ' [{"text": "ça", "start": 1, "end": 2, "confidence": 1.0}]}\n'
)
_CASES: Final = 'family = "insult"\nmatch = ["vous êtes nul"]\n[[no_match]]\ntext = "nul"\nlabels = ["blame"]\n'
_FORM: Final = 'at = "2026-11-23 12:00:00+01:00"\nfamilies = ["insult"]\nrung = 2\nwords = ["nul"]\nnote = "x"\n'
_CATALOGUE: Final = (_ROOT / "models" / "catalogue.toml").read_text(encoding="utf-8").partition('"conf/mfcc.conf"')[0]

_SHEETS: Final = _text(
    "kind,family,text,why,avoid\nphrase,insult,vous êtes nul,,\ncard,insult,oui,a,b\nmatch,insult,nul,,\n",
    ";".join(COLUMNS) + '\nnot;insult;"nul";;\nno_match;insult;nul;;\n',
)
_SHEET_WORDS: Final = (";", ",", "\t", '"', "\r\n", *COLUMNS, "insult", "phrase", "=cmd")

TARGETS: Final = {
    "settings": Target(readers.settings, _text(_SETTINGS), (*_TOML, "[keep]", "keep_years")),
    "phrases": Target(
        readers.phrases, _text(PHRASES, 'off = true\nnot = ["x"]'), (*_TOML, "{mots}", "<vous_etes>", "(a|b)", "off")
    ),
    "cards": Target(readers.cards, _text(CARD), (*_TOML, "{animal}", "[[cards]]", "rung", "say")),
    "cases": Target(readers.cases, _text(_CASES), (*_TOML, "[[match]]", "labels", "also")),
    "sheet": Target(readers.sheet, _SHEETS, _SHEET_WORDS),
    "plan": Target(readers.plan, _SHEETS, _SHEET_WORDS, inputs=20_000),
    "screen": Target(readers.screen, _files("screen.toml"), (*_TOML, "[labels]", "help"), longest=16_384),
    "soundcheck": Target(readers.soundcheck, _files("soundcheck.toml"), (*_TOML, "{device}", "[ways]"), longest=16_384),
    "redaction": Target(readers.redaction, _files("redaction.toml"), (*_TOML, "[labels]", "[numbers]"), longest=16_384),
    "notice": Target(readers.notice, _files("privacy.toml"), (*_TOML, "{clinic}"), longest=4_096),
    "heard": Target(readers.heard, _text(_HEARD), (*_JSON, "utterance", "side", "words")),
    "lines": Target(readers.lines, _text('{"id": 1, "text": "x", "labels": ["blame"]}\n'), (*_JSON, "id", "labels")),
    "websocket": Target(
        readers.websocket,
        _text(
            '{"config": {"sample_rate": 8000, "words": 1, "max_alternatives": 2}}',
            '{"config": {"sample_rate": "8000.0"}}',
            '{"eof": 1}',
            '{"reset": 1}',
        ),
        (*_JSON, "config", "eof", "reset", "sample_rate"),
    ),
    "sound": Target(
        readers.sound,
        tuple(_sound(kind, subtype) for kind, subtype in _KINDS),
        ("RIFF", "WAVE", "fmt ", "data", "LIST", "ds64", "OggS", "fLaC", "ftyp", "#!AMR"),
    ),
    "form": Target(readers.form, _text(_FORM), (*_TOML, "at", "2026-02-30")),
    "catalogue": Target(readers.catalogue, _text(_CATALOGUE), (*_TOML, "[[models]]", "sha256")),
    "delays": Target(readers.delays, _text("pause = 0.5\nlongest = 20\n"), _TOML, longest=256),
    "receipt": Target(readers.receipt, _text('{"files": {"a": {"bytes": 1, "sha256": "' + "0" * 64 + '"}}}'), _JSON),
    "archive": Target(readers.archive, (_zip(),), ("PK", "../", "/", "\0", "\\"), longest=2_048),
}
"""Every kind of file, and of message, that may come from outside."""
