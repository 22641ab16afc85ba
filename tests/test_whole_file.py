"""Files that are there as a whole or not at all: a power cut leaves what was there, and nothing beside it."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from calmdesk import whole_file
from calmdesk.whole_file import left_beside, put_in_place, write_whole

if TYPE_CHECKING:
    from pathlib import Path

NO_NAME = "without a name"
NAMELESS = hasattr(os, "O_TMPFILE")
WRITING = """
import os, sys, pathlib
from calmdesk.whole_file import write_whole
print("ready", flush=True)
for number in range(10_000):
    name = f"{number % 3}.txt" if sys.argv[2] == "over" else f"{os.getpid()}-{number}.txt"
    write_whole(pathlib.Path(sys.argv[1]) / name, str(number % 10).encode() * 200_000)
"""


@pytest.fixture(params=[NO_NAME, "beside its place"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write in both ways, that of Linux and that of other systems and disks; return which it is."""
    if request.param == NO_NAME and not NAMELESS:
        pytest.skip("this system has no files without a name")
    if request.param != NO_NAME:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    return str(request.param)


def test_a_new_file_and_another_over_it(way: str, tmp_path: Path) -> None:
    """The new one is its owner's; one in its place keeps the mode that was given to it; nothing is left beside."""
    path = tmp_path / "settings.toml"
    write_whole(path, b"1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    write_whole(path, b"2")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"2", 0o640)
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"]
    with put_in_place(tmp_path / "other") as file:
        file.write(b"words")
        assert any("other" in each.name for each in tmp_path.iterdir()) == (way != NO_NAME)


def write_and_break_off(path: Path) -> None:
    """Write a part of a file; then somebody presses Ctrl-C."""
    with put_in_place(path) as file:
        file.write(b"2")
        raise KeyboardInterrupt


def test_an_error_in_the_middle_leaves_what_was_there(way: str, tmp_path: Path) -> None:
    """Whoever fails while writing has changed nothing."""
    path = tmp_path / "settings.toml"
    write_whole(path, b"1")
    with pytest.raises(KeyboardInterrupt):
        write_and_break_off(path)
    assert path.read_bytes() == b"1"
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"], way


def test_a_folder_that_cannot_be_written_is_told(way: str, tmp_path: Path) -> None:
    """The system's own reason, whichever way is taken."""
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "file", b"1")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_whole(tmp_path / "folder", b"1")
    assert [each.name for each in tmp_path.iterdir()] == ["folder"], way


def test_what_a_killed_program_left_goes_with_the_next_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where files are written beside their place: some time later, and nobody else's file."""
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    old, new, other = (tmp_path / name for name in (".f[1].txt.abcd_123", ".f[1].txt.12345678", ".f[1].txt.swp"))
    for path in (old, new, other):
        path.touch()
        hours_ago = time.time() - 7_200
        os.utime(path, (hours_ago, hours_ago) if path is not new else None)
    path = tmp_path / "f[1].txt"
    assert list(left_beside(path)) == [old]
    write_whole(path, b"1")
    assert sorted(tmp_path.iterdir()) == sorted([new, other, path])


@pytest.mark.slow
@pytest.mark.skipif(not NAMELESS, reason="this system has no files without a name")
@pytest.mark.parametrize("how", ["new", "over"])
def test_kills_leave_whole_files_and_nothing_beside(how: str, tmp_path: Path) -> None:
    """Killed at thirty random moments while it writes and writes: each file is whole, and no other is there.

    Put over another one, a file has a second name for a moment; if that is all that is left, the next file sweeps it.
    """
    moments = random.Random(how)  # noqa: S311  # moments, no secrets
    for _ in range(30):
        command = [sys.executable, "-c", WRITING, str(tmp_path), how]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
            assert program.stdout
            program.stdout.readline()
            time.sleep(moments.uniform(0.0, 0.2))
            program.send_signal(signal.SIGKILL)
        texts = [path.read_bytes() for path in tmp_path.iterdir()]
        assert all(len(text) == 200_000 and len(set(text)) == 1 for text in texts)
        if how == "over":
            sweep_by_next_files(tmp_path)
        assert [path.name for path in tmp_path.iterdir() if path.suffix != ".txt"] == []
        for path in tmp_path.iterdir() if how == "new" else ():
            path.unlink()


def sweep_by_next_files(folder: Path) -> None:
    """Write the three files once more, a day later."""
    yesterday = time.time() - 86_400
    for path in folder.iterdir():
        os.utime(path, (yesterday, yesterday))
    for number in range(3):
        write_whole(folder / f"{number}.txt", b"0" * 200_000)


def test_a_disk_without_such_files_is_written_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has them and the folder's disk does not, the file is written beside its place."""
    monkeypatch.setattr(whole_file, "_DESCRIPTORS", tmp_path / "no proc")
    write_whole(tmp_path / "file", b"1")
    assert (tmp_path / "file").read_bytes() == b"1"
