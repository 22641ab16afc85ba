"""Which device the capture program opens, as the devices of the machine come and go."""

from __future__ import annotations

import subprocess
import sys

import pytest

from calmdesk.audio.capture.child import find
from calmdesk.audio.capture.records import Order
from calmdesk.audio.devices import Device
from calmdesk.errors import AudioError

JABRA = Device(1, "Microphone (Jabra Evolve2 65)", "Windows WASAPI", 1, 0, 48000)
BUILT_IN = Device(2, "Microphone (Realtek Audio)", "Windows WASAPI", 2, 0, 48000, default_input=True)
ORDER = Order("Microphone (Jabra Evolve2 65)", "Windows WASAPI")


def test_the_device_is_found_again_by_name() -> None:
    """Numbers shift when something is plugged in; the same name under another host API is another way in."""
    mme = Device(0, JABRA.name, "MME", 1, 0, 44100)
    assert find(ORDER, [mme, BUILT_IN, JABRA]) is JABRA
    assert find(Order(), [mme, BUILT_IN, JABRA]) is BUILT_IN


@pytest.mark.parametrize(
    ("ordered", "there"),
    [
        ("Microphone (Jabra Evolve2 65)", "Microphone (2- Jabra Evolve2 65)"),
        ("Microphone (3- Jabra Evolve2 65)", "Microphone (Jabra Evolve2 65)"),
        ("Microphone (Jabra Evolve2 65 Mo", "Microphone (2- Jabra Evolve2 65"),
    ],
)
def test_a_headset_in_another_socket_is_the_same_headset(ordered: str, there: str) -> None:
    """Windows puts a number before its name, and its oldest host API cuts the name where it likes."""
    device = Device(5, there, "MME", 1, 0, 44100)
    assert find(Order(ordered, "MME"), [device]) is device


def test_another_microphone_is_not_taken_in_its_place() -> None:
    """While the chosen device is away, nothing else is listened to."""
    with pytest.raises(AudioError, match="there is no sound device"):
        find(ORDER, [BUILT_IN])


def test_the_program_that_listens_is_light() -> None:
    """It starts in a blink and holds little memory: neither numpy nor Vosk nor rich is in it."""
    program = "import calmdesk.audio.capture.child, sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30)
    assert not {"numpy", "vosk", "rich", "soxr", "click"} & set(run.stdout.split())
