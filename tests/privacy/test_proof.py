"""The promise itself: no socket is opened, no file is written that was not asked for, nothing stays behind."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from audio import processes
from calmdesk.review.marks import Mark, Marks, to_text
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
    sound_server,
    traced,
)
from support.whisper_rig import HEADSET, Rig, needs_voice

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
    "listen to a pipe": ["listen", "--stdin", "--format", "jsonl"],
    "rehearse, typed": ["rehearse", "attente", "--typed"],
    "rehearse, recorded": ["rehearse", "attente", "--silent", "--file", CALL],
}
"""Everything a receptionist or a trainer does with a call, and that must be silent."""

WRITING = {
    "review": (["review", "heard.jsonl"], ["heard.html"]),
    "review, exported": (
        ["review", "heard.jsonl", "--csv", "t.csv", "--json", "t.json", "--srt", "t.srt", "--vtt", "t.vtt"],
        ["t.csv", "t.json", "t.srt", "t.vtt"],
    ),
    "review of a recording": (["replay", CALL, "--desk", "--review", "p.html", "--with-audio"], ["p.html"]),
    "many calls": (["replay", "calls", "--out", "out", "--jobs", "2"], ["out"]),
    "hear": (["hear", "calls", "--out", "saved", "--jobs", "2"], ["saved"]),
    # The phrasebooks made ready for the workers; no word of a call.
    "compare": (["compare", "calls", "--a", "fr", "--b", "fr", "--page", "c.html"], ["c.html", "tmp"]),
    "annotate": (["annotate", "heard.jsonl", "--out", "m.json"], ["m.json"]),
    "annotate, applied": (["annotate", "--apply", "marks.json", "--out", "cases.jsonl"], ["cases.jsonl"]),
    "rehearse, looked back": (["rehearse", "attente", "--typed", "--json", "look.json"], ["look.json"]),
}
"""What a trainer asks to be written, and where; it is written there and nowhere else."""

HEARD = (
    '{"format": "calmdesk heard", "version": 1}\n'
    '{"type": "final", "at": 2.0, "text": "ça fait une heure que j\'attends", "utterance": 0, "words": [], '
    '"side": "client"}\n'
)
MARKS = Marks("heard.jsonl", "fr", (Mark(0, 2.0, "ça fait une heure que j'attends", ("waiting",), ("waiting",)),))

Watch = Callable[..., Seen]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user's home with what a trainer has: heard events, marks of a call, and a folder of calls."""
    folder = tmp_path / "home"
    (folder / "calls").mkdir(parents=True)
    (folder / "heard.jsonl").write_text(HEARD, encoding="utf-8")
    (folder / "marks.json").write_text(to_text(MARKS), encoding="utf-8")
    shutil.copy(CALL, folder / "calls")
    shutil.copy(folder / "heard.jsonl", folder / "calls")
    return folder


FILES = ["calls", "calls/heard.jsonl", "calls/insultes.wav", "heard.jsonl", "marks.json", "tmp"]


def names(home: Path) -> list[str]:
    """Return all that lies in a home."""
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*"))


@pytest.fixture(params=["audit hook", "strace"])
def watch(request: pytest.FixtureRequest, tmp_path: Path, home: Path) -> Watch:
    """Return what runs a command and tells what it did: once as Python tells it, once as the system does."""
    log = tmp_path / "log"

    def by_audit(args: list[str], **more: str) -> Seen:
        _worked(run(calmdesk(*args), home, audited(log) | more, stdin="ça fait une heure que j'attends\n"))
        return read_audit(log)

    def by_strace(args: list[str], **more: str) -> Seen:
        _worked(run([*traced(log), *calmdesk(*args)], home, more, stdin="ça fait une heure que j'attends\n"))
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
    assert names(home) == FILES


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITING)
def test_what_a_trainer_asks_for_is_all_that_is_written(watch: Watch, home: Path, name: str) -> None:
    """A page, a table, marks, a folder of results: there, for their owner alone; no socket, and nothing elsewhere."""
    args, asked = WRITING[name]
    seen = watch(args)
    assert seen.families == set()
    assert seen.outside(*(home / each for each in asked)) == set()
    new = [home / each for each in names(home) if each not in FILES]
    assert {path.relative_to(home).parts[0] for path in new} == set(asked) - {"tmp"}
    assert [path for path in new if stat.S_IMODE(path.stat().st_mode) != (0o700 if path.is_dir() else 0o600)] == []


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
    """Refused calls, files that are only read, names with quotes, calls cut by another thread, files without a name."""
    seen = parse_trace(
        [
            '12 openat(AT_FDCWD</home/a>, "b", O_RDONLY|O_CLOEXEC) = 3</home/a/b>',
            '12 openat(AT_FDCWD</home/a>, "c \\"d", O_WRONLY|O_CREAT, 0600) = 3</home/a/c>',
            '12 openat(AT_FDCWD</home/a>, "e", O_WRONLY|O_CREAT, 0600) = -1 EACCES (Permission denied)',
            '13 mkdir("/srv/x", 0777 <unfinished ...>',
            '13 rename("y", "/srv/z") = 0',
            '13 openat(AT_FDCWD</home/a>, "/home/a", O_WRONLY|O_TMPFILE, 0600) = 5</home/a/#7 (deleted)>',
            '13 linkat(AT_FDCWD</home/a>, "/proc/self/fd/5", 5</home/a/#7 (deleted)>, "/srv/page", 0x400) = 0',
            '13 openat(AT_FDCWD</home/a>, "/proc/self/fd/6", O_WRONLY|O_CREAT, 0666) = 7</memfd:said (deleted)>',
            '13 openat(AT_FDCWD</home/a>, "/proc/self/fd/8", O_WRONLY|O_TRUNC, 0666) = 9</srv/kept>',
            '13 openat(AT_FDCWD</home/a>, "/dev/shm/sem.mp-x", O_RDWR|O_CREAT, 0600) = 5</dev/shm/sem.mp-x>',
            "12 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 4<UNIX:[1]>",
            "12 socket(AF_INET6, SOCK_STREAM, 0) = -1 EAFNOSUPPORT (…)",
            "+++ exited with 0 +++",
        ],
        Path("/home/a"),
    )
    assert seen.families == {"AF_UNIX", "AF_INET6"}
    assert seen.written == {'/home/a/c \\"d', "/srv/x", "/home/a/y", "/srv/z", "/srv/page", "/srv/kept"}


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
    assert names(home) == sorted([*FILES, "kept.jsonl.part"])
    assert stat.S_IMODE(part.stat().st_mode) == 0o600


def theirs(server: dict[str, str]) -> tuple[Path, ...]:
    """Return where the sound system's libraries keep their books: beside the server's socket, JACK's in memory."""
    return Path(server["XDG_RUNTIME_DIR"]).parent, Path(f"/dev/shm/jack_db-{os.getuid()}")  # noqa: S108  # not ours


@pytest.mark.device
@pytest.mark.slow
@needs_voice
def test_a_rehearsal_aloud_talks_to_the_sound_server_only(watch: Watch, rig: Rig, home: Path) -> None:
    """The client's voice is in memory alone, the answers are where they were: nothing is written."""
    server = sound_server(rig.environment)
    seen = watch(["rehearse", "attente", "--headset", HEADSET, "--file", CALL], **server)
    assert seen.families <= {"AF_UNIX"}
    assert seen.outside(*theirs(server)) == set()
    assert names(home) == FILES


@pytest.mark.device
@needs_voice
@pytest.mark.parametrize("whisper", [(), ("--whisper", HEADSET)], ids=["silent", "whispering"])
@pytest.mark.parametrize("channel", ["audit hook", "strace"])
def test_listening_talks_to_the_sound_server_only(
    rig: Rig, tmp_path: Path, home: Path, channel: str, whisper: tuple[str, ...]
) -> None:
    """At the desk the one connection is the sound system's own (a local socket); nothing is written."""
    log, wav = tmp_path / "log", client_side(tmp_path)
    server = sound_server(rig.environment)
    before, more = (traced(log), {}) if channel == "strace" else ([], audited(log))
    program = subprocess.Popen(
        [*before, *calmdesk("listen", "--format", "jsonl", *whisper)],
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
    rig.server.play(wav)
    time.sleep(1.5)
    # The signal goes to the program itself; strace follows it to its end.
    os.kill(min(processes.children(program.pid)) if before else program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=60)
    assert '"card"' in out, err
    seen = read_trace(log, home) if channel == "strace" else read_audit(log)
    assert seen.families <= {"AF_UNIX"}
    assert seen.outside(*theirs(server)) == set()
    assert names(home) == FILES
