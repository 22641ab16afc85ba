"""Faults injected for real: each is told, listening resumes within 3 s of the return, and desk time stays right.

Desk time is measured by clicks: a player started at a known moment is heard at a known desk time, always as much later.
"""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, TypeAlias

import pytest

from audio.ear import listening, now
from calmdesk.bench.virtual_microphone import DESK, OTHER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from audio.ear import Ear
    from calmdesk.bench.virtual_microphone import VirtualMicrophone

pytestmark = [pytest.mark.device, pytest.mark.slow]

RECOVERED = 3.0
"""Seconds from a device's return to its sound."""

CLOCK = 0.1
"""Seconds by which desk time may be wrong after a fault."""

Fault: TypeAlias = "tuple[Callable[[VirtualMicrophone], None], Callable[[VirtualMicrophone], None]]"
"""What strikes, and what mends it."""

UNPLUGGED: Fault = (lambda room: room.unplug(), lambda room: room.plug_in())
SUSPENDED: Fault = (lambda room: room.suspend(on=True), lambda room: room.suspend(on=False))
MUTED: Fault = (lambda room: room.mute(on=True), lambda room: room.mute(on=False))
OTHER_DEFAULT: Fault = (lambda room: room.make_default(OTHER), lambda room: room.make_default(DESK))
FROZEN: Fault = (lambda room: room.freeze(), lambda room: room.thaw())
KILLED: Fault = (lambda room: room.stop(), lambda room: room.start())

STALLED = "no sound from {} for one second"
BACK = "sound from {} is back"
REPLACED = f"the sound system has replaced {DESK.description} by {OTHER.description}, which is heard now"
RETURNED = f"the sound system has replaced {OTHER.description} by {DESK.description}, which is heard now"
DIGITAL = "{} brings nothing but digital silence"


def _offset(room: VirtualMicrophone, ear: Ear, clicks: Path) -> float:
    """Return how much later, in desk time, a click is heard than it is played on the clock all processes share.

    A busy machine starts players late: the quickest of three tells.
    """
    return min(_heard_after(room, ear, clicks) for _ in range(3))


def _heard_after(room: VirtualMicrophone, ear: Ear, clicks: Path) -> float:
    heard = len(ear.clicks)
    began = now()
    with room.start_playing(clicks) as player:
        ear.wait_for(lambda: len(ear.clicks) > heard)
        player.kill()
    return ear.clicks[heard] - began


@pytest.mark.parametrize(
    ("device", "fault", "told"),
    [
        pytest.param("", UNPLUGGED, (REPLACED, RETURNED), id="default-unplugged"),
        pytest.param("", SUSPENDED, (STALLED, BACK), id="default-suspended"),
        pytest.param("", MUTED, (DIGITAL, BACK), id="default-muted"),
        pytest.param("", OTHER_DEFAULT, (REPLACED, RETURNED), id="default-changed"),
        pytest.param("", FROZEN, (STALLED, BACK), id="server-frozen"),
        pytest.param("", KILLED, (STALLED, BACK), id="server-killed"),
        pytest.param("Desk microphone", UNPLUGGED, ("waiting for Desk microphone", BACK), id="named-unplugged"),
        pytest.param("Desk microphone", MUTED, (DIGITAL, BACK), id="named-muted"),
        pytest.param(
            "Desk microphone", OTHER_DEFAULT, ("waiting for Desk microphone", BACK), id="named-default-changed"
        ),
        pytest.param("Desk microphone", KILLED, (STALLED, BACK), id="named-server-killed"),
        pytest.param("deskmic", UNPLUGGED, ("waiting for deskmic", BACK), id="alsa-unplugged"),
        pytest.param("deskmic", FROZEN, (STALLED, BACK), id="alsa-server-frozen"),
    ],
)
def test_listening_goes_on(
    quiet_room: VirtualMicrophone, tmp_path: Path, clicks: Path, device: str, fault: Fault, told: tuple[str, str]
) -> None:
    """The user is told that something is wrong, and that it is right again; in between nothing is made up."""
    strike, mend = fault
    name = device or DESK.description
    first, last = (text.format(name) for text in told)
    with listening(quiet_room.environment, tmp_path / "heard", "--device", device) as ear:
        before = _offset(quiet_room, ear, clicks)
        strike(quiet_room)
        ear.await_notice(first)
        mend(quiet_room)
        returned = now()
        sound = ear.await_sound(returned, loudest=1)
        ear.await_notice(last)
        # What was under way when the device came back does not count as measured.
        ear.wait_for(lambda: ear.blocks[-1].at > sound.end + 2)
        assert _offset(quiet_room, ear, clicks) - before == pytest.approx(0, abs=CLOCK)
        ended = ear.end()
    assert sound.moment - returned < RECOVERED
    assert len(ear.notices) <= 4, ear.notices
    gaps = sum(b.at - a.end for a, b in zip(ear.blocks, ear.blocks[1:], strict=False) if b.at - a.end > CLOCK)
    assert ended["lost"] == pytest.approx(0 if fault is MUTED else gaps, abs=0.25)
    assert (ended["threads"], ended["children"]) == (0, [])


def test_a_device_that_stays_away_is_told_once(quiet_room: VirtualMicrophone, tmp_path: Path) -> None:
    """An hour without a microphone is one line on the screen; time passes, the keys are read, and it is heard again."""
    with listening(quiet_room.environment, tmp_path / "heard") as ear:
        quiet_room.stop()
        ear.await_notice("no sound from")
        stopped = ear.blocks[-1].moment
        ear.wait_for(lambda: ear.told("listened")[-1][2] > stopped + 10)
        assert len(ear.notices) == 1
        passed = [(at, moment) for _, at, moment in ear.told("listened") if moment > stopped + 2]
        assert passed[-1][0] - passed[0][0] == pytest.approx(passed[-1][1] - passed[0][1], abs=0.1)
        quiet_room.start()
        returned = now()
        assert ear.await_sound(returned).moment - returned < RECOVERED
        ear.end()


@pytest.mark.parametrize("fault", [SUSPENDED, FROZEN], ids=["suspended", "frozen"])
def test_a_short_stumble_leaves_desk_time_right(
    quiet_room: VirtualMicrophone, tmp_path: Path, clicks: Path, fault: Fault
) -> None:
    """Half a second without sound is not worth an alarm; what of it is lost for good is counted and told."""
    strike, mend = fault
    with listening(quiet_room.environment, tmp_path / "heard") as ear:
        before = _offset(quiet_room, ear, clicks)
        for _ in range(3):
            strike(quiet_room)
            time.sleep(0.5)
            mend(quiet_room)
            time.sleep(2.0)
            assert _offset(quiet_room, ear, clicks) - before == pytest.approx(0, abs=CLOCK)
        ended = ear.end()
    assert not [text for text in ear.notices if "no sound" in text]
    # A frozen server brings most of what it owes when it goes on; what a suspended microphone did not hear is gone.
    assert ended["lost"] > 1 if fault is SUSPENDED else ended["lost"] < 1
    assert fault is FROZEN or "lost on the way" in ear.notices[0]


def test_a_capture_program_that_dies_or_hangs_is_replaced(
    quiet_room: VirtualMicrophone, tmp_path: Path, clicks: Path
) -> None:
    """Whatever becomes of the program that hears, another one takes its place."""
    with listening(quiet_room.environment, tmp_path / "heard") as ear:
        before = _offset(quiet_room, ear, clicks)
        for blow in (signal.SIGKILL, signal.SIGSTOP):
            os.kill(ear.capture_programs[0], blow)
            struck = now()
            # A block that was under way still arrives.
            assert ear.await_sound(struck + 0.5).moment - struck < RECOVERED + 1
            assert _offset(quiet_room, ear, clicks) - before == pytest.approx(0, abs=CLOCK)
        ended = ear.end()
    assert ended["lost"] > 0.5
    assert (ended["threads"], ended["children"]) == (0, [])
