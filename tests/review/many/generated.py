"""Heard calls made from the phrasebook's own cases: as many as a test wants, the same for the same seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from calmdesk.bench.labelled import read_cases
from calmdesk.call.events import Final, Partial, Word
from calmdesk.phrasebook import folders
from calmdesk.phrasebook.families import read_families
from calmdesk.speech.heard_file import HeardWriter

if TYPE_CHECKING:
    from pathlib import Path

WORD_SECONDS = 0.4
PAUSE_SECONDS = 4.0
"""The desk answers."""


def write_calls(folder: Path, count: int, *, utterances: int = 8, seed: int = 1) -> Path:
    """Write files of heard events, one partial a word, and return their folder."""
    source = folders.find("fr", shipped_only=True)
    sentences = [case.text for case in read_cases(source.folders, read_families(source.families))]
    chance = random.Random(seed)  # noqa: S311  # no secret
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        said = [chance.choice(sentences) for _ in range(utterances)]
        write_call(folder / f"call-{number:04}.heard.jsonl", said)
    return folder


def write_call(path: Path, said: list[str]) -> None:
    """Write what is heard when a client says some sentences, one after another."""
    at = 0.0
    with HeardWriter(path) as writer:
        for utterance, sentence in enumerate(said):
            at += PAUSE_SECONDS
            words = []
            for text in sentence.lower().split():
                words.append(Word(text, round(at, 3), round(at + WORD_SECONDS, 3)))
                at += WORD_SECONDS
                writer.write(Partial(round(at, 3), " ".join(word.text for word in words), utterance))
            at += 0.6
            writer.write(Final(round(at, 3), " ".join(word.text for word in words), utterance, tuple(words)))
