from __future__ import annotations

import json
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


LINUX = [
    Device(0, "HDA Intel PCH: ALC257 Analog (hw:0,0)", "ALSA", 2, 2, 44100),
    Device(1, "Jabra Evolve 65: USB Audio (hw:1,0)", "ALSA", 1, 2, 16000),
    Device(2, "pulse", "ALSA", 32, 32, 44100),
    Device(3, "default", "ALSA", 32, 32, 44100, default_input=True, default_output=True),
    Device(4, "Monitor of Jabra Evolve 65 Analog Stereo", "PulseAudio", 1, 0, 16000, pulse="jabra.monitor"),
    Device(5, "Jabra Evolve 65 Mono", "PulseAudio", 1, 0, 16000, pulse="jabra"),
    Device(6, "Monitor of Built-in Audio Analog Stereo", "PulseAudio", 1, 0, 16000, pulse="built-in.monitor"),
]


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ("jabra", 5),
        ("jabra alsa", 1),
        ("jabra hw:1", 1),
        ("monitor jabra", 4),
        ("monitor built-in", 6),
        ("default", 3),
        ("Jarba", 5),
        ("jabra evolv 65", 5),
        ("monitro built", 6),
        ("pulsaudio jabra mono", 5),
    ],
)
def test_a_server_shares_its_devices(wanted: str, index: int) -> None:
    """Of a headset's many names the shared microphone is meant, unless said otherwise; slips are forgiven."""
    assert choose(wanted, LINUX, Direction.INPUT).index == index


@pytest.mark.parametrize("wanted", ["jubilee", "mono stereo jabra", "monitor", "evolve 56 sennheiser"])
def test_what_is_not_nearly_a_name_is_not_guessed(wanted: str) -> None:
    """A name too far from all, or one that fits two loopbacks, is asked about."""
    with pytest.raises(AudioError) as caught:
        choose(wanted, LINUX, Direction.INPUT)
    assert "Jabra Evolve 65" in explain(caught.value)[1]


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
        ("Mixage stéréo (Realtek Audio)", 2, True),
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


def _devices(microphone: VirtualMicrophone, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "calmdesk", "devices", *arguments],
        env={**microphone.environment, "COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    ).stdout


@pytest.mark.device
def test_the_machines_devices_are_listed(virtual_microphone: VirtualMicrophone) -> None:
    """`calmdesk devices` tells what each device is called and opened at, the default, and what hears the machine."""
    lines = _devices(virtual_microphone).splitlines()
    [named] = [line for line in lines if " deskmic " in line]
    assert "16 kHz, mono" in named
    usual = [line for line in lines if "default microphone" in line]
    assert [name in line for name, line in zip((" default ", " Desk microphone "), usual, strict=True)] == [True, True]
    [shared] = [line for line in lines if " Desk microphone " in line]
    assert "PulseAudio" in shared
    assert "hears what the machine plays" not in shared
    [loopback] = [line for line in lines if "Monitor of Headset" in line]
    assert loopback.rstrip().endswith("hears what the machine plays")


@pytest.mark.device
def test_programs_read_the_devices_too(virtual_microphone: VirtualMicrophone) -> None:
    """With --json the list is for a program: the same facts, by name."""
    listed = json.loads(_devices(virtual_microphone, "--json"))
    by_name = {device["name"]: device for device in listed}
    assert by_name["deskmic"]["opened_as"] == {"rate": 16000, "channels": 1}
    assert by_name["Monitor of Headset"]["loopback"]
    assert [device["name"] for device in listed if device["default_input"]] == ["default", "Desk microphone"]


@pytest.mark.device
def test_a_machine_whose_sound_server_has_gone_lists_what_is_left(virtual_microphone: VirtualMicrophone) -> None:
    """No microphone is no reason to fail: the table is short then, and nothing of ALSA's complaints is seen."""
    virtual_microphone.stop()
    assert "Desk microphone" not in _devices(virtual_microphone)
