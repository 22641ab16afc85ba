"""Folders for a moment: closed to others, gone with their command, and gone later where that was killed."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from typing import TYPE_CHECKING

import pytest

from calmdesk.scratch import left_behind, scratch_folder, sweep

if TYPE_CHECKING:
    from pathlib import Path

HOLDING = """
import time
from calmdesk.scratch import scratch_folder
with scratch_folder() as folder:
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of this test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def grow_old(folder: Path) -> None:
    """Make a folder look as if it had been made a minute ago."""
    before = time.time() - 60
    os.utime(folder, (before, before))


def test_a_folder_for_a_moment(temporary: Path) -> None:
    """Nobody else may look into it; nothing of it is left, and one that is in use is no leftover."""
    with scratch_folder() as folder:
        (folder / "words").write_text("x", encoding="utf-8")
        [made] = temporary.iterdir()
        assert stat.S_IMODE(made.stat().st_mode) == 0o700
        grow_old(made)
        assert list(left_behind()) == []
        sweep()
        assert (folder / "words").exists()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_command_left_goes_with_the_next(temporary: Path) -> None:
    """Its folder is known as one that nobody holds any more, and the next folder's maker removes it."""
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen([sys.executable, "-c", HOLDING], stdout=subprocess.PIPE, env=environment) as program:
        assert program.stdout
        program.stdout.readline()
        [made] = temporary.iterdir()
        grow_old(made)
        assert list(left_behind()) == []
        program.send_signal(signal.SIGKILL)
    assert list(left_behind()) == [made]
    with scratch_folder():
        assert not made.exists()


def test_what_is_somebody_elses_stays(temporary: Path) -> None:
    """A folder, a file or a link that only has such a name is left alone, however old; an empty one of ours goes."""
    work, empty = temporary / "calmdesk-work", temporary / "calmdesk-empty"
    work.mkdir()
    (work / "thesis.txt").touch()
    (temporary / "calmdesk-file").touch()
    (temporary / "calmdesk-link").symlink_to(work)
    empty.mkdir()
    sweep()
    assert empty.exists(), "its command may be about to lock it"
    for folder in (work, empty):
        grow_old(folder)
    sweep()
    assert sorted(path.name for path in temporary.iterdir()) == ["calmdesk-file", "calmdesk-link", "calmdesk-work"]
    assert (work / "thesis.txt").exists()
