"""A microphone and a loudspeaker made of software: a private PulseAudio server, without kernel modules or sound card.

What is played into the feed is what the microphone hears. Needs the Debian packages pulseaudio, pulseaudio-utils,
libasound2-plugins and libportaudio2. PortAudio reads its environment when it is loaded: programs that are to hear this
microphone are started with ``VirtualMicrophone.environment``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FEED = "feed"
"""The sink whose monitor is the microphone."""

SPEAKER = "speaker"
"""The sink that stands for the headset."""

RATE = 16_000

_READY_SECONDS = 10.0
_FORGOTTEN_SECONDS = 120
"""Seconds without any program after which the server ends by itself, should the tests be killed."""

# Without norewinds the monitor hears garbled sound whenever the player changes its mind about what comes next.
_SINK = f"module-null-sink format=s16le rate={RATE} channels=1 norewinds=1"

_SERVER_SCRIPT = f"""\
load-module module-native-protocol-unix auth-anonymous=1 socket={{socket}}
load-module {_SINK} sink_name={FEED}
load-module {_SINK} sink_name={SPEAKER}
set-default-source {FEED}.monitor
set-default-sink {SPEAKER}
"""

_ALSA = f"""\
</usr/share/alsa/alsa.conf>
pcm.!default {{ type pulse hint {{ show on description "the default device" }} }}
ctl.!default {{ type pulse }}
pcm.deskmic {{ type pulse device {FEED}.monitor hint {{ show on description "the desk's microphone" }} }}
"""


def missing_tools() -> list[str]:
    """Return the programs a virtual microphone needs and this machine lacks."""
    return [tool for tool in ("pulseaudio", "pactl", "paplay", "parec") if shutil.which(tool) is None]


class VirtualMicrophone:
    """A private sound server in ``folder``, which is its own: a context manager; sound is 16 kHz, mono, int16."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: subprocess.Popen[bytes] | None = None
        self._own = {
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "PULSE_RUNTIME_PATH": str(folder / "run" / "pulse"),
            "PULSE_STATE_PATH": str(folder / "state"),
            "PULSE_CONFIG_PATH": str(folder / "conf"),
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_SERVER": f"unix:{folder}/run/pulse/native",
            # PortAudio aborts the process when this names a file that is not there.
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
        }

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which a program hears this microphone and plays on this loudspeaker."""
        return {**os.environ, **self._own}

    def __enter__(self) -> Self:
        self._write_configuration()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and wait until it answers; may be called again after ``stop``."""
        command = ["pulseaudio", "--daemonize=no", "-n", "-F", str(self._folder / "conf" / "server.pa")]
        settings = [f"--exit-idle-time={_FORGOTTEN_SECONDS}", "--disable-shm=yes", "--use-pid-file=no", "--realtime=no"]
        with (self._folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                [*command, *settings, "--high-priority=no", "--log-target=stderr"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """End the server, as if the sound system had crashed."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None

    def play(self, wav: Path) -> None:
        """Let the microphone hear a recording; returns when it has."""
        # A player that buffers two seconds never runs dry, even on a busy machine.
        self._run("paplay", f"--device={FEED}", "--latency-msec=2000", str(wav), timeout=60)

    @contextmanager
    def pulled_out(self) -> Iterator[None]:
        """Stop the flow of sound for a while, as a loose plug does."""
        self._run("pactl", "suspend-sink", FEED, "1")
        try:
            yield
        finally:
            self._run("pactl", "suspend-sink", FEED, "0")

    @contextmanager
    def recording(self, raw: Path) -> Iterator[None]:
        """Write what the loudspeaker plays meanwhile to ``raw``: samples without a header."""
        command = ["parec", f"--device={SPEAKER}.monitor", "--format=s16le", f"--rate={RATE}", "--channels=1"]
        with raw.open("wb") as file, subprocess.Popen(command, env=self.environment, stdout=file) as recorder:
            try:
                yield
            finally:
                recorder.terminate()

    def _write_configuration(self) -> None:
        for folder in ("run", "run/pulse", "state", "conf"):
            (self._folder / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._folder / "conf" / "client.conf").write_text("autospawn = no\n", encoding="utf-8")
        (self._folder / "asound.conf").write_text(_ALSA, encoding="utf-8")
        script = _SERVER_SCRIPT.format(socket=self._folder / "run" / "pulse" / "native")
        (self._folder / "conf" / "server.pa").write_text(script, encoding="utf-8")

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + _READY_SECONDS
        while self._default_source() != f"{FEED}.monitor":
            if time.monotonic() > end or self._server is None or self._server.poll() is not None:
                self.stop()
                raise RuntimeError("no sound server: " + (self._folder / "server.log").read_text(encoding="utf-8"))
            time.sleep(0.02)

    def _default_source(self) -> str:
        answer = subprocess.run(
            ["pactl", "get-default-source"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
        return answer.stdout.strip()

    def _run(self, *command: str, timeout: float = 10) -> None:
        subprocess.run(command, env=self.environment, check=True, timeout=timeout)
