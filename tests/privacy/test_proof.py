"""The promise itself: no socket is opened, no file is written that was not asked for, nothing stays behind."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from audio import processes
from calmdesk.bench.virtual_microphone import VirtualMicrophone, missing_tools
from cli.conftest import ROOT
from cli.test_listen import client_side
from privacy.watching import (
    Seen,
    audited,
    calmdesk,
    environment,
    kill,
    parse_trace,
    read_audit,
    read_trace,
    run,
    traced,
)

CALL = str(ROOT / "calls" / "insultes.wav")
COMMANDS = {
    "demo": ["demo", "--format", "jsonl", "--speed", "max"],
    "demo on a screen": ["demo", "--format", "screen", "--speed", "max"],
    "replay": ["replay", CALL, "--format", "plain"],
    "replay with the desk": ["replay", CALL, "--desk", "--format", "jsonl"],
    "replay heard events": ["replay", "heard.jsonl", "--format", "jsonl"],
    "match": ["match"],
    "explain": ["explain", "ça fait une heure que j'attends"],
    "privacy": ["privacy", "--check"],
}
"""Everything a receptionist or a trainer does with a call, and that must be silent."""

HEARD = (
    '{"format": "calmdesk heard", "version": 1}\n'
    '{"type": "final", "at": 2.0, "text": "ça fait une heure que j\'attends", "utterance": 0, "words": [], '
    '"side": "client"}\n'
)

Watch = Callable[[list[str]], Seen]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user's home with nothing in it but a file of heard events."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "heard.jsonl").write_text(HEARD, encoding="utf-8")
    return folder


@pytest.fixture(params=["audit hook", "strace"])
def watch(request: pytest.FixtureRequest, tmp_path: Path, home: Path) -> Watch:
    """Return what runs a command and tells what it did: once as Python tells it, once as the system does."""
    log = tmp_path / "log"

    def by_audit(args: list[str]) -> Seen:
        _worked(run(calmdesk(*args), home, audited(log), stdin="ça fait une heure que j'attends\n"))
        return read_audit(log)

    def by_strace(args: list[str]) -> Seen:
        _worked(run([*traced(log), *calmdesk(*args)], home, {}, stdin="ça fait une heure que j'attends\n"))
        return read_trace(log, home)

    return by_audit if request.param == "audit hook" else by_strace


def _worked(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_no_socket_and_no_file(watch: Watch, home: Path, name: str) -> None:
    """The call stays in the computer's memory, whatever is done with it."""
    seen = watch(COMMANDS[name])
    assert seen.families == set()
    assert seen.written == set()
    assert sorted(path.name for path in home.rglob("*")) == ["heard.jsonl", "tmp"]


@pytest.mark.slow
def test_what_was_asked_for_is_all_that_is_written(watch: Watch, home: Path) -> None:
    """--save-heard writes its file and no other, for its owner alone, however open the computer is."""
    kept = home / "kept.jsonl"
    kept.touch(mode=0o666)
    kept.chmod(0o666)
    seen = watch(["replay", CALL, "--format", "jsonl", "--save-heard", "kept.jsonl"])
    assert seen.families == set()
    assert seen.outside(kept, home / "kept.jsonl.part") == set()
    assert str(home / "kept.jsonl.part") in seen.written
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.slow
def test_the_watchers_see(tmp_path: Path, home: Path) -> None:
    """A program that opens a socket and writes a file is caught by both: a watcher that sees nothing proves nothing."""
    guilty = "import socket, pathlib; socket.socket(); pathlib.Path('out').write_text('x')"
    log = tmp_path / "log"
    command = [*calmdesk()[:1], "-c", guilty]
    run(command, home, audited(log))
    assert read_audit(log) == Seen({"AF_INET"}, {str(home / "out")})
    log.unlink()
    run([*traced(log), *command], home, {})
    assert read_trace(log, home) == Seen({"AF_INET"}, {str(home / "out")})


def test_a_trace_is_read_right() -> None:
    """Refused calls, files that are only read, names with quotes, calls cut by another thread."""
    seen = parse_trace(
        [
            '12 openat(AT_FDCWD</home/a>, "b", O_RDONLY|O_CLOEXEC) = 3</home/a/b>',
            '12 openat(AT_FDCWD</home/a>, "c \\"d", O_WRONLY|O_CREAT, 0600) = 3</home/a/c>',
            '12 openat(AT_FDCWD</home/a>, "e", O_WRONLY|O_CREAT, 0600) = -1 EACCES (Permission denied)',
            '13 mkdir("/srv/x", 0777 <unfinished ...>',
            '13 rename("y", "/srv/z") = 0',
            "12 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 4<UNIX:[1]>",
            "12 socket(AF_INET6, SOCK_STREAM, 0) = -1 EAFNOSUPPORT (…)",
            "+++ exited with 0 +++",
        ],
        Path("/home/a"),
    )
    assert seen.families == {"AF_UNIX", "AF_INET6"}
    assert seen.written == {'/home/a/c \\"d', "/srv/x", "/home/a/y", "/srv/z"}


@pytest.mark.slow
@pytest.mark.parametrize("args", [COMMANDS["demo"], ["replay", CALL, "--speed", "real", "--format", "plain"]])
def test_nothing_remains_after_a_power_cut(home: Path, args: list[str]) -> None:
    """Killed at any moment, a call leaves no temporary file, no core of words, nothing."""
    moments = random.Random(args[0])  # noqa: S311  # moments, no secrets
    for _ in range(6):
        program = subprocess.Popen(
            calmdesk(*args), env=environment(home), cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        time.sleep(moments.uniform(0.1, 4.0))
        kill(program)
        assert sorted(path.name for path in home.rglob("*")) == ["heard.jsonl", "tmp"]


@pytest.mark.slow
def test_a_power_cut_leaves_the_file_that_was_asked_for_private(home: Path) -> None:
    """What was heard so far is in the .part file, which nobody else may read."""
    args = ["replay", CALL, "--speed", "real", "--format", "jsonl", "--save-heard", "kept.jsonl"]
    program = subprocess.Popen(calmdesk(*args), env=environment(home), cwd=home, stdout=subprocess.PIPE, text=True)
    part = home / "kept.jsonl.part"
    end = time.monotonic() + 60
    while not part.exists() and time.monotonic() < end:
        time.sleep(0.05)
    kill(program)
    assert sorted(path.name for path in home.iterdir()) == ["heard.jsonl", "kept.jsonl.part", "tmp"]
    assert stat.S_IMODE(part.stat().st_mode) == 0o600


@pytest.fixture
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Generator[VirtualMicrophone]:
    """A sound server of this test's own."""
    if missing := missing_tools():
        pytest.skip(f"not installed: {', '.join(missing)}")
    with VirtualMicrophone(tmp_path_factory.mktemp("sound")) as running:
        yield running


@pytest.mark.device
@pytest.mark.parametrize("channel", ["audit hook", "strace"])
def test_listening_talks_to_the_sound_server_only(
    microphone: VirtualMicrophone, tmp_path: Path, home: Path, channel: str
) -> None:
    """At the desk the one connection is the sound system's own (a local socket); nothing is written."""
    log, wav = tmp_path / "log", client_side(tmp_path)
    server = {
        name: value for name, value in microphone.environment.items() if name.startswith(("PULSE", "XDG", "ALSA"))
    }
    before, more = (traced(log), {}) if channel == "strace" else ([], audited(log))
    program = subprocess.Popen(
        [*before, *calmdesk("listen", "--format", "jsonl")],
        env=environment(home, **server, **more),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert program.stdout is not None
    program.stdout.readline()  # the model is loaded
    time.sleep(2.0)
    microphone.play(wav)
    time.sleep(1.5)
    # The signal goes to the program itself; strace follows it to its end.
    os.kill(min(processes.children(program.pid)) if before else program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=60)
    assert '"card"' in out, err
    seen = read_trace(log, home) if channel == "strace" else read_audit(log)
    assert seen.families <= {"AF_UNIX"}
    # The sound system's own libraries keep their books beside the server's socket, and in memory (JACK's).
    theirs = Path(server["XDG_RUNTIME_DIR"]).parent, Path(f"/dev/shm/jack_db-{os.getuid()}")  # noqa: S108  # not ours
    assert seen.outside(*theirs) == set()
    assert sorted(path.name for path in home.rglob("*")) == ["heard.jsonl", "tmp"]
