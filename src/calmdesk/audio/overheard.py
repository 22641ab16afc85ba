"""Whether others than the receptionist hear what is whispered on a device; told by names: PortAudio knows no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calmdesk.audio.devices import Device

_CABLES: Final = (
    *("cable", "blackhole", "soundflower", "voicemeeter", "vb-audio", "virtual", "loopback", "monitor of"),
    *("null output", "virtuel", "virtueel"),
)
"""Parts of the names of devices that lead into another program: into the call."""

_LOUDSPEAKERS: Final = re.compile(
    r"speaker|haut-parleur|luidspreker|lautsprecher|altavoz|soundbar|hdmi|displayport|s/pdif|spdif|\btv\b"
)
_HEADSETS: Final = re.compile(
    r"headset|headphone|earphone|earpiece|earbud|airpods|\bbuds|casque|écouteur|oreillette|micro-?casque"
    r"|hoofdtelefoon|koptelefoon|oortje|hands-free"
)

_WHATEVER: Final = frozenset({"default", "pulse", "pipewire", "sysdefault", "dmix", "jack"})
"""ALSA's names for wherever the system sends sound."""

_WHATEVER_WINDOWS: Final = (
    "microsoft sound mapper",
    "primary sound driver",
    "mappeur de sons",
    "pilote audio principal",
)

_IN_BRACKETS: Final = re.compile(r"\(([^()]+)\)?")
_LOOPBACK_WORDS: Final = re.compile(
    r"monitor of|\.monitor|\bmonitor\b|\[?loopback\]?|stereo mix|what u hear|wave out mix"
)

_CUT_NAME: Final = 31
"""Characters of a name that Windows' oldest host API (MME) keeps."""


def heard_by_others(output: Device, inputs: Iterable[Device], devices: Sequence[Device]) -> Notice | None:
    """Return a warning when the client, or calmdesk itself, may hear what is played on ``output``; None: nobody does.

    Args:
        output: where the whisper goes.
        inputs: the microphones and loopbacks calmdesk listens to.
        devices: all devices there are; the default one may be listed under another host API.
    """
    name = _plain(output)
    details: dict[str, object] = {"device": output.name}
    heard_in = next((each for each in inputs if _hears(each, output)), None)
    if heard_in is not None:
        return Notice(
            0.0,
            "{input} hears what is whispered on {device}: calmdesk would take its own sentences for the client's",
            details | {"input": heard_in.name},
        )
    if any(word in name for word in _CABLES):
        return Notice(0.0, "{device} is a virtual cable: what is whispered there may go into the call", details)
    if _HEADSETS.search(name):
        return None
    if _LOUDSPEAKERS.search(name):
        return Notice(0.0, "{device}: unless this is a headset, the client hears what is whispered", details)
    if _is_default(output, devices):
        return Notice(
            0.0,
            "{device} is where this machine plays everything: without a headset, the client hears the whisper",
            details,
        )
    return None


def _hears(source: Device, output: Device) -> bool:
    """Tell whether an input hears an output: a loopback of it, or the microphone of the same box on the desk."""
    if source.loopback:
        return bool(_parts(source) & _parts(output)) or (_is_whatever(source) and _is_whatever(output))
    # A headset's own microphone is no danger: its earpiece is at the ear.
    return _plain(source) == _plain(output) and not _HEADSETS.search(_plain(output)) and not _is_whatever(output)


def _parts(device: Device) -> set[str]:
    """Return what names a device's sound card: « Stereo Mix (Realtek Audio) » hears « Speakers (Realtek Audio) »."""
    name = " ".join(_LOOPBACK_WORDS.sub(" ", _plain(device)).split())
    cards = (card.strip() for card in _IN_BRACKETS.findall(name))
    return {part for part in (name, *cards) if part}


def _is_default(output: Device, devices: Iterable[Device]) -> bool:
    usual = {_plain(each)[:_CUT_NAME] for each in devices if each.default_output}
    return output.default_output or _is_whatever(output) or _plain(output)[:_CUT_NAME] in usual


def _is_whatever(device: Device) -> bool:
    name = _plain(device)
    return name in _WHATEVER or name.startswith(_WHATEVER_WINDOWS)


def _plain(device: Device) -> str:
    return device.name.casefold()
