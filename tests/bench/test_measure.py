from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bench.made_up import PlainAdviser, row, write_lines, write_script
from calmdesk.bench.book import Book, urgency
from calmdesk.bench.held_out import HeldOut
from calmdesk.bench.material import HeardCall, Material, Sentences, read_material
from calmdesk.bench.measure import Contender, Run
from calmdesk.bench.noise import Noise
from calmdesk.bench.scripts import CallScript
from calmdesk.bench.sound_alikes import SoundAlikes
from calmdesk.call.events import Event, Final, Word
from calmdesk.call.runner import follow
from calmdesk.cues.spotter import CueSpotter
from calmdesk.errors import HeardFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from calmdesk.call.events import FromSpeech, Heard

INSULT = "vous êtes des incapables"


def contender(book: Book) -> Contender:
    """Return the phrasebook at work."""

    def followed(stream: Iterable[FromSpeech]) -> Iterable[Event]:
        return follow(stream, CueSpotter(book.matcher), PlainAdviser(book.families))

    return Contender(book.matcher, urgency(book.families), followed)


def run(material: Sequence[Material], held_out: HeldOut | None = None) -> Run:
    """Return a run whose calls are heard word for word: an insult at 2 s."""
    words = tuple(Word(word, 1.0, 2.0) for word in INSULT.split())
    return Run(material, lambda _call: [Final(2.0, INSULT, 0, words)], held_out)


def heard_call(path: Path, *, script: bool) -> HeardCall:
    """Return a recorded call, with a script of one insulting turn or without."""
    told = write_script(path.with_suffix(".json"), ("client", INSULT, "insult"), timed=True) if script else None
    material = read_material([told])[0] if told else None
    return HeardCall(path, saved=False, script=material if isinstance(material, CallScript) else None)


def test_files_are_known_by_what_they_hold(tmp_path: Path) -> None:
    """Nobody has to say whether a .jsonl holds sentences or a saved call."""
    write_script(tmp_path / "call.json", ("client", "oui", ""), timed=True)
    paths = [
        write_lines(tmp_path / "rows.jsonl", [{"text": "oui", "labels": []}]),
        write_lines(tmp_path / "call.jsonl", [{"format": "calmdesk heard", "version": 1}]),
        tmp_path / "call.json",
        tmp_path / "call.wav",
    ]
    paths[3].write_bytes(b"RIFF")
    sentences, saved, script, recording = read_material(paths)
    assert isinstance(sentences, Sentences)
    assert isinstance(script, CallScript)
    assert isinstance(saved, HeardCall)
    assert isinstance(recording, HeardCall)
    assert (saved.saved, recording.saved) == (True, False)
    assert saved.script == recording.script == script


def test_files_that_hold_nothing_to_measure_are_refused(tmp_path: Path) -> None:
    """A missing file, a phrasebook's file and a script without times beside a recording are named."""
    (tmp_path / "a.toml").write_text("", encoding="utf-8")
    (tmp_path / "b.wav").write_bytes(b"RIFF")
    write_script(tmp_path / "b.json", ("client", "oui", ""), timed=False)
    for name, said in {"none.wav": "no such file", "a.toml": "no labelled", "b.wav": "when its turns"}.items():
        with pytest.raises(HeardFileError, match=said):
            read_material([tmp_path / name])


def test_sentences_scripts_and_calls_are_measured_together(book: Book, tmp_path: Path) -> None:
    """One table for everything that was given; the turns of a recording are not taken for those of its script."""
    call = heard_call(tmp_path / "a.wav", script=True)
    assert call.script
    level = run([Sentences("s", (row("1", "bonjour"),)), call.script, call]).level(contender(book))
    assert [each.row.id for each in level.outcomes] == ["1", "a:1", "a.wav:1"]
    assert (level.score.right, level.score.wrong, level.score.missed) == (2, 0, 0)
    assert level.outcomes[2].cards == ("insult",)
    assert (level.harmless, level.fired, level.false_cards) == (1, 0, 0)


def test_a_call_without_a_script_is_only_counted(book: Book, tmp_path: Path) -> None:
    """Nobody has said what is right in it: its cards are counted, not judged."""
    measured = run([heard_call(tmp_path / "a.wav", script=False)])
    [counted] = measured.counted(contender(book))
    assert (counted.name, counted.cards, counted.seconds) == ("a.wav", {"insult": 1}, 2.0)
    assert measured.level(contender(book)).outcomes == ()


def test_the_held_out_part_applies_to_sentences(book: Book, tmp_path: Path) -> None:
    """Calls are always measured whole."""
    rows = tuple(row(f"d-{n}", "bonjour") for n in range(10))
    measured = run([Sentences("s", rows), heard_call(tmp_path / "a.wav", script=True)], HeldOut(0, 5))
    assert [each.row.id for each in measured.level(contender(book)).outcomes] == ["d-0", "d-5", "a.wav:1"]


def test_noise_spoils_sentences_and_shows_the_fall(book: Book) -> None:
    """The level says how many words were really wrong, and how far F1 has fallen since the clean one."""
    rows = tuple(row(str(n), f"{INSULT} numéro {n}", "insult") for n in range(40))
    measured = run([Sentences("s", rows)])
    clean = measured.level(contender(book))
    noise = Noise(SoundAlikes(["vous", "voûte", "incapable", "incassable", "êtes", "tête"], book.language.sounds),
                  book.language)  # fmt: skip
    noisy = measured.noisy(contender(book), noise, 0.4, clean)
    assert noisy.word_error_rate == pytest.approx(0.4, abs=0.08)
    assert noisy.f1_change is not None
    assert noisy.f1_change.value < 0
    assert noisy.outcomes[0].row == clean.outcomes[0].row
    assert clean.f1_change is None


def test_a_strange_label_is_refused_before_anything_is_heard(book: Book, tmp_path: Path) -> None:
    """An hour of recognition is not wasted on a typing mistake in a script."""

    def never(_call: HeardCall) -> Iterable[Heard]:
        raise AssertionError

    path = write_script(tmp_path / "a.json", ("client", "oui", "insulte"), timed=True)
    script = read_material([path])[0]
    assert isinstance(script, CallScript)
    with pytest.raises(HeardFileError, match="no such family: insulte"):
        Run([HeardCall(tmp_path / "a.wav", saved=False, script=script)], never).check(book.families)


def test_what_was_measured_is_listed(book: Book, tmp_path: Path) -> None:
    """The report names each file with its kind and number of rows."""
    call = heard_call(tmp_path / "a.wav", script=True)
    assert call.script
    measured = run([Sentences("cases", tuple(book.cases)), call.script, call]).measured
    assert [(each.name, each.kind, each.rows) for each in measured] == [
        ("cases", "sentences", 6), ("a", "script", 1), ("a.wav", "recording", 1),
    ]  # fmt: skip
    assert json.dumps([each.kind for each in measured])
