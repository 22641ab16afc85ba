from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import soundfile

from calmdesk.places import shipped
from calmdesk.review.many.facts import CallFacts, FoundCue, ShownCard

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 18


@pytest.fixture(scope="session")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the shipped calls, cut into twelve recordings in two folders and two formats."""
    folder = tmp_path_factory.mktemp("twelve")
    (folder / "tuesday").mkdir()
    for call in ("rendez-vous", "insultes"):
        samples, rate = soundfile.read(shipped("calls") / f"{call}.wav")
        for number in range(6):
            piece = samples[number * SECONDS * rate : (number + 1) * SECONDS * rate]
            name = f"2026-11-{16 + number}_1{number}h15_{call}"
            where = folder / "tuesday" if number % 2 else folder
            soundfile.write(where / f"{name}.{'flac' if number % 3 else 'wav'}", piece, rate)
    return folder


def made_up(call: str = "call.wav", *, cues: int = 1, score: float = 1.0, said: float | None = None) -> CallFacts:
    """Return the facts of a call of a minute with so many cues of one phrase, and a card for each."""
    times = [10.0 + number for number in range(cues)]
    return CallFacts(
        call,
        datetime(2026, 11, 18, 9, 15),  # noqa: DTZ001  # the desk's own clock
        named=True,
        seconds=60.0,
        desk_heard=True,
        cues=tuple(FoundCue(at, "waiting", "<script>alert(1)</script>", score) for at in times),
        cards=tuple(ShownCard(at, "waiting", "waiting.1", 3, "<script>alert(1)</script>", score, said) for at in times),
        advising="book",
    )
