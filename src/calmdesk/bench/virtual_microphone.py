"""Microphones and a loudspeaker made of software: a private PulseAudio server, without kernel modules or sound card.

What is played into a feed is what its microphone hears; faults that real devices have can be made to happen. Needs the
Debian packages pulseaudio, pulseaudio-utils, libasound2-plugins and libportaudio2. PortAudio reads its environment when
it is loaded: programs that are to hear these microphones are started with ``VirtualMicrophone.environment``.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from calmdesk.bench.quiet_room import QuietRoom
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Microphone:
    """A virtual microphone: the server's name of the source, its name for people, the sink that it hears."""

    source: str
    description: str
    feed: str


DESK = Microphone("deskmic", "Desk microphone", "feed")
"""The system's default microphone; programs that talk to ALSA find it as ``deskmic``."""

OTHER = Microphone("othermic", "Other microphone", "otherfeed")
"""A second one, for the desk's own voice, or for a default that changes."""

SPEAKER = "speaker"
"""The sink that stands for the headset."""

RATE = 16_000
"""Hz of everything: mono, int16."""

_READY_SECONDS = 10.0
_ANSWER_SECONDS = 10.0
_FORGOTTEN_SECONDS = 120
"""Seconds without any program after which the server ends by itself, should the one that started it be killed."""

# Without norewinds the monitor hears garbled sound whenever the player changes its mind about what comes next.
_SINK = f"module-null-sink format=s16le rate={RATE} channels=1 norewinds=1"

_SERVER_SCRIPT = f"""\
load-module module-native-protocol-unix auth-anonymous=1 socket={{socket}}
load-module {_SINK} sink_name={DESK.feed} sink_properties=device.description=Feed
load-module {_SINK} sink_name={OTHER.feed} sink_properties=device.description=OtherFeed
load-module {_SINK} sink_name={SPEAKER} sink_properties=device.description=Headset
{{microphones}}
set-default-source {DESK.source}
set-default-sink {SPEAKER}
"""

_ALSA = f"""\
</usr/share/alsa/alsa.conf>
pcm.!default {{ type pulse hint {{ show on description "the default device" }} }}
ctl.!default {{ type pulse }}
pcm.deskmic {{ type pulse device {DESK.source} hint {{ show on description "the desk's microphone" }} }}
"""


def missing_tools() -> list[str]:
    """Return the programs a virtual microphone needs and this machine lacks."""
    return [tool for tool in ("pulseaudio", "pactl", "pacat", "paplay", "parec") if shutil.which(tool) is None]


class VirtualMicrophone:
    """A private sound server with two microphones: a context manager.

    Args:
        folder: its own; the path of a socket may not be long.
        noise: let the microphones hear a quiet room, as real ones do, where else they hear exact zeros.
    """

    def __init__(self, folder: Path, *, noise: bool = False) -> None:
        self._folder = folder
        self._server: subprocess.Popen[bytes] | None = None
        self._noise = noise
        self._rooms: list[QuietRoom] = []
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
        """The environment in which a program hears these microphones and plays on this loudspeaker."""
        return {**os.environ, **self._own}

    def __enter__(self) -> Self:
        self._write_configuration()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and wait until it answers; may be called again after ``stop``.

        Raises:
            AudioError: it does not start.
        """
        command = ["pulseaudio", "--daemonize=no", "-n", "-F", str(self._folder / "conf" / "server.pa")]
        settings = [f"--exit-idle-time={_FORGOTTEN_SECONDS}", "--disable-shm=yes", "--use-pid-file=no", "--realtime=no"]
        with (self._folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(  # noqa: S603  # the system's own tool
                [*command, *settings, "--high-priority=no", "--log-target=stderr"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready()
        if self._noise:
            self._rooms = [QuietRoom(microphone.feed, RATE, self.environment) for microphone in (DESK, OTHER)]

    def stop(self) -> None:
        """End the server, as if the sound system had crashed, even when it is frozen."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None
        while self._rooms:
            self._rooms.pop().close()

    def freeze(self) -> None:
        """Let the server hang until ``thaw``: it answers nobody."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._signal(signal.SIGCONT)

    def play(self, wav: Path, microphone: Microphone = DESK) -> None:
        """Let a microphone hear a recording; returns when it has."""
        with self.start_playing(wav, microphone) as player:
            player.wait(timeout=3600)

    def start_playing(self, wav: Path, microphone: Microphone = DESK) -> subprocess.Popen[bytes]:
        """Let a microphone hear a recording from now on; returns the player, to be waited for or ended."""
        # A player that buffers two seconds never runs dry, even on a busy machine.
        command = ["paplay", f"--device={microphone.feed}", "--latency-msec=2000", str(wav)]
        return subprocess.Popen(command, env=self.environment)  # noqa: S603  # the system's own tool

    def unplug(self, microphone: Microphone = DESK) -> None:
        """Take a microphone away: the server no longer has it, and puts another one in its place."""
        for line in self._pactl("list", "short", "modules").splitlines():
            number, _, what = line.partition("\t")
            if f"source_name={microphone.source} " in what:
                self._pactl("unload-module", number)

    def plug_in(self, microphone: Microphone = DESK) -> None:
        """Bring back a microphone that was taken away."""
        self._pactl("load-module", *_module(microphone))

    def suspend(self, microphone: Microphone = DESK, *, on: bool) -> None:
        """Stop the flow of a microphone's sound, or let it flow again."""
        self._pactl("suspend-source", microphone.source, str(int(on)))

    def mute(self, microphone: Microphone = DESK, *, on: bool) -> None:
        """Let a microphone bring nothing but zeros, or sound again."""
        self._pactl("set-source-mute", microphone.source, str(int(on)))

    def make_default(self, microphone: Microphone) -> None:
        """Make a microphone the one the system uses when nothing is chosen."""
        self._pactl("set-default-source", microphone.source)

    @contextmanager
    def pulled_out(self, microphone: Microphone = DESK) -> Iterator[None]:
        """Stop the flow of sound for a while, as a loose plug does."""
        self.suspend(microphone, on=True)
        try:
            yield
        finally:
            self.suspend(microphone, on=False)

    @contextmanager
    def recording(self, raw: Path) -> Iterator[None]:
        """Write what the loudspeaker plays meanwhile to ``raw``: samples without a header."""
        command = ["parec", f"--device={SPEAKER}.monitor", "--format=s16le", f"--rate={RATE}", "--channels=1"]
        with (
            raw.open("wb") as file,
            subprocess.Popen(command, env=self.environment, stdout=file) as recorder,  # noqa: S603  # as above
        ):
            try:
                yield
            finally:
                recorder.terminate()

    def _write_configuration(self) -> None:
        for folder in ("run", "run/pulse", "state", "conf"):
            (self._folder / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._folder / "conf" / "client.conf").write_text("autospawn = no\n", encoding="utf-8")
        (self._folder / "asound.conf").write_text(_ALSA, encoding="utf-8")
        script = _SERVER_SCRIPT.format(
            socket=self._folder / "run" / "pulse" / "native",
            microphones="\n".join(f"load-module {' '.join(_module(microphone))}" for microphone in (DESK, OTHER)),
        )
        (self._folder / "conf" / "server.pa").write_text(script, encoding="utf-8")

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + _READY_SECONDS
        while self._pactl("get-default-source", check=False).strip() != DESK.source:
            if time.monotonic() > end or self._server is None or self._server.poll() is not None:
                self.stop()
                said = (self._folder / "server.log").read_text(encoding="utf-8", errors="replace")
                raise AudioError("the virtual sound server does not start: {said}", said=said)
            time.sleep(0.02)

    def _signal(self, number: signal.Signals) -> None:
        if self._server is not None:
            self._server.send_signal(number)

    def _pactl(self, *question: str, check: bool = True) -> str:
        return subprocess.run(  # noqa: S603  # the system's own tool
            ["pactl", *question],  # noqa: S607  # found as everybody finds it
            env=self.environment,
            capture_output=True,
            text=True,
            check=check,
            timeout=_ANSWER_SECONDS,
        ).stdout


def _module(microphone: Microphone) -> list[str]:
    """Return the words that load a microphone into the server."""
    described = f"source_properties='device.description=\"{microphone.description}\"'"
    return ["module-remap-source", f"master={microphone.feed}.monitor", f"source_name={microphone.source}", described]
