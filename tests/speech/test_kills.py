"""Whenever ``models install`` is killed, there is a whole model in its place: the old one or the new one."""

from __future__ import annotations

import hashlib
import json
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from calmdesk.speech import models
from calmdesk.speech.shelf import Shelf
from calmdesk.speech.trial import try_model
from speech import killable
from speech.archives import MODEL, NAME, content_of, model_zip
from speech.model_server import Manners, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="no fork and no SIGKILL there"),
]

KILLS = 300
OLD = "the old one"
FRESH = 0.7
"""Part of the kills before which nothing of the download is there."""


class Ward:
    """A shelf with an old model on it, and installations of a new one that are killed."""

    def __init__(self, shelf: Shelf, forks: subprocess.Popen[str], manners: Manners, address: str) -> None:
        self.shelf = shelf
        self._forks = forks
        self._manners = manners
        self._address = address
        self._new = content_of(MODEL)

    @property
    def part(self) -> Path:
        """What has been downloaded."""
        return self.shelf.work / "model.zip.part"

    def put_old(self) -> None:
        """Put the old model into its place."""
        with self.shelf.changing():
            if (self.shelf.folder / NAME).exists():
                self.shelf.remove(NAME)
        shutil.copytree(MODEL, self.shelf.folder / NAME)
        (self.shelf.folder / NAME / "README.md").write_text(OLD, encoding="utf-8")

    def install(self, *, step: int = 0, byte: int = 0) -> int:
        """Start an installation that is killed before a step, or after a byte was sent; return how it ended."""
        process: queue.Queue[int] = queue.Queue()
        waiting = bool(byte)

        def kill(sent: int) -> None:
            nonlocal waiting
            if waiting and sent >= byte:
                waiting = False
                os.kill(process.get(timeout=60), signal.SIGKILL)

        self._manners.sent = kill
        assert self._forks.stdin
        assert self._forks.stdout
        self._forks.stdin.write(json.dumps(self._order(step)) + "\n")
        self._forks.stdin.flush()
        process.put(int(self._forks.stdout.readline()))
        return int(self._forks.stdout.readline())

    def _order(self, step: int) -> dict[str, object]:
        body = self._manners.body
        return {
            "folder": str(self.shelf.folder),
            "name": NAME,
            "address": self._address,
            "bytes": len(body),
            "sha256": hashlib.sha256(body).hexdigest(),
            "step": step,
        }

    def is_new(self) -> bool:
        """Tell which model a call would find now; it must be all of the old or all of the new one."""
        found = models.find("fr", user_models=self.shelf.folder)
        assert found.name == NAME
        content = content_of(found.path)
        old = self._new | {"README.md": hashlib.sha256(OLD.encode()).hexdigest()}
        assert content in (old, self._new)
        return content == self._new


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    """Give a ward, with the process that forks the installations."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, killable.__file__]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    manners = Manners(model_zip(), piece=50_021)
    with (
        subprocess.Popen(command, text=True, env=environment, **pipes) as forks,  # type: ignore[call-overload]  # mypy does not spread it
        serving(manners) as address,
    ):
        yield Ward(Shelf(tmp_path / "models"), forks, manners, address)
        forks.stdin.close()


def test_killed_at_any_byte_and_at_any_step(ward: Ward) -> None:
    """300 times: before every single operation on files there is, and else at a random byte of the download."""
    kills = kill_at_every_step(ward)
    kill_at_bytes(ward, KILLS - kills)
    assert ward.install() == 0
    assert ward.is_new()
    assert [path.name for path in ward.shelf.work.iterdir()] == ["lock"]
    assert list(ward.shelf.ready.iterdir()) == []


def kill_at_every_step(ward: Ward) -> int:
    """Kill installations until one comes through because it has no such step; return how many were killed."""
    kills, replaced = 0, 0
    ward.put_old()
    while ward.install(step=kills + 1) != 0:
        kills += 1
        replaced += ward.is_new()
        # Nothing may be left to clean away, or the steps of the next one would be others.
        ward.put_old()
    assert ward.is_new()
    # Before the exchange there are many steps, and after it those that clean up.
    assert kills - replaced > 30
    assert replaced > 3
    return kills


def test_killed_again_while_it_cleans_up(ward: Ward) -> None:
    """The next installation is killed too, while it ends what the first one had begun."""
    for step in range(3, 12):
        ward.put_old()
        ward.shelf.ready.mkdir(exist_ok=True)
        shutil.copytree(MODEL, ward.shelf.ready / NAME)
        shutil.move(ward.shelf.folder / NAME, ward.shelf.work / "gone")
        assert ward.is_new()
        assert ward.install(step=step) == -signal.SIGKILL
        assert ward.is_new()


def kill_at_bytes(ward: Ward, kills: int) -> None:
    """Kill installations at random bytes, most from the beginning, the others of what is left of a killed one."""
    dice = random.Random(300)  # noqa: S311  # the same kills every time
    total = len(model_zip())
    ward.put_old()
    killed = 0
    while killed < kills:
        here = ward.part.stat().st_size if ward.part.exists() else 0
        if here >= total or dice.random() < FRESH:
            ward.part.unlink(missing_ok=True)
            here = 0
        killed += ward.install(byte=dice.randint(here + 1, total)) == -signal.SIGKILL
        if ward.is_new():
            ward.put_old()
        elif killed % 25 == 0:
            try_model(ward.shelf.folder / NAME)
