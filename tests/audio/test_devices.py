from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from calmdesk.audio.devices import Device, Direction, choose
from calmdesk.errors import AudioError
from calmdesk.messages import catalogue, explain

if TYPE_CHECKING:
    from calmdesk.bench.virtual_microphone import VirtualMicrophone

WINDOWS = [
    Device(0, "Microphone (Jabra Evolve2 65 Mo", "MME", 2, 0, 44100, default_input=True),
    Device(1, "Speakers (Realtek Audio)", "MME", 0, 2, 44100, default_output=True),
    Device(2, "Microphone (Jabra Evolve2 65 Mono)", "Windows WASAPI", 1, 0, 16000),
    Device(3, "Stereo Mix (Realtek Audio)", "Windows WASAPI", 2, 0, 48000),
    Device(4, "Headset (Jabra Evolve2 65 Mono)", "Windows WASAPI", 0, 1, 48000),
    Device(5, "Mic 1", "Windows WASAPI", 2, 0, 48000),
    Device(6, "Mic 12", "Windows WASAPI", 2, 0, 48000),
]


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (None, 0),
        (2, 2),
        ("3", 3),
        ("jabra", 0),
        ("JABRA wasapi", 2),
        ("Microphone (Jabra Evolve2 65 Mono)", 2),
        ("stereo mix", 3),
        ("mic 1", 5),
        ("12", None),
    ],
)
def test_a_microphone_is_chosen_as_people_name_it(wanted: str | int | None, index: int | None) -> None:
    """Some words of the name do, in any case; a number is the list's number; the usual host API goes first."""
    if index is None:
        with pytest.raises(AudioError, match="there is no sound device 12"):
            choose(wanted, WINDOWS, Direction.INPUT)
    else:
        assert choose(wanted, WINDOWS, Direction.INPUT).index == index


def test_a_loudspeaker_is_not_offered_as_a_microphone() -> None:
    """Only devices that can do what is wanted are chosen from."""
    assert choose("jabra", WINDOWS, Direction.OUTPUT).index == 4
    assert choose(None, WINDOWS, Direction.OUTPUT).index == 1
    with pytest.raises(AudioError):
        choose("speakers", WINDOWS, Direction.INPUT)


def _refusal(
    wanted: str | int | None, devices: list[Device], direction: Direction = Direction.INPUT
) -> tuple[str, str]:
    with pytest.raises(AudioError) as caught:
        choose(wanted, devices, direction)
    assert {caught.value.problem, caught.value.hint} <= set(catalogue("fr"))
    return explain(caught.value)


@pytest.mark.parametrize("wanted", ["sennheiser", "", " ", 77, "1"])
def test_an_unknown_name_answers_with_those_that_would_do(wanted: str | int) -> None:
    """Who mistypes a name, or names a loudspeaker, sees the microphones there are."""
    problem, hint = _refusal(wanted, WINDOWS)
    assert problem.startswith("there is no sound device")
    assert "3 Stereo Mix (Realtek Audio)" in hint
    assert "Speakers" not in hint


def test_a_name_that_fits_several_answers_with_their_numbers() -> None:
    """Nothing is guessed when a name is not clear."""
    problem, hint = _refusal("mic wasapi", WINDOWS[3:])
    assert problem == "several sound devices are called mic wasapi"
    assert hint == "give more of the name, or the number: 5 Mic 1; 6 Mic 12"


def test_a_machine_without_sound_says_so() -> None:
    """With no device at all the user is told what is missing."""
    assert _refusal(None, [])[0] == "there is no microphone"
    assert _refusal(None, WINDOWS[:1], Direction.OUTPUT)[0] == "there is no loudspeaker or headset"


@pytest.mark.parametrize(
    ("name", "inputs", "loopback"),
    [
        ("Monitor of Built-in Audio", 2, True),
        ("Stereo Mix (Realtek Audio)", 2, True),
        ("CABLE Output (VB-Audio Virtual Cable)", 2, True),
        ("BlackHole 2ch", 2, True),
        ("CABLE Input (VB-Audio Virtual Cable)", 0, False),
        ("Microphone (Jabra)", 1, False),
    ],
)
def test_a_device_that_hears_the_machine_itself_is_pointed_out(name: str, inputs: int, *, loopback: bool) -> None:
    """The caller on a softphone can only be heard there: `calmdesk devices` marks it."""
    assert Device(0, name, "ALSA", inputs, 2, 48000).loopback is loopback


def test_without_portaudio_the_way_to_install_it_is_shown() -> None:
    """On a Linux machine without PortAudio, one line says what is missing and one how to get it."""
    program = (
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
        "from calmdesk.audio.devices import list_devices\n"
        "from calmdesk.messages import explain\n"
        "from calmdesk.errors import AudioError\n"
        "try: list_devices()\n"
        "except AudioError as error: print(*explain(error, 'fr'), sep='|')\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=20)
    problem, hint = run.stdout.strip().split("|")
    assert problem == "la bibliothèque de son PortAudio manque"
    assert "apt install libportaudio2" in hint


@pytest.mark.device
def test_the_machines_devices_are_listed(virtual_microphone: VirtualMicrophone) -> None:
    """`calmdesk devices` names the desk's microphone and which device is used when nothing is chosen."""
    program = "from calmdesk.audio.devices import list_devices; print(*list_devices(), sep='\\n')"
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=virtual_microphone.environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    assert "name='deskmic', host_api='ALSA'" in run.stdout
    [usual] = [line for line in run.stdout.splitlines() if "default_input=True" in line]
    assert "name='default'" in usual
