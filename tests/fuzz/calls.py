"""What comes with calls: sound, saved events, messages of telephone programs, marks, incidents, models."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import av
import numpy as np
import soundfile

from calmdesk.audio.incoming import Incoming
from calmdesk.audio.opening import open_recording, recognise_file
from calmdesk.audio.pcm import Pcm
from calmdesk.audio.raw_head import read_head
from calmdesk.audio.wav_header import read_wav_header
from calmdesk.audio.websocket.protocol import Style, read_text
from calmdesk.bench.facts_file import read_outcomes
from calmdesk.bench.labelled import read_lines
from calmdesk.bench.scripts import read_script
from calmdesk.cli.match import read_line
from calmdesk.incidents.form import read_form
from calmdesk.incidents.incident import Incident
from calmdesk.live import feedback
from calmdesk.review.many import digests
from calmdesk.review.many.kept import read_facts
from calmdesk.review.marks import read_marks
from calmdesk.speech.heard_file import read_heard
from calmdesk.speech.receipt import NAME, read_receipt
from calmdesk.speech.unfinished import NOTE, PART, Unfinished
from calmdesk.speech.unpack import unpack
from fuzz.target import JSON, SOME, TOML, Target, text

if TYPE_CHECKING:
    from pathlib import Path

_MOMENT: Final = Incident(at=datetime(2026, 11, 23, tzinfo=UTC))
_ADDRESS: Final = "https://example.org/model.zip"


def _heard(path: Path, _data: bytes) -> None:
    for _ in read_heard(path):
        pass


def _lines(path: Path, data: bytes) -> None:
    """Read labelled sentences, and the same as ``calmdesk match`` reads them."""
    for number, line in enumerate(data.decode(errors="replace").splitlines()):
        read_line(line, number, path.name)
    read_lines(path)


def _script(path: Path, _data: bytes) -> None:
    read_script(path)


def _outcomes(path: Path, _data: bytes) -> None:
    read_outcomes(path)


def _marks(path: Path, _data: bytes) -> None:
    read_marks(path, ("insult", "blame"))


def _facts(path: Path, data: bytes) -> None:
    """Read a call's facts whose checksum is right, whatever they are."""
    try:
        body = json.loads(data)
        table = {"format": "calmdesk call facts", "version": 1, "checksum": digests.of_values(body), "facts": body}
    except (ValueError, RecursionError):
        table = {}
    path.write_text(json.dumps(table), encoding="utf-8")
    read_facts(path)


def _feedback(path: Path, _data: bytes) -> None:
    feedback.purge(date(2026, 1, 1), path)


def _websocket(_path: Path, data: bytes) -> None:
    """Hear a call: each line a message, of text where it begins like an object, of sound where not."""
    style, incoming = Style(), Incoming(0.2)
    for message in data.splitlines():
        if not message.startswith((b"{", b"[")):
            for _ in incoming.feed(message, Pcm(style.rate)):
                pass
        elif isinstance(asked := read_text(message.decode(errors="replace"), style), Style):
            style = asked
    for _ in incoming.finish():
        pass


def _raw(_path: Path, data: bytes) -> None:
    """Hear what comes through a pipe."""
    head = read_head(data, Pcm(8_000), whole=True)
    assert head is not None
    for _ in Incoming(0.2).feed(data[head.skip :], head.form):
        pass


def _sound(path: Path, _data: bytes) -> None:
    read_wav_header(path)
    with closing(open_recording(path, recognise_file(path))) as decoder:
        next(decoder.chunks(), None)


def _form(_path: Path, data: bytes) -> None:
    read_form(data.decode(errors="replace"), _MOMENT)


def _receipt(path: Path, _data: bytes) -> None:
    read_receipt(path.replace(path.with_name(NAME)).parent)


def _unfinished(path: Path, _data: bytes) -> None:
    """Read what is known of a download that ended early."""
    path.replace(path.with_name(NOTE))
    path.with_name(PART).write_bytes(b"PK")
    Unfinished(path.parent).version(_ADDRESS)


def _archive(path: Path, _data: bytes) -> None:
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


def _recording(kind: str, subtype: str) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, np.zeros(64, np.float32), 8_000, format=kind, subtype=subtype)
    return file.getvalue()


def _compressed(container: str, codec: str, rate: int) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=container) as written:
        stream = written.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1_024), np.float32), format="fltp", layout="mono")
        frame.rate = rate
        written.mux(stream.encode(frame))
        written.mux(stream.encode(None))
    return file.getvalue()


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("model/conf/model.conf", "--x=1")
        packed.writestr("model/am/final.mdl", "x", zipfile.ZIP_DEFLATED)
    return file.getvalue()


_HEARD: Final = (
    """{"format": "calmdesk heard", "version": 1}
{"type": "partial", "at": 1.0, "text": "ça fait", "utterance": 0, "side": "client"}
{"type": "final", "at": 2.0, "text": "ça fait", "utterance": 0, "side": "client", "words":
""".rstrip("\n")
    + ' [{"text": "ça", "start": 1, "end": 2, "confidence": 1.0}]}\n'
)
_SCRIPT: Final = """{"title": "Appel", "turns": [
{"speaker": "client", "text": "nul", "labels": ["insult"], "start": 0, "end": 1},
{"speaker": "desk", "text": "bonjour", "start": 1, "end": 2}]}"""
_OUTCOMES: Final = """{"format": "calmdesk bench", "version": 1, "levels": [{"rows": [
{"id": "1", "text": "nul", "labels": [], "found": ["insult"], "cards": [], "seconds": 1.5, "heard": "nul"}]}]}"""
_MARKS: Final = """{"format": "calmdesk-marks", "version": 1, "call": "a", "lang": "fr", "marks": [
{"utterance": 1, "at": 2.5, "text": "nul", "found": ["insult"], "right": [], "wrong": ["insult"], "missing": []}]}"""
_FACTS: Final = """{"call": "a", "recording": "b", "hearing": "c", "advising": "d", "heard": "e", "began":
"2026-11-23T12:00:00+01:00", "cues": [{"at": 1.0, "family": "insult", "phrase": "nul", "score": 0.9}], "cards": [],
"notices": ["x"], "seconds": 3.0}"""
_FORM: Final = 'at = "2026-11-23 12:00:00+01:00"\nfamilies = ["insult"]\nrung = 2\nwords = ["nul"]\nnote = "x"\n'
_NOTED: Final = '{"text": "nul", "labels": [], "wrong": "insult", "noted": "2026-11-23"}\n'
_NOTE: Final = json.dumps({"address": _ADDRESS, "validator": '"abc"', "total": 7})
_MESSAGES: Final = text(
    '{"config": {"sample_rate": 8000, "words": 1, "max_alternatives": 2}}\nsound\n{"eof": 1}',
    '{"config": {"sample_rate": "8000.0"}}',
    '{"reset": 1}\nmore',
)
_SOUNDS: Final = (
    ("WAV", "PCM_16"),
    ("WAV", "ULAW"),
    ("WAV", "FLOAT"),
    ("RF64", "PCM_16"),
    ("FLAC", "PCM_16"),
    ("OGG", "VORBIS"),
    ("AIFF", "PCM_16"),
    ("AU", "ULAW"),
)
_CONTAINERS: Final = (("mp4", "aac", 16_000), ("webm", "libopus", 48_000), ("adts", "aac", 16_000))
_MARKS_OF_SOUND: Final = ("RIFF", "WAVE", "fmt ", "data", "LIST", "ds64", "OggS", "fLaC", "ftyp", "moov", "#!AMR")

TARGETS: Final = {
    "heard": Target(_heard, text(_HEARD), (*JSON, "utterance", "side", "words")),
    "lines": Target(_lines, text('{"id": 1, "text": "x", "labels": ["blame"]}\n'), (*JSON, "id", "labels")),
    "script": Target(_script, text(_SCRIPT), (*JSON, "turns", "speaker", "start")),
    "outcomes": Target(_outcomes, text(_OUTCOMES), (*JSON, "levels", "rows", "seconds")),
    "marks": Target(_marks, text(_MARKS), (*JSON, "marks", "found", "at")),
    "facts": Target(_facts, text(_FACTS), (*JSON, "cues", "cards", "began")),
    "feedback": Target(_feedback, text(_NOTED), (*JSON, "noted", "2026-02-30"), SOME, longest=256),
    "websocket": Target(_websocket, _MESSAGES, (*JSON, "config", "eof", "reset", "sample_rate"), longest=512),
    "raw": Target(_raw, (_recording(*_SOUNDS[0]), bytes(200)), _MARKS_OF_SOUND, longest=512),
    "sound": Target(_sound, tuple(_recording(*each) for each in _SOUNDS), _MARKS_OF_SOUND),
    "compressed": Target(_sound, tuple(_compressed(*each) for each in _CONTAINERS), _MARKS_OF_SOUND, longest=2_048),
    "form": Target(_form, text(_FORM), (*TOML, "at", "2026-02-30")),
    "receipt": Target(_receipt, text('{"files": {"a": {"bytes": 1, "sha256": "' + "0" * 64 + '"}}}'), JSON),
    "unfinished": Target(_unfinished, text(_NOTE), (*JSON, "total", "validator"), SOME, longest=256),
    "archive": Target(_archive, (_zip(),), ("PK", "../", "/", "\0", "\\"), longest=512),
}
"""What may come from a telephone, another desk, or the network."""
