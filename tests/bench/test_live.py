"""The benches of the desk: real sound, a real sound server, a real pseudo-terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from calmdesk.bench.live.day import Feed
from calmdesk.bench.live.latency import Delay, percentiles
from calmdesk.cli.bench import command
from calmdesk.places import shipped

if TYPE_CHECKING:
    from pathlib import Path


def run(*args: str) -> str:
    """Run a bench as a user would and return what it prints."""
    done = CliRunner().invoke(command, args, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_delay_is_the_sum_of_its_stations() -> None:
    """What the bench prints adds up."""
    delay = Delay(0.2, 0.3, 0.004, 0.001)
    assert delay.total == pytest.approx(0.505)
    assert delay.ours == pytest.approx(0.005)
    assert percentiles([delay, delay], "total") == (delay.total, delay.total)


def test_a_day_is_fed_to_its_last_sample() -> None:
    """Calls and quiet by turns, exactly as long as asked for, however slowly they are read."""
    feed = Feed([np.ones(16_000, np.int16), np.full(8_000, 2, np.int16)], 300.0)
    sound = np.frombuffer(feed.stream.read(), np.int16)
    feed.close()
    assert len(sound) == feed.sent == 300 * 16_000
    assert {1, 2} <= set(sound[np.abs(sound) < 3].tolist())


def test_a_feed_nobody_reads_any_more_ends() -> None:
    """Quitting in the middle of the day leaves no thread."""
    feed = Feed([np.ones(16_000, np.int16)], 3_600.0)
    feed.stream.read(100)
    feed.close()
    assert feed.sent < 3_600 * 16_000


@pytest.mark.slow
def test_eight_hours_lose_nothing_and_memory_stays_flat() -> None:
    """A receptionist's whole day: every second is heard, and the program does not grow."""
    printed = run("day", "--hours", "8")
    assert "8.0 h of sound" in printed
    assert "not heard: 0.0 s, in 0 holes (goal 0 or less: reached)" in printed
    growth = re.search(r"growth: (-?[\d.]+) MB", printed)
    assert growth is not None
    assert float(growth[1]) <= 20


@pytest.mark.device
def test_the_way_of_a_card_is_measured_at_a_virtual_microphone(tmp_path: Path) -> None:
    """Half a minute of the shipped insults at real speed: each card's way, from the word to the screen."""
    samples, rate = soundfile.read(shipped("calls") / "insultes.wav", dtype="int16")
    call = tmp_path / "call.wav"
    soundfile.write(call, samples[: 30 * rate, 1], rate, subtype="PCM_16")
    printed = run("latency", str(call))
    assert re.search(r"^[2-9] cards; seconds after the end", printed)
    for stage in ("recogniser", "settling", "matching", "drawing", "total"):
        assert stage in printed
    assert printed.count("goal") == 3


@pytest.mark.device
def test_a_quiet_room_is_listened_to_beside_bare_vosk() -> None:
    """Both listen to the same room for a while; the ratio is told beside its goal."""
    printed = run("idle", "--seconds", "10")
    assert re.search(r"listen / bare Vosk: \d\.\d\d \(goal 1\.2 or less", printed)
