from __future__ import annotations

import json
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import pytest

from calmdesk.call.events import SAMPLE_RATE, Block, Final, Heard, Partial, Side
from calmdesk.errors import ModelError
from calmdesk.speech import models
from calmdesk.speech.recogniser import VoskRecogniser
from calmdesk.speech.vosk_types import vosk
from speech.recordings import (
    blocks,
    cut,
    finals,
    hiss,
    knocks,
    partials,
    spoken,
    to_int16,
    turns,
    voice,
    word_error_rate,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from calmdesk.speech.vosk_types import Model


def hear(model: Model, given: Iterable[Block], side: Side = Side.CLIENT) -> list[Heard]:
    """Return everything a new recogniser makes of the blocks."""
    recogniser = VoskRecogniser(model, side)
    return [*(event for block in given for event in recogniser.hear(block)), *recogniser.finish()]


def transcript(heard: Iterable[Heard]) -> str:
    """Return the settled text."""
    return " ".join(final.text for final in finals(heard))


def test_the_client_is_understood(heard: list[Heard]) -> None:
    """Of a hundred words the client says in the shipped call, at least ninety are right on the screen."""
    said = [word for turn in turns(Side.CLIENT) for word in spoken(turn["text"])]
    assert word_error_rate(said, spoken(transcript(heard))) <= 0.10


def test_words_carry_the_time_at_which_they_were_said(heard: list[Heard]) -> None:
    """A click on a word in the report plays that word: it lies within the sentence it was said in."""
    spans = [(turn["start"] - 0.3, turn["end"] + 0.3) for turn in turns(Side.CLIENT)]
    words = [word for final in finals(heard) for word in final.words]
    assert len(words) > 100
    assert [word for word in words if not any(start <= word.start <= word.end <= end for start, end in spans)] == []
    assert all(first.end <= second.start + 0.001 for first, second in pairwise(words))
    assert all(0 <= word.confidence <= 1 for word in words)


def test_sentences_begin_and_end_where_the_script_says(heard: list[Heard]) -> None:
    """The first and last word of what the client says stand within 0.3 s of where they were spoken."""
    words = [word for final in finals(heard) for word in final.words]
    for turn in turns(Side.CLIENT):
        within = [word for word in words if turn["start"] - 0.3 <= word.start <= turn["end"]]
        assert within[0].start == pytest.approx(turn["start"], abs=0.3), turn["text"]
        assert within[-1].end == pytest.approx(turn["end"], abs=0.3), turn["text"]


def test_the_text_of_a_final_is_its_words(heard: list[Heard]) -> None:
    """A cue's words can be marked by their place: text and words agree."""
    assert all(final.text.split() == [word.text for word in final.words] for final in finals(heard))


def test_partials_grow(heard: list[Heard]) -> None:
    """The sentence on the screen gets longer while the client speaks; it hardly ever loses a word again."""
    steps = [
        (len(first.text.split()), len(second.text.split()))
        for first, second in pairwise(partials(heard))
        if first.utterance == second.utterance
    ]
    shrinking = [step for step in steps if step[1] < step[0]]
    assert len(steps) > 60
    assert len(shrinking) <= len(steps) // 20


def test_a_partial_comes_only_when_the_text_has_changed(heard: list[Heard]) -> None:
    """The screen does not flicker: no partial repeats the one before it."""
    for _, group in groupby(partials(heard), key=lambda partial: partial.utterance):
        assert all(first.text != second.text for first, second in pairwise(group))


def test_words_are_shown_soon_after_they_are_spoken(heard: list[Heard]) -> None:
    """Half of the words are on the screen within half a second of their end."""
    delays = []
    for final in finals(heard):
        running = [partial for partial in partials(heard) if partial.utterance == final.utterance]
        for count, word in enumerate(final.words, 1):
            shown = [partial.at for partial in running if len(partial.text.split()) >= count]
            delays.append((shown[0] if shown else final.at) - word.end)
    assert median(delays) <= 0.5


def test_utterances_are_numbered_and_times_go_forward(heard: list[Heard]) -> None:
    """A final settles the partials before it: same number, and the next sentence has the next one."""
    assert [final.utterance for final in finals(heard)] == list(range(len(finals(heard))))
    assert [event.utterance for event in heard] == sorted(event.utterance for event in heard)
    assert [event.at for event in heard] == sorted(event.at for event in heard)


def test_blocks_of_another_size_give_the_same_words(model: Model, heard: list[Heard]) -> None:
    """A microphone with blocks of 200 ms understands as well as one with 100 ms."""
    longer = hear(model, blocks(cut(voice(Side.CLIENT), 0, 38), size=SAMPLE_RATE // 5))
    assert transcript(longer) == " ".join(final.text for final in finals(heard) if final.at < 38)


def test_what_is_heard_says_whose_it_is(model: Model) -> None:
    """The receptionist's own words are never taken for the client's."""
    heard = hear(model, blocks(cut(voice(Side.DESK), 0, 5), Side.DESK), Side.DESK)
    assert heard
    assert {event.side for event in heard} == {Side.DESK}


def test_the_last_sentence_is_not_lost_when_the_sound_ends_in_it(model: Model) -> None:
    """The client hangs up in mid-word: what was said until then is settled, once."""
    recogniser = VoskRecogniser(model)
    for block in blocks(cut(voice(Side.CLIENT), 0, 7.6)):
        assert not finals(recogniser.hear(block))
    last = recogniser.finish()
    assert [final.text for final in last] == ["ouais bonjour alors c'est encore votre clinique de bras cassés"]
    assert last[0].at == pytest.approx(7.6)
    assert recogniser.finish() == []


def test_nothing_said_is_nothing_heard(model: Model) -> None:
    """A recogniser that was fed nothing, or empty blocks, says nothing."""
    assert hear(model, []) == []
    assert hear(model, [Block(0.0, np.zeros(0, np.int16))]) == []


@pytest.mark.parametrize("decibels", [-120, -60, -45])
def test_silence_and_hiss_yield_nothing(model: Model, decibels: float) -> None:
    """On hold nobody speaks, and no word appears."""
    assert hear(model, blocks(to_int16(hiss(8, decibels)))) == []


def test_bare_vosk_hears_ghosts(model: Model) -> None:
    """The gate is needed: in the same noisy line and the same knocks, Vosk alone hears words."""
    for sound in (to_int16(hiss(8, -45)), knocks(10, 0.06, -25)):
        bare = vosk().KaldiRecognizer(model, SAMPLE_RATE)
        answers = [bare.Result() for block in blocks(sound) if bare.AcceptWaveform(block.samples.tobytes())]
        assert any(json.loads(answer)["text"] for answer in [*answers, bare.FinalResult()])


@pytest.mark.parametrize("length", [0.03, 0.06, 0.1, 0.3])
def test_knocks_and_clicks_yield_nothing(model: Model, length: float) -> None:
    """A pen that drops or a receiver that is laid down does not say « ah », « ça » or « mais »."""
    assert hear(model, blocks(knocks(10, length, -25))) == []


def test_a_quiet_line_loses_nothing(model: Model) -> None:
    """A caller far from the telephone, 25 dB quieter on a hissing line, still gets every sentence through."""
    loud = cut(voice(Side.CLIENT), 0, 36).astype(np.float64) / 32_768
    quiet = to_int16(loud * 10 ** (-25 / 20) + hiss(len(loud) / SAMPLE_RATE, -75))
    said = [word for turn in turns(Side.CLIENT) if turn["end"] < 36 for word in spoken(turn["text"])]
    assert word_error_rate(said, spoken(transcript(hear(model, blocks(quiet))))) <= 0.15


def shifted(given: list[Block], *, after: float, by: float) -> list[Block]:
    """Return the blocks with a hole: those from ``after`` on come ``by`` seconds later."""
    return [Block(block.at + by, block.samples, block.side) if block.at >= after else block for block in given]


def test_time_is_right_after_a_hole(model: Model, heard: list[Heard]) -> None:
    """When audio was lost, what comes after it still stands where it was said."""
    given = shifted(blocks(cut(voice(Side.CLIENT), 0, 36)), after=25.0, by=100.0)
    got = [word for final in finals(hear(model, given)) for word in final.words]
    expected = [word for final in finals(heard) if final.at < 37 for word in final.words]
    assert [word.text for word in got] == [word.text for word in expected]
    for word, other in zip(got, expected, strict=True):
        late = 100.0 if other.start > 25 else 0.0
        assert word.start == pytest.approx(other.start + late, abs=0.2)
        assert word.end == pytest.approx(other.end + late, abs=0.2)


def test_a_hole_ends_the_sentence(model: Model) -> None:
    """Words on both sides of lost audio are never read as one phrase; the first part stands before the hole."""
    given = shifted(blocks(cut(voice(Side.CLIENT), 0, 9)), after=6.0, by=30.0)
    first, second = finals(hear(model, given))
    assert first.text.startswith("ouais bonjour")
    assert first.at == pytest.approx(6.0)
    assert first.words[-1].end <= 6.0
    assert second.words[0].start >= 36.0


def test_a_stutter_does_not_end_the_sentence(model: Model) -> None:
    """A tenth of a second lost by the microphone leaves the sentence whole, its end in the right place."""
    given = shifted(blocks(cut(voice(Side.CLIENT), 0, 9)), after=6.0, by=0.1)
    (final,) = finals(hear(model, given))
    assert final.text.startswith("ouais bonjour")
    assert final.text.endswith("cassés hein")
    assert final.words[-1].end == pytest.approx(7.84, abs=0.1)


def test_a_call_may_begin_at_any_time(model: Model) -> None:
    """Listening from the tenth minute on gives the times of the tenth minute."""
    (final,) = finals(hear(model, blocks(cut(voice(Side.CLIENT), 0, 9), at=600.0)))
    assert final.words[0].start == pytest.approx(604.17, abs=0.05)


@pytest.mark.slow
def test_time_is_right_after_ten_minutes(model: Model) -> None:
    """Vosk starts its decoder anew every ten minutes; in a long call the times must not slip."""
    wait = np.zeros(650 * SAMPLE_RATE, np.int16)
    heard = hear(model, blocks(np.concatenate([wait, cut(voice(Side.CLIENT), 0, 9), wait[: 2 * SAMPLE_RATE]])))
    assert finals(heard)[0].words[0].start == pytest.approx(654.17, abs=0.1)


def test_a_word_with_control_characters_is_harmless(copied: Path) -> None:
    """A model's word list cannot send commands to the receptionist's terminal."""
    words = copied / "graph" / "words.txt"
    words.write_text(words.read_text("utf-8").replace("\nbonjour ", "\n\x1b[2Jbon\u202ejour "), "utf-8")
    heard = hear(models.load(models.find("fr", copied)), blocks(cut(voice(Side.CLIENT), 3, 9)))
    assert any("bonjour" in event.text.split() for event in heard)
    assert all(event.text.isprintable() for event in heard)


def test_a_model_of_parts_that_do_not_fit_is_said_so(copied: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Half of one model and half of another: one sentence, no traceback, no lines of Kaldi's."""
    (copied / "conf" / "mfcc.conf").write_text("--num-ceps=13\n", "utf-8")
    with pytest.raises(ModelError, match="do not fit"):
        VoskRecogniser(models.load(models.find("fr", copied)))
    assert capfd.readouterr().err == ""


def test_partial_and_final_are_all_that_is_heard(heard: list[Heard]) -> None:
    """A view needs to know two kinds of events, and each is frozen."""
    assert {type(event) for event in heard} == {Partial, Final}
