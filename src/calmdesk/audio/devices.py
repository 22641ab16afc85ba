"""The sound devices of this machine, and how one is chosen by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from calmdesk.audio import portaudio
from calmdesk.call.text import safe
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LOOPBACKS = (
    *("monitor", "loopback", "stereo mix", "mixage stéréo", "stereomix", "what u hear", "wave out mix"),
    *("blackhole", "soundflower", "cable"),
)

PULSE = "PulseAudio"
"""The host API of the devices that PulseAudio, or PipeWire in its place, shares among programs."""

_WORD = re.compile(r"\w+")

_CLOSE = 0.75
"""How alike two words are (0 to 1) of which one is a slip of the keyboard: « Jarba » for « Jabra » is 0.8."""

_SHORT = 3
"""Letters of words that must be right: « mic » is too near to « mix »."""

LONGEST_NAME = 80
"""Characters of a device's name without a space that are kept: some drivers write paths."""


class Direction(StrEnum):
    """What a device is wanted for."""

    INPUT = "input"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Device:
    """A sound device as PortAudio lists it.

    ``index`` is its place in that list, which shifts when something is plugged in: choose by name. ``inputs`` and
    ``outputs`` count channels; ``rate`` is the rate in Hz it likes best. ``pulse`` is the server's own name of a
    source of PulseAudio that PortAudio does not list.
    """

    index: int
    name: str
    host_api: str
    inputs: int
    outputs: int
    rate: int
    default_input: bool = False
    default_output: bool = False
    pulse: str = ""

    @property
    def loopback(self) -> bool:
        """True when its name says that it hears what the machine plays: the caller, on a softphone."""
        return self.inputs > 0 and names_loopback(self.name)

    def channels(self, direction: Direction) -> int:
        """Return how many channels it has that way; 0 when it has none."""
        return self.inputs if direction is Direction.INPUT else self.outputs

    def default(self, direction: Direction) -> bool:
        """Tell whether the system uses it that way when nothing is chosen."""
        return self.default_input if direction is Direction.INPUT else self.default_output


def names_loopback(words: str) -> bool:
    """Tell whether a device's name, or what somebody calls it, is that of one that hears what the machine plays."""
    return any(word in words.casefold() for word in _LOOPBACKS)


def list_devices() -> list[Device]:
    """Return every device, in PortAudio's order; the list is as old as the process.

    Raises:
        AudioError: PortAudio is missing.
    """
    sounddevice = portaudio.load()
    host_apis = [str(api["name"]) for api in sounddevice.query_hostapis()]
    defaults = tuple(int(index) for index in sounddevice.default.device)
    return [_device(found, host_apis, defaults) for found in sounddevice.query_devices()]


def choose(wanted: str | int | None, devices: Sequence[Device], direction: Direction) -> Device:
    """Return the device ``wanted`` means, among those that have the ``direction``.

    Args:
        wanted: an index (also as text), a name or some words of "name, host API" in any case; None: the default one.
        devices: what ``list_devices`` returned.
        direction: whether it shall hear or play.

    Raises:
        AudioError: there is no such device, or several.
    """
    usable = [device for device in devices if device.channels(direction) > 0]
    if not usable:
        raise _no_device(direction)
    if wanted is None:
        return next((device for device in usable if device.default(direction)), usable[0])
    if isinstance(wanted, int) or wanted.strip().isdecimal():
        found = [device for device in usable if device.index == int(wanted)]
    else:
        found = _by_name(wanted, usable, direction)
    if len(found) == 1:
        return found[0]
    raise no_such_device(wanted, usable) if not found else _several(wanted, found)


def no_such_device(wanted: str | int, usable: Sequence[Device]) -> AudioError:
    """Return the error that names the devices there are."""
    return AudioError(
        "there is no sound device {wanted}",
        hint="these are there: {devices}",
        wanted=wanted,
        devices=_listed(usable),
    )


def _by_name(wanted: str, devices: Sequence[Device], direction: Direction) -> list[Device]:
    """Prefer the device that is called just so, then microphones to loopbacks, then the usual host API.

    One headset is several devices: Windows lists it under several host APIs, under some of them with its name cut off;
    PulseAudio lists what is played on it, too.
    """
    exact = [device for device in devices if device.name.casefold() == wanted.strip().casefold()]
    found = exact or [device for device in devices if _is_called(device, wanted)] or _misspelt(wanted, devices)
    if not names_loopback(wanted):
        found = [device for device in found if not device.loopback] or found
    # A server that is there shares its devices; asked behind its back, they are busy.
    usual = {device.host_api for device in devices if device.default(direction)}
    for preferred in ({PULSE}, usual):
        chosen = [device for device in found if device.host_api in preferred]
        if chosen:
            return chosen
    return found


def _is_called(device: Device, wanted: str) -> bool:
    words = wanted.casefold().split()
    full_name = _full_name(device)
    return bool(words) and all(word in full_name for word in words)


def _misspelt(wanted: str, devices: Sequence[Device]) -> list[Device]:
    """Return the devices whose names hold each word of ``wanted``, or nearly so."""
    words = wanted.casefold().split()
    return [device for device in devices if words and all(_nearly_in(word, _full_name(device)) for word in words)]


def _nearly_in(word: str, full_name: str) -> bool:
    spelt = _WORD.findall(full_name)
    return word in full_name or (len(word) > _SHORT and bool(get_close_matches(word, spelt, cutoff=_CLOSE)))


def _full_name(device: Device) -> str:
    return f"{device.name}, {device.host_api}".casefold()


def _device(found: Mapping[str, Any], host_apis: Sequence[str], defaults: Sequence[int]) -> Device:
    return Device(
        index=found["index"],
        name=safe(found["name"], longest_word=LONGEST_NAME),
        host_api=safe(host_apis[found["hostapi"]]),
        inputs=found["max_input_channels"],
        outputs=found["max_output_channels"],
        rate=round(found["default_samplerate"]),
        default_input=found["index"] == defaults[0],
        default_output=found["index"] == defaults[1],
    )


def _listed(devices: Sequence[Device]) -> str:
    return "; ".join(f"{device.index} {device.name}" for device in devices)


def _several(wanted: str | int, found: Sequence[Device]) -> AudioError:
    return AudioError(
        "several sound devices are called {wanted}",
        hint="give more of the name, or the number: {devices}",
        wanted=wanted,
        devices=_listed(found),
    )


def _no_device(direction: Direction) -> AudioError:
    if direction is Direction.INPUT:
        return AudioError(
            "there is no microphone",
            hint="plug one in, let programs use it, and start the sound server if there is one",
        )
    return AudioError(
        "there is no loudspeaker or headset", hint="plug one in, and start the sound server if there is one"
    )
