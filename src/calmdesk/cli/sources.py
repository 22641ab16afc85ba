"""Where ``listen`` hears from: the microphone, raw sound on stdin, or telephony programs on a websocket."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.audio.rates import HIGHEST_RATE, LOWEST_RATE, TELEPHONE_RATE
from calmdesk.call.events import Side
from calmdesk.cli.options import together
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from calmdesk.audio.devices import Device
    from calmdesk.audio.live import LiveSound
    from calmdesk.audio.pcm_stream import PcmStream
    from calmdesk.audio.websocket.source import WebSocketSource
    from calmdesk.call.events import FromSpeech
    from calmdesk.cli.options import Command
    from calmdesk.settings import Sound as SoundSettings

_TERMINAL = Path("CONIN$" if sys.platform == "win32" else "/dev/tty")
"""The terminal a program runs in, whatever its stdin is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options as they were given; None and False where they were not."""

    device: str | None = None
    desk_device: str | None = None
    stdin: bool = False
    websocket: int | None = None
    rate: int | None = None
    channels: int | None = None
    client: str | None = None

    def or_else(self, sound: SoundSettings) -> Wanted:
        """Return the same with the settings' devices where none was given, and a microphone is what is wanted."""
        if self.stdin or self.websocket is not None:
            return self
        device = sound.device or None if self.device is None else self.device
        desk = sound.desk_device or None if self.desk_device is None else self.desk_device
        return replace(self, device=device, desk_device=desk)


@dataclass(frozen=True, slots=True)
class Line:
    """A source that is open.

    ``desk`` tells whether the desk's voice comes with it, on a channel of its own; ``devices`` are the microphones.
    """

    source: LiveSound | PcmStream | WebSocketSource
    desk: bool = False
    devices: tuple[Device, ...] = ()

    def told(self, stream: Iterator[FromSpeech]) -> Iterator[FromSpeech]:
        """Return what was heard, told on the way to whoever sends the sound and waits for an answer."""
        from calmdesk.audio.websocket.source import WebSocketSource  # noqa: PLC0415  # heavy
        from calmdesk.audio.websocket.told import told  # noqa: PLC0415  # heavy

        return told(stream, self.source) if isinstance(self.source, WebSocketSource) else stream


def options(command: Command) -> Command:
    """Add the options that ``Wanted`` holds, handed over as ``wanted``."""
    return together(
        command,
        Wanted,
        "wanted",
        click.option("--device", help="What hears the client: words of its name, or its number in `calmdesk devices`."),
        click.option("--desk-device", help="What hears the desk's own voice, where that is another device."),
        click.option(
            "--stdin", is_flag=True, help="Instead of a microphone: raw sound (s16le) from a pipe, sox or ffmpeg."
        ),
        click.option(
            "--websocket",
            type=click.IntRange(1, 65_535),
            metavar="PORT",
            help="Instead of a microphone: wait for telephony programs that speak the vosk-server protocol, "
            "on this machine only (127.0.0.1), one call at a time.",
        ),
        click.option(
            "--rate",
            type=click.IntRange(LOWEST_RATE, HIGHEST_RATE),
            metavar="HZ",
            help=f"Samples a second on stdin, or of a websocket client that does not say. Default: {TELEPHONE_RATE}.",
        ),
        click.option("--channels", type=click.IntRange(1, 2), help="With --stdin: one channel (default) or two."),
        click.option(
            "--client",
            type=click.Choice(["left", "right", "mix"]),
            help="With --channels 2: the client's channel; the other one is the desk's.",
        ),
    )


def open_line(wanted: Wanted, *, block_seconds: float) -> Line:
    """Return the source the options ask for; close it after use.

    Raises:
        UsageError: the options do not go together.
        AudioError: the microphone or the port cannot be had.
    """
    _check(wanted)
    if wanted.websocket is not None:
        from calmdesk.audio.websocket.source import WebSocketSource  # noqa: PLC0415  # heavy, and opens a socket

        return Line(WebSocketSource(wanted.websocket, rate=wanted.rate or TELEPHONE_RATE, block_seconds=block_seconds))
    if wanted.stdin:
        return _stdin(wanted, block_seconds)
    from calmdesk.audio.live import LiveSound  # noqa: PLC0415  # heavy

    devices = {Side.CLIENT: wanted.device or None}
    if wanted.desk_device:
        devices[Side.DESK] = wanted.desk_device
    live = LiveSound(devices, block_seconds=block_seconds)
    return Line(live, bool(wanted.desk_device), tuple(live.devices.values()))


@contextmanager
def terminal(wanted: Wanted) -> Iterator[TextIO | None]:
    """Yield the terminal to read keys from where stdin carries sound; None where stdin is it, or there is none."""
    with ExitStack() as opened:
        keys: TextIO | None = None
        if wanted.stdin:
            with suppress(OSError):  # a job without a terminal has no keys
                keys = opened.enter_context(_TERMINAL.open(encoding="utf-8"))
        yield keys


def _stdin(wanted: Wanted, block_seconds: float) -> Line:
    from calmdesk.audio.pcm_stream import PcmStream  # noqa: PLC0415  # heavy

    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError(
            "--stdin waits for sound from another program, and there is none",
            hint="start with: sox -d -t raw -r 8000 -e signed -b 16 -c 1 - | calmdesk listen --stdin",
        )
    desk = wanted.channels == 2 and wanted.client in {"left", "right"}  # noqa: PLR2004 - left and right
    stream = PcmStream(
        sys.stdin.buffer,
        wanted.rate or TELEPHONE_RATE,
        wanted.channels or 1,
        client=wanted.client or "mix",
        desk=desk,
        block_seconds=block_seconds,
    )
    return Line(stream, desk)


def _check(wanted: Wanted) -> None:
    """Refuse options that cannot mean anything together."""
    places = {
        "--device": wanted.device or wanted.desk_device,
        "--stdin": wanted.stdin or None,
        "--websocket": wanted.websocket,
    }
    given = [name for name, value in places.items() if value is not None]
    if len(given) > 1:
        raise UsageError(
            "{one} and {other} do not go together",
            hint="choose where the sound comes from: a microphone, --stdin or --websocket",
            one=given[0],
            other=given[1],
        )
    if wanted.rate and not (wanted.stdin or wanted.websocket):
        raise UsageError("{option} goes with {companion}", option="--rate", companion="--stdin, --websocket")
    if wanted.channels and not wanted.stdin:
        raise UsageError("{option} goes with {companion}", option="--channels", companion="--stdin")
    if wanted.client and wanted.channels != 2:  # noqa: PLR2004 - left and right
        raise UsageError("{option} goes with {companion}", option="--client", companion="--channels 2")
    if wanted.channels == 2 and not wanted.client:  # noqa: PLR2004 - left and right
        raise UsageError(
            "which of the two channels is the client?",
            hint="add --client left, right, or mix when both voices are on both",
        )
