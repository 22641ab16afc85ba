from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from calmdesk.call.events import SAMPLE_RATE, Block
from calmdesk.speech.gate import Gate
from speech.recordings import hiss, to_int16

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]

LINE = -60.0


def vowel(seconds: float, decibels: float, pitch: float = 120.0) -> NDArray[np.float64]:
    """Return a buzz with the overtones of a voice that pass through a telephone."""
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    sound = np.zeros(len(times))
    for tone in range(3, 25):
        sound += np.sin(2 * np.pi * pitch * tone * times) / tone
    sound *= 10 ** (decibels / 20) / sound.std()
    return sound


def listened(*sounds: NDArray[np.float64], gate: Gate | None = None) -> Gate:
    """Return a gate that has heard the sounds one after the other, in blocks of 100 ms."""
    gate = gate or Gate()
    samples = to_int16(np.concatenate(sounds))
    for first in range(0, len(samples), 1600):
        gate.listen(Block(0.0, samples[first : first + 1600]))
    return gate


def over_line(sound: NDArray[np.float64], seed: int = 9) -> NDArray[np.float64]:
    """Return the sound with the line's own noise."""
    return sound + hiss(len(sound) / SAMPLE_RATE, LINE, seed=seed)


def test_words_out_of_silence_are_ghosts() -> None:
    """Nobody spoke: whatever was heard, short or long, was not said."""
    gate = listened(np.zeros(SAMPLE_RATE))
    assert gate.is_ghost("euh")
    assert gate.is_ghost("euh je ne sais pas")


@pytest.mark.parametrize("decibels", [-70, -55, -45, -38])
def test_words_out_of_steady_noise_are_ghosts(decibels: float) -> None:
    """A noisy line, a fan or a road beside the telephone is no voice."""
    assert listened(hiss(5, decibels)).is_ghost("oui oui oui oui")


@pytest.mark.parametrize("decibels", [-50, -30, -10])
def test_a_voice_is_believed(decibels: float) -> None:
    """A single short word counts, from quiet to loud."""
    gate = listened(hiss(1, LINE - 5), over_line(vowel(0.2, decibels)), hiss(0.5, LINE - 5))
    assert not gate.is_ghost("non")


def test_a_call_that_begins_in_mid_word_is_believed() -> None:
    """The gate needs no silence first to know a voice."""
    assert not listened(vowel(0.3, -25)).is_ghost("allô")


def test_the_last_crumb_of_a_call_is_no_reason_to_stumble() -> None:
    """A telephone program that hangs up in the middle of a block sends less sound than can be judged."""
    assert not Gate().is_quiet(Block(0.0, np.zeros(7, np.int16)))
    assert not Gate().is_quiet(Block(0.0, np.zeros(0, np.int16)))


@pytest.mark.parametrize("length", [0.02, 0.1, 0.5])
def test_one_word_out_of_a_bang_is_a_ghost(length: float) -> None:
    """A slammed door is loud, but nothing in it is a vowel."""
    gate = listened(hiss(1, LINE), over_line(hiss(length, -20, seed=3)), hiss(0.5, LINE))
    assert gate.is_ghost("mais")
    assert gate.is_ghost("ah bah")


def test_blocks_too_short_to_judge_are_believed() -> None:
    """A microphone that delivers tiny blocks loses no word for it."""
    gate = Gate()
    samples = to_int16(over_line(vowel(0.5, -25)))
    for first in range(0, len(samples), 160):
        gate.listen(Block(0.0, samples[first : first + 160]))
    assert not gate.is_ghost("non")


def test_a_whispered_sentence_is_believed() -> None:
    """A whisper has no voice in it either; three words in a row are not taken for a bang."""
    gate = listened(hiss(1, LINE), over_line(hiss(1.5, -30, seed=4)))
    assert not gate.is_ghost("aidez moi vite")


def test_each_utterance_is_judged_by_its_own_sound() -> None:
    """The sentence before does not vouch for the ghost after it."""
    gate = listened(hiss(1, LINE), over_line(vowel(1, -20)), hiss(1, LINE, seed=5))
    assert not gate.is_ghost("bonjour")
    gate.next_utterance()
    assert listened(hiss(1, LINE, seed=6), gate=gate).is_ghost("hein")


def test_an_utterance_cut_in_mid_word_is_still_speech() -> None:
    """Vosk cuts a monologue after twenty seconds: the rest of the word counts for the next utterance."""
    gate = listened(hiss(1, LINE), over_line(vowel(1, -20)))
    gate.next_utterance()
    assert not gate.is_ghost("et puis alors")


def test_the_floor_follows_a_line_that_gets_noisier() -> None:
    """After some seconds in a street, its noise is the new silence, and a voice above it still counts."""
    gate = listened(hiss(2, -65), hiss(10, -45, seed=7))
    gate.next_utterance()
    assert listened(hiss(2, -45, seed=8), gate=gate).is_ghost("oui oui oui")
    assert not listened(vowel(0.4, -25), gate=gate).is_ghost("non")


def test_the_gate_does_not_flutter_at_its_threshold() -> None:
    """Open at 8 dB over the noise, it stays open at 6 dB, and closed it does not open there."""
    base = listened(hiss(3, LINE))
    base.next_utterance()
    assert listened(hiss(1, LINE + 5, seed=1), gate=base).is_ghost("un deux trois")
    opened = listened(hiss(3, LINE))
    listened(hiss(0.2, LINE + 12, seed=2), gate=opened)
    opened.next_utterance()
    assert not listened(hiss(0.1, LINE + 7, seed=3), gate=opened).is_ghost("un deux trois")


@given(arrays.arrays(np.int16, st.integers(1, 4000)))
def test_any_block_is_listened_to(samples: Samples) -> None:
    """Full scale, one sample, an odd length: no sound upsets the gate."""
    gate = Gate()
    gate.listen(Block(0.0, samples))
    gate.listen(Block(0.0, samples))
    assert gate.is_ghost("oui") in {True, False}
