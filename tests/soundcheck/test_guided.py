"""The guided check as the receptionist does it: a real terminal, a real sound server, the space bar."""

from __future__ import annotations

import shlex
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import soundfile

from calmdesk.bench.virtual_microphone import VirtualMicrophone, missing_tools
from calmdesk.call.events import SAMPLE_RATE, Side
from speech.recordings import cut, hiss, to_int16, voice
from support.tmux import NEEDS_TMUX, Tmux

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

pytestmark = [
    *NEEDS_TMUX,
    pytest.mark.device,
    pytest.mark.slow,
]

SOURCES = Path(__file__).parents[2] / "src"


class Desk:
    """A terminal of 80 by 24 cells in which the check runs, beside a virtual microphone."""

    def __init__(self, microphone: VirtualMicrophone, folder: Path) -> None:
        self._microphone = microphone
        self._folder = folder
        self.terminal = Tmux()

    def start(self) -> None:
        """Start the check; its exit code stands below it when it has ended."""
        own = {name: value for name, value in self._microphone.environment.items() if name.startswith("PULSE")}
        own |= {name: self._microphone.environment[name] for name in ("XDG_RUNTIME_DIR", "ALSA_CONFIG_PATH")}
        own |= {"HOME": str(self._folder), "XDG_DATA_HOME": str(self._folder), "PYTHONPATH": str(SOURCES)}
        settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in own.items())
        self.terminal.calmdesk("soundcheck", before=f"env {settings}")

    @contextmanager
    def hearing(self, sound: NDArray[np.int16]) -> Iterator[None]:
        """Let the microphone hear a sound meanwhile."""
        wav = self._folder / "sound.wav"
        soundfile.write(wav, sound, SAMPLE_RATE, subtype="PCM_16")
        with self._microphone.start_playing(wav) as player:
            try:
                yield
            finally:
                player.terminate()


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on which the check has been started."""
    if missing := missing_tools():
        pytest.skip(f"not installed: {', '.join(missing)}")
    with VirtualMicrophone(tmp_path_factory.mktemp("sound")) as microphone:
        running = Desk(microphone, tmp_path_factory.mktemp("home"))
        running.start()
        yield running
        running.terminal.end()


def step(desk: Desk, number: int, sound: NDArray[np.int16], seen: str) -> None:
    """Do a step: it waits for the space bar, then counts down while the sound is heard."""
    desk.terminal.wait_for(f"étape {number}/3")
    desk.terminal.wait_for("espace : commencer")
    with desk.hearing(sound):
        time.sleep(0.5)
        desk.terminal.type("Space")
        desk.terminal.wait_for("encore")
        desk.terminal.wait_for(seen)
        desk.terminal.wait_for(f"étape {number + 1}/3" if number < 3 else "ended with")


def test_through_the_three_steps_to_a_client_who_is_heard(desk: Desk) -> None:
    """Silence, the desk, the client: each asked for in French; at the end all is well, and the screen is given back."""
    desk.terminal.wait_for("Restez silencieux.")
    step(desk, 1, to_int16(hiss(20, -60)), "dBFS")
    step(desk, 2, cut(voice(Side.DESK), 0, 20), "Parlez normalement")
    step(desk, 3, cut(voice(Side.CLIENT), 5, 25), "Faites parler le client.")
    shown = desk.terminal.wait_for("ended with")
    assert "Peu de bruit" in shown
    assert "La voix est bien entendue" in shown
    assert "étape" not in shown
    assert shown.split()[-2:] == ["with", "0"]


def test_a_client_on_the_headset_is_not_heard(desk: Desk) -> None:
    """Only the desk reaches the microphone: the check says so, how to mend it, and fails."""
    line = to_int16(hiss(20, -60))
    step(desk, 1, line, "dBFS")
    step(desk, 2, cut(voice(Side.DESK), 0, 20), "Parlez normalement")
    step(desk, 3, line, "Faites parler le client.")
    shown = desk.terminal.wait_for("ended with")
    assert "On n'entend que l'accueil" in shown
    assert "Monitor" in shown
    assert shown.split()[-2:] == ["with", "1"]


def test_quitting_in_the_midst(desk: Desk) -> None:
    """« q » ends the check at once; nobody is told that all is well."""
    desk.terminal.wait_for("étape 1/3")
    desk.terminal.type("s")
    desk.terminal.wait_for("étape 2/3")
    desk.terminal.type("q")
    shown = desk.terminal.wait_for("ended with", seconds=10)
    assert "Le client n'a pas été écouté" in shown
    assert shown.split()[-2:] == ["with", "1"]
