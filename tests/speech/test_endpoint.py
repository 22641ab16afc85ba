from __future__ import annotations

import math
import os
import tempfile
from typing import TYPE_CHECKING, NoReturn

import pytest

from calmdesk.call.events import Final, Side
from calmdesk.errors import ModelError, UsageError
from calmdesk.speech import endpoint, models
from calmdesk.speech.endpoint import EndpointDelays
from calmdesk.speech.recogniser import VoskRecogniser
from speech.recordings import blocks, cut, voice

if TYPE_CHECKING:
    from pathlib import Path


DELAYS = (EndpointDelays(pause=0.2), None, EndpointDelays(pause=1.5))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which temporary folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def utterances(model: Path, delays: EndpointDelays | None) -> list[Final]:
    """Return how « Une solution ! Vous ne savez même pas … » is cut: a turn of seven seconds with two pauses."""
    recogniser = VoskRecogniser(models.load(models.find("fr", model), delays), delays=delays)
    heard = [event for block in blocks(cut(voice(Side.CLIENT), 28, 38)) for event in recogniser.hear(block)]
    return [event for event in [*heard, *recogniser.finish()] if isinstance(event, Final)]


def test_a_longer_pause_keeps_sentences_together(shipped: Path) -> None:
    """Someone who halts while speaking is not cut off, and a patient desk waits as long as it wants."""
    hasty = utterances(shipped, EndpointDelays(pause=0.2))
    patient = utterances(shipped, EndpointDelays(pause=1.5))
    assert len(hasty) > len(patient)
    assert patient[0].text.startswith("une solution vous ne savez")


def test_a_shorter_pause_settles_sooner(shipped: Path) -> None:
    """A quick desk has the final words earlier."""
    hasty, asked, patient = (utterances(shipped, delays) for delays in DELAYS)
    assert hasty[-1].at < asked[-1].at < patient[-1].at


def test_a_monologue_is_cut(shipped: Path) -> None:
    """An utterance as long as `longest` is settled without a pause."""
    assert max(final.words[-1].end - final.words[0].start for final in utterances(shipped, None)) > 4
    cut_short = utterances(shipped, EndpointDelays(longest=3.0))
    assert max(final.words[-1].end - final.words[0].start for final in cut_short) < 4


def test_nothing_is_written_by_default(shipped: Path, temporary: Path) -> None:
    """Whoever asks for no delays has nothing copied, not even for a moment."""
    temporary.rmdir()
    models.load(models.find("fr", shipped))
    assert not temporary.exists()


def test_nothing_is_left_behind(shipped: Path, temporary: Path) -> None:
    """The changed copy of the model is gone when the model is in memory, and the model itself is as it was."""
    before = {path: path.stat().st_mtime_ns for path in shipped.rglob("*")}
    assert utterances(shipped, EndpointDelays(pause=1.0))
    assert list(temporary.iterdir()) == []
    assert {path: path.stat().st_mtime_ns for path in shipped.rglob("*")} == before


def test_nothing_is_left_behind_by_a_model_that_does_not_load(copied: Path, temporary: Path) -> None:
    """Not even an error leaves a copy lying about; the sentence names the model, not the copy."""
    (copied / "am" / "final.mdl").write_bytes(b"x")
    with pytest.raises(ModelError, match=copied.name):
        models.load(models.find("fr", copied), EndpointDelays())
    assert list(temporary.iterdir()) == []


def test_the_copy_is_made_of_links(shipped: Path) -> None:
    """A model of 1.4 GB is not copied, and other users cannot look into the folder."""
    with endpoint.model_with(shipped, EndpointDelays()) as copy:
        real = [file for file in copy.rglob("*") if file.is_file() and not file.is_symlink()]
        assert real == [copy / "conf" / "model.conf"]
        assert copy.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("lacking", [["symlink"], ["symlink", "link"]])
def test_systems_without_links(shipped: Path, monkeypatch: pytest.MonkeyPatch, lacking: list[str]) -> None:
    """Windows allows symbolic links to few; the model loads all the same."""

    def refuse(*_: object) -> NoReturn:
        raise PermissionError

    for name in lacking:
        monkeypatch.setattr(os, name, refuse)
    assert utterances(shipped, EndpointDelays(pause=1.5))


def test_the_models_other_settings_stay(shipped: Path) -> None:
    """Only the delays change: the model's own lines for them go, everything else stays."""
    with endpoint.model_with(shipped, EndpointDelays(pause=0.75)) as copy:
        changed = (copy / "conf" / "model.conf").read_text("utf-8").splitlines()
    original = (shipped / "conf" / "model.conf").read_text("utf-8").splitlines()
    kept = [line for line in original if "endpoint.rule" not in line]
    assert kept == changed[: len(kept)]
    assert changed[len(kept) :] == [
        "--endpoint.rule1.min-trailing-silence=5.0",
        "--endpoint.rule2.min-trailing-silence=0.75",
        "--endpoint.rule3.min-trailing-silence=1.25",
        "--endpoint.rule4.min-trailing-silence=1.75",
        "--endpoint.rule5.min-utterance-length=20.0",
    ]


def test_a_model_of_the_old_kind_cannot_be_changed(shipped: Path, tmp_path: Path) -> None:
    """Models without settings have their delays inside Vosk: that is said, not ignored."""
    with (
        pytest.raises(ModelError, match=r"has no conf/model\.conf"),
        endpoint.model_with(shipped / "graph", EndpointDelays()),
    ):
        pytest.fail("no copy can be made")
    assert list(tmp_path.iterdir()) == []


class NewerDecoder:
    """What Vosk 0.3.50 adds to its recogniser; the Vosk that is installed here lacks it."""

    def __init__(self) -> None:
        self.delays: tuple[float, ...] = ()

    def SetEndpointerDelays(self, t_start_max: float, t_end: float, t_max: float) -> None:  # noqa: N802 - Vosk's name
        """Note what was set."""
        self.delays = (t_start_max, t_end, t_max)


def test_newer_vosk_is_told(temporary: Path) -> None:
    """Where the recogniser can be told its delays, no copy of the model is needed."""
    decoder = NewerDecoder()
    assert endpoint.settable(NewerDecoder)
    endpoint.tell(decoder, EndpointDelays(pause=0.75, start=4.0, longest=15.0))  # type: ignore[arg-type]  # only this method is called
    assert decoder.delays == (4.0, 0.75, 15.0)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("delays", [{"pause": 0.0}, {"pause": math.nan}, {"start": -1.0}, {"longest": math.inf}])
def test_senseless_delays_are_refused(delays: dict[str, float]) -> None:
    """A pause of no length would cut every word; the sentence names what may be given."""
    with pytest.raises(UsageError, match=r"must lie between .* and .* seconds"):
        EndpointDelays(**delays)
