"""What is kept of calls goes when its time is over, and when somebody wants it gone."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from calmdesk.live.feedback import keep, oldest_kept, purge

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

TODAY = date(2026, 11, 23)


def noted(path: Path, *days: str) -> Path:
    """Write a sentence for each day; an empty one has none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        {"text": f"phrase {day}", "labels": [], "wrong": "insult"} | ({"noted": day} if day else {}) for day in days
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def test_sentences_go_when_their_time_is_over(tmp_path: Path) -> None:
    """The old ones, and those of which nobody knows how old they are; the others stay as they were."""
    path = noted(tmp_path / "feedback.jsonl", "2026-10-23", "2026-10-24", "", "2026-11-20", "yesterday")
    assert purge(oldest_kept(TODAY, 30), path) == (3, 2)
    left = [json.loads(line)["noted"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert left == ["2026-10-24", "2026-11-20"]


def test_the_file_goes_with_its_last_sentence(tmp_path: Path) -> None:
    """Nothing is left of it but what keeps two desks apart, which is empty."""
    path = noted(tmp_path / "feedback.jsonl", "2020-01-01")
    assert purge(TODAY, path) == (1, 0)
    assert all(not each.stat().st_size for each in tmp_path.iterdir())
    assert not path.exists()


@pytest.mark.parametrize("days", [(), ("2026-11-22",)])
def test_what_a_purge_that_was_killed_left_goes_at_once(tmp_path: Path, days: tuple[str, ...]) -> None:
    """What is half written, a moment old: the next purge takes it away, whether the file is there or not."""
    path = tmp_path / "feedback.jsonl"
    if days:
        noted(path, *days)
    beside = noted(tmp_path / ".feedback.jsonl.12345678", "2026-11-22")
    assert purge(oldest_kept(TODAY, 30), path) == (0, len(days))
    assert not beside.exists()
    assert path.exists() == bool(days)


def test_what_is_noted_says_when(tmp_path: Path) -> None:
    """A sentence noted now outlives today's purge, and the file stays private."""
    path = keep("ça fait une heure", "insult", tmp_path / "feedback.jsonl")
    assert purge(date.today() - timedelta(days=1), path) == (0, 1)  # noqa: DTZ011  # the clinic's own day
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_purge_tells_each_kind(tmp_path: Path, calmdesk: Run) -> None:
    """By the settings first, everything when asked; incidents and sentences both; then nothing is kept."""
    data = tmp_path / "data" / "calmdesk"
    settings = tmp_path / "settings.toml"
    settings.write_text("[keep]\nfeedback_days = 1\n", encoding="utf-8")
    env = {"CALMDESK_SETTINGS": str(settings), "LANG": "fr_BE.UTF-8"}
    yesterday = (date.today() - timedelta(days=1)).isoformat()  # noqa: DTZ011  # the clinic's own day
    done = calmdesk("incidents", "add", "--at", f"{yesterday} 14:05", "--family", "insult", "--words", "nul", **env)
    assert done.returncode == 0, done.stderr
    noted(data / "feedback.jsonl", "2020-01-01", yesterday)
    done = calmdesk("purge", **env)
    assert "fiches : 1 effacé(s), il en reste 1" in done.stderr
    assert "consignés : 0 effacé(s), il en reste 1" in done.stderr
    refused = calmdesk("purge", "--all", **env)
    assert refused.returncode != 0
    done = calmdesk("purge", "--all", "--yes", **env)
    assert done.stderr.count("1 effacé(s), il en reste 0") == 2
    assert not (data / "feedback.jsonl").exists()


@pytest.mark.slow
def test_a_shift_begins_by_removing_what_is_too_old(tmp_path: Path, calmdesk: Run) -> None:
    """Also where no command of incidents is ever used."""
    path = noted(tmp_path / "data" / "calmdesk" / "feedback.jsonl", "2020-01-01")
    done = calmdesk("listen", "--stdin", "--format", "plain")
    assert "1 effacé(s), il en reste 0" in done.stderr
    assert not path.exists()
