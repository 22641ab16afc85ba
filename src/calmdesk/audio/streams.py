"""PortAudio streams: which rate and channels a device accepts, and a stream started on it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calmdesk.audio import portaudio
from calmdesk.audio.devices import Direction
from calmdesk.call.events import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from calmdesk.audio.devices import Device


@dataclass(frozen=True, slots=True)
class StreamFormat:
    """A rate in Hz and a number of channels; samples are int16."""

    rate: int
    channels: int


def accepted_format(device: Device, direction: Direction, rate: int = SAMPLE_RATE) -> StreamFormat:
    """Return what comes nearest to ``rate`` Hz (16 kHz) mono among what ``device`` accepts.

    Raises:
        AudioError: it accepts nothing, another program holds it for itself for example.
    """
    *others, last = _candidates(device, direction, rate)
    for candidate in others:
        if _accepts(device, direction, candidate):
            return candidate
    with portaudio.trouble_with(device.name):
        _check(device, direction, last)
    return last


def start_stream(
    device: Device,
    direction: Direction,
    settings: StreamFormat,
    callback: Callable[[Any, int, object, Any], None],
    *,
    block_frames: int = 0,
    finished: Callable[[], None] | None = None,
) -> Any:  # noqa: ANN401 - sounddevice, which has no types, is only there at run time
    """Return a running raw stream on ``device`` which calls ``callback`` from the audio thread; close it after use.

    ``block_frames`` is the number of frames of a call; 0 leaves it to the sound system. ``finished`` is called from the
    audio thread when the stream has come to its end, or broke.

    Raises:
        AudioError: the device cannot be used.
    """
    sounddevice = portaudio.load()
    kind = sounddevice.RawInputStream if direction is Direction.INPUT else sounddevice.RawOutputStream
    with portaudio.trouble_with(device.name), ExitStack() as opened:
        stream = kind(
            samplerate=settings.rate,
            blocksize=block_frames,
            device=device.index,
            channels=settings.channels,
            dtype="int16",
            callback=callback,
            finished_callback=finished,
        )
        opened.callback(stream.close)
        stream.start()
        opened.pop_all()
    return stream


def _candidates(device: Device, direction: Direction, rate: int) -> Iterator[StreamFormat]:
    most = min(2, device.channels(direction))
    for each in (rate, device.rate):
        yield StreamFormat(each, 1)
        yield StreamFormat(each, most)


def _accepts(device: Device, direction: Direction, candidate: StreamFormat) -> bool:
    try:
        _check(device, direction, candidate)
    except portaudio.load().PortAudioError:
        return False
    return True


def _check(device: Device, direction: Direction, candidate: StreamFormat) -> None:
    sounddevice = portaudio.load()
    check = sounddevice.check_input_settings if direction is Direction.INPUT else sounddevice.check_output_settings
    check(device=device.index, channels=candidate.channels, dtype="int16", samplerate=candidate.rate)
