"""The real microphone path: PulseAudio, ALSA, PortAudio, sounddevice, ``Microphone``."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from audio.sounds import loudest_hertz, save, spectrum_peak, tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from virtual_mic import VirtualMicrophone

pytestmark = pytest.mark.device

TESTS = Path(__file__).parents[1]


@dataclass
class Ear:
    """A program that listens: what it says while it runs, and told when it is done."""

    program: subprocess.Popen[str]
    file: Path
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def samples(self) -> NDArray[np.int16]:
        """Everything it heard."""
        return np.asarray(np.load(self.file), np.int16)

    @property
    def notices(self) -> list[str]:
        """What it told its user."""
        return list(self.told["notices"])

    def await_fact(self, name: str) -> Any:  # noqa: ANN401 - what the program tells is JSON
        """Return the next fact it tells, which must be ``name``."""
        assert self.program.stdout is not None
        line = self.program.stdout.readline()
        assert line, "the program ended: " + self.program.communicate(timeout=10)[1]
        return json.loads(line)[name]


@contextmanager
def listening(microphone: VirtualMicrophone, file: Path, *arguments: str) -> Iterator[Ear]:
    """Run a program that listens; the block begins with its first sound, and ends when it has."""
    program = subprocess.Popen(
        [sys.executable, "-m", "audio.hear", str(file), *arguments],
        cwd=TESTS,
        env=microphone.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    ear = Ear(program, file)
    with program:
        try:
            assert ear.await_fact("listening")
            yield ear
            answer, complaint = program.communicate(timeout=20)
            assert program.returncode == 0, complaint
            ear.told = json.loads(answer.splitlines()[-1])
        finally:
            program.kill()


def _refusal(microphone: VirtualMicrophone, *arguments: str) -> list[str]:
    """Return the two lines with which a program refuses to listen."""
    run = subprocess.run(
        [sys.executable, "-m", "audio.hear", "unused.npy", *arguments],
        cwd=TESTS,
        env=microphone.environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    return list(json.loads(run.stdout)["error"])


def test_what_is_said_is_heard_sample_by_sample(virtual_microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """Every sample spoken into the microphone arrives, unchanged and in order; closing leaves nothing behind."""
    spoken = np.random.default_rng(7).integers(-12000, 12000, 32000, dtype=np.int16)
    with listening(virtual_microphone, tmp_path / "heard.npy", "--device", "deskmic", "--seconds", "4") as ear:
        virtual_microphone.play(save(tmp_path / "spoken.wav", spoken))
    start = _where(ear.samples, spoken)
    assert np.mean(ear.samples[start : start + len(spoken)] == spoken) > 0.999
    assert ear.told["device"] == "deskmic"
    assert ear.notices == []
    before, after = ear.told["threads"]
    assert after == before


def _where(heard: NDArray[np.int16], spoken: NDArray[np.int16]) -> int:
    """Return the place in ``heard`` at which ``spoken`` begins."""
    beginning = spoken[:2000].astype(float)
    return int(np.correlate(heard[: -len(spoken) + 2000].astype(float), beginning, "valid").argmax())


def test_call_time_runs_without_a_gap(virtual_microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """Blocks of 200 ms follow each other from zero on, on the system's default microphone."""
    with listening(virtual_microphone, tmp_path / "heard.npy", "--seconds", "1") as ear:
        pass
    spans = ear.told["spans"]
    assert spans[0][0] == 0
    assert all(after[0] == pytest.approx(before[1]) for before, after in pairwise(spans))
    assert all(end - start == pytest.approx(0.2) for start, end in spans)


def test_a_sound_card_that_only_knows_44_khz_is_understood(
    virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    """A stereo device at another rate is mixed and resampled: a tone stays the tone."""
    with listening(virtual_microphone, tmp_path / "heard.npy", "--seconds", "3", "--refuse-16-khz") as ear:
        virtual_microphone.play(save(tmp_path / "spoken.wav", tone(1000, 1.5)))
    heard = ear.samples
    sounding = np.flatnonzero(np.abs(heard) > 8000)
    middle = heard[sounding[0] + 2000 : sounding[-1] - 2000]
    assert loudest_hertz(middle) == pytest.approx(1000, abs=2)
    assert spectrum_peak(middle)[1] > 40
    assert len(sounding) > 0.5 * 1.4 * 16000


def test_a_reader_that_falls_behind_is_told_what_was_lost(
    virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    """When the machine is too busy, the loss is counted, and the clock of the call does not slip."""
    arguments = ("--seconds", "2.5", "--queue", "0.3", "--dawdle", "1.2")
    with listening(virtual_microphone, tmp_path / "heard.npy", *arguments) as ear:
        pass
    [notice] = ear.notices
    lost = float(notice.split()[0])
    assert notice.endswith("s of sound were lost: this machine is too busy")
    gaps = [after[0] - before[1] for before, after in pairwise(ear.told["spans"])]
    assert 0.5 < lost < 1.3
    assert max(gaps) == pytest.approx(lost, abs=0.11)


def test_a_loose_plug_is_noticed_and_forgiven(virtual_microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """After a second without sound the user is told once; when sound comes back, too, and the call goes on."""
    with listening(virtual_microphone, tmp_path / "heard.npy", "--seconds", "1.5") as ear:
        with virtual_microphone.pulled_out():
            assert ear.await_fact("notice") == "no sound from default for one second: is it still plugged in?"
        assert ear.await_fact("notice") == "sound from default is back"
    assert len(ear.notices) == 2


def test_a_microphone_that_goes_away_ends_the_call(virtual_microphone: VirtualMicrophone, tmp_path: Path) -> None:
    """When the sound system dies, listening ends with a sentence instead of waiting for ever."""
    with listening(virtual_microphone, tmp_path / "heard.npy", "--seconds", "60") as ear:
        virtual_microphone.stop()
    assert ear.notices[-1] == "default has gone away: the call ends here"
    assert ear.told["threads"][1] <= ear.told["threads"][0]


def test_an_unknown_microphone_gets_a_list_of_those_there(virtual_microphone: VirtualMicrophone) -> None:
    """A misspelt name answers with the names that would do."""
    problem, hint = _refusal(virtual_microphone, "--device", "jabra")
    assert problem == "there is no sound device jabra"
    assert "deskmic" in hint


def test_without_a_sound_server_there_is_no_microphone(virtual_microphone: VirtualMicrophone) -> None:
    """On a machine without sound, listening says so in one line."""
    virtual_microphone.stop()
    problem, hint = _refusal(virtual_microphone)
    assert "no microphone" in problem or "cannot be used" in problem
    assert hint
