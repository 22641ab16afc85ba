from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bench.made_up import PlainAdviser
from calmdesk import places
from calmdesk.bench.cost import bare
from calmdesk.bench.cost.deciding import deciding_cost
from calmdesk.bench.cost.matching import matching_cost, sampled_phrases, utterances
from calmdesk.bench.cost.memory import memory
from calmdesk.bench.cost.peak import peak_bytes
from calmdesk.bench.cost.speed import Speed, turn_about
from calmdesk.bench.cost.stages import Stations, by_stage
from calmdesk.bench.cost.timing import timed
from calmdesk.call.events import Block, Final
from calmdesk.cues.desk_ear import DeskEar
from calmdesk.cues.spotter import CueSpotter
from calmdesk.errors import AudioError
from calmdesk.overlay.jsonl import JsonLinesView
from calmdesk.speech import models

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from calmdesk.bench.book import Book
    from calmdesk.call.stages import Source

SILENCE = [bytes(bare.BLOCK_BYTES)] * 10


def test_both_run_by_turns_and_the_first_pair_warms_up() -> None:
    """A machine that slows down halfway hits both sides of the ratio."""
    order: list[str] = []
    pairs = turn_about(lambda: order.append("bare"), lambda: order.append("chain"), 2)
    assert order == ["chain", "bare", "bare", "chain", "chain", "bare"]
    assert len(pairs) == 2


def test_the_ratio_is_the_middle_one() -> None:
    """One disturbed repeat does not decide."""
    assert Speed(10.0, [1.0, 1.0, 1.0], [1.1, 9.0, 1.2], {}).ratio == pytest.approx(1.2)


def test_only_the_programs_own_time_is_counted() -> None:
    """Milliseconds of this thread: half of the runs are quicker than p50."""
    timing = timed([lambda: sum(range(1_000))] * 20)
    assert timing.count == 20
    assert 0 < timing.p50 <= timing.p95 <= timing.worst
    assert timed([]).worst == 0.0


def test_matching_is_measured_beside_naive_matching(book: Book) -> None:
    """Both search the same phrases, multiplied out; the phrasebook's loading is measured too."""
    cost = matching_cost(book.source.folder)
    assert cost.phrases == len(book.phrasebook.phrases)
    assert cost.expanded >= cost.sampled > 10
    assert set(cost.naive) == {"partial_ratio", "WRatio"}
    assert cost.load_ready > 0
    assert cost.load_sources > 0


def test_utterances_grow_word_by_word() -> None:
    """Partials as a client's turn brings them: sentences run together, each a word longer than the one before."""
    [first, *_] = utterances(["vous êtes des incapables"] * 40)
    assert [len(text.split()) for text in first] == list(range(1, len(first) + 1))
    assert len(first) >= 30


def test_sampled_phrases_are_ways_to_say_the_templates(book: Book) -> None:
    """Every sampled phrase is one the matcher knows as a cue of its family."""
    phrases = sampled_phrases(book.phrasebook, 5_000)
    assert "ferme la" in phrases
    assert len(set(phrases)) == len(phrases)
    assert all(book.matcher.cues(phrase) for phrase in phrases)


def test_decisions_are_timed(book: Book) -> None:
    """Cues of all families, one or two at a time, in many calls."""
    cost = deciding_cost(list(book.families), lambda: PlainAdviser(book.families))
    assert cost.count == 4_000


class Hiss:
    """A source of ten blocks."""

    def blocks(self) -> Iterator[Block]:
        """Yield noise that takes a while to make."""
        draw = np.random.default_rng(0)
        for number in range(10):
            yield Block(number / 10, draw.integers(-99, 99, 1_600).astype(np.int16))


def test_each_station_is_charged_with_its_own_time(book: Book) -> None:
    """What the audio costs is not charged to the recogniser that waits for it."""

    def hear(source: Source) -> Iterable[Final]:
        for block in source.blocks():
            yield Final(block.at, "vous êtes des incapables", int(block.at * 10))

    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  # a device
        view = JsonLinesView(stream=nowhere)
        stations = Stations(CueSpotter(book.matcher), PlainAdviser(book.families), DeskEar(), view)
        stages = by_stage(Hiss(), hear, stations)
    assert list(stages) == ["audio", "speech", "cues", "advice", "overlay"]
    assert stages["cues"] > stages["advice"] >= 0
    assert all(seconds >= -1e-6 for seconds in stages.values())


def test_bare_vosk_hears_blocks() -> None:
    """The yardstick is the real recogniser on the real model: silence has no utterance."""
    found = models.find("fr", places.shipped("models") / "demo-fr")
    assert bare.hear(models.load(found), SILENCE) == 0


def test_memory_is_told_by_each_program_itself(tmp_path: Path) -> None:
    """Bare Vosk needs tens of megabytes; our own `models list` runs under the same scales."""
    model = places.shipped("models") / "demo-fr"
    held = memory(model, SILENCE, ["models", "list"])
    assert 20 < held.bare < 400
    assert 5 < held.chain < 400
    assert held.above == held.chain - held.bare
    with pytest.raises(AudioError, match="failed"):
        memory(tmp_path, SILENCE, ["models", "list"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say")
def test_a_process_knows_its_peak() -> None:
    """The mark is at least what Python itself takes."""
    assert (peak_bytes() or 0) > 5_000_000
