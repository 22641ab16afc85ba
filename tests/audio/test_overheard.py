"""Who else would hear the whisper: a receptionist is warned before the client hears « restez calme »."""

from __future__ import annotations

import pytest

from calmdesk.audio.devices import Device
from calmdesk.audio.overheard import heard_by_others
from calmdesk.messages import catalogue, say


def output(name: str, *, default: bool = False, host_api: str = "Windows WASAPI") -> Device:
    """Return a device that plays."""
    return Device(7, name, host_api, 0, 2, 48000, default_output=default)


def source(name: str) -> Device:
    """Return a device that hears."""
    return Device(8, name, "Windows WASAPI", 2, 0, 48000)


MICROPHONE = source("Microphone (USB PnP Sound Device)")


def warning(device: Device, inputs: list[Device], *others: Device) -> str:
    """Return the warning in French, empty when there is none."""
    notice = heard_by_others(device, inputs, [device, *inputs, *others])
    if notice is None:
        return ""
    assert notice.message in catalogue("fr")
    return say(notice.message, notice.details, "fr")


@pytest.mark.parametrize(
    "device",
    [
        output("Headset Earphone (Jabra Evolve2 65)"),
        output("Casque (Plantronics C320)", default=True),
        output("Écouteurs (Realtek Audio)", default=True),
        output("Hoofdtelefoon (Realtek Audio)"),
        output("Jabra Evolve2 65: USB Audio (hw:1,0)", host_api="ALSA"),
        output("AirPods de Claire", host_api="Core Audio"),
    ],
)
def test_a_headset_is_private(device: Device) -> None:
    """No false alarm for the device that is right, even when the machine plays everything there."""
    assert warning(device, [MICROPHONE]) == ""


@pytest.mark.parametrize(
    "name",
    ["Speakers (Realtek Audio)", "Haut-parleurs (Realtek Audio)", "Luidsprekers", "HDMI 0", "MacBook Pro Speakers"],
)
def test_a_loudspeaker_is_pointed_out(name: str) -> None:
    """The client would hear what the receptionist is advised."""
    assert "si ce n'est pas un casque" in warning(output(name), [MICROPHONE])


@pytest.mark.parametrize(
    "name",
    [
        "CABLE Input (VB-Audio Virtual Cable)",
        "BlackHole 2ch",
        "Soundflower (2ch)",
        "VoiceMeeter Aux Input",
        "Loopback Audio",
    ],
)
def test_a_virtual_cable_is_pointed_out(name: str) -> None:
    """What goes into a cable comes out in another program: the softphone."""
    assert "câble virtuel" in warning(output(name), [MICROPHONE])


def test_the_usual_output_is_pointed_out() -> None:
    """Where the machine plays everything may be the loudspeaker, under whichever host API it was chosen."""
    assert "sortie de tous les sons" in warning(output("Realtek Digital Output", default=True), [MICROPHONE])
    usual = output("Realtek Digital Output (Realtek", default=True, host_api="MME")
    assert "sortie de tous les sons" in warning(output("Realtek Digital Output (Realtek Audio)"), [MICROPHONE], usual)
    assert "sortie de tous les sons" in warning(output("pulse", host_api="ALSA"), [MICROPHONE])
    assert warning(output("Analog (USB Audio)"), [MICROPHONE], usual) == ""


@pytest.mark.parametrize(
    ("name", "heard_in"),
    [
        ("Speakers (Realtek Audio)", "Stereo Mix (Realtek Audio)"),
        ("Casque (Realtek Audio)", "Stereo Mix (Realtek Audio)"),
        ("Built-in Audio Analog Stereo", "Monitor of Built-in Audio Analog Stereo"),
        ("alsa_output.usb-Jabra", "alsa_output.usb-Jabra.monitor"),
        ("Headset Earphone (Jabra)", "Headset Earphone (Jabra) [Loopback]"),
        ("BlackHole 2ch", "BlackHole 2ch"),
        ("Jabra SPEAK 510 USB", "Jabra SPEAK 510 USB"),
    ],
)
def test_a_device_that_calmdesk_itself_hears_is_pointed_out(name: str, heard_in: str) -> None:
    """The whisper would be answered with a card: the monitor, or the mix, of the very device, or the same box."""
    assert warning(output(name), [MICROPHONE, source(heard_in)]).startswith(f"{heard_in} entend")


@pytest.mark.parametrize(
    ("name", "heard_in"),
    [
        ("Headset Earphone (Jabra)", "Stereo Mix (Realtek Audio)"),
        ("Headset Earphone (Jabra)", "Microphone (Jabra)"),
        ("Jabra Headset", "Jabra Headset"),
        ("alsa_output.usb-Jabra", "alsa_output.pci.monitor"),
    ],
)
def test_another_devices_loopback_is_no_reason(name: str, heard_in: str) -> None:
    """The loopback that brings the caller does not hear the headset, nor does the headset's own microphone."""
    assert warning(output(name), [source(heard_in)]) == ""
