from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed"),
]

PROMPT = "ready> "


class Bash:
    """An interactive bash on a terminal of its own."""

    def __init__(self, home: Path) -> None:
        leader, follower = pty.openpty()
        self._terminal = leader
        environment = {"HOME": str(home), "PATH": f"{home / 'bin'}:{os.environ['PATH']}", "TERM": "dumb", "PS1": PROMPT}
        command = ["bash", "--norc", "--noprofile", "-i"]
        self._process = subprocess.Popen(
            command, stdin=follower, stdout=follower, stderr=follower, cwd=home, env=environment, start_new_session=True
        )
        os.close(follower)

    def type(self, text: str, until: str, seconds: float = 30) -> str:
        """Type, and return what the terminal shows once it matches a pattern."""
        os.write(self._terminal, text.encode())
        shown, deadline = "", time.monotonic() + seconds
        while not re.search(until, shown):
            assert time.monotonic() < deadline, f"{until} is not to be seen in {shown!r}"
            if select.select([self._terminal], [], [], 0.1)[0]:
                shown += os.read(self._terminal, 4096).decode(errors="replace")
        return shown

    def end(self) -> None:
        """Close the terminal: bash ends with it."""
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)


@pytest.fixture
def bash(calmdesk: Run, tmp_path: Path) -> Iterator[Bash]:
    """Give a bash that has read what `calmdesk completion bash` prints, in a folder with a recording."""
    (tmp_path / "bin").mkdir()
    program, source = tmp_path / "bin" / "calmdesk", Path(__file__).parents[2] / "src"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={source} exec {sys.executable} -m calmdesk "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "appel-du-matin.wav").touch()
    (tmp_path / "completion.bash").write_text(calmdesk("completion", "bash").stdout, encoding="utf-8")
    shell = Bash(tmp_path)
    shell.type(". ./completion.bash\n", f"(?s){PROMPT}.*{PROMPT}")
    yield shell
    shell.end()


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("calmdesk soun\t", "calmdesk soundcheck "),
        ("calmdesk phrasebook dif\t", "calmdesk phrasebook diff "),
        ("calmdesk demo --anim\t", "calmdesk demo --animal "),
        ("calmdesk demo --format js\t", "calmdesk demo --format jsonl "),
        ("calmdesk replay --lang n\t", "calmdesk replay --lang nl "),
        ("calmdesk replay appel\t", "calmdesk replay appel-du-matin.wav "),
    ],
)
def test_tab_completes(bash: Bash, typed: str, line: str) -> None:
    """In a real bash Tab completes a command, one of a group, an option, a choice, a language and a file."""
    bash.type(typed, re.escape(line))


def test_every_shell_gets_its_own(calmdesk: Run) -> None:
    """Each shell is told how to ask calmdesk; one that is not known is named, with those that are."""
    for shell in ("bash", "zsh", "fish"):
        assert "_CALMDESK_COMPLETE" in calmdesk("completion", shell).stdout
    assert "fish" in calmdesk("completion", "tcsh").stderr


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_script_is_the_shells_language(calmdesk: Run, tmp_path: Path, shell: str) -> None:
    """The other shells read theirs without complaint."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_text(calmdesk("completion", shell).stdout, encoding="utf-8")
    done = subprocess.run([shell, "-n", str(tmp_path / "script")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
