"""Runs calmdesk while its sockets and files are watched, by Python's audit hook or, from outside, by strace.

The hook sees what Python does, in child processes too; strace sees what libraries do behind Python's back.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

REQUIRED: Final = "CALMDESK_STRACE"
"""Environment variable: set where strace is known to work, so that a test that cannot use it fails."""

_AUDIT = Path(__file__).parent / "audit"
_CALLS = (
    "socket,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
    "unlink,unlinkat,rmdir,truncate,mknod,mknodat"
)
_LINE = re.compile(
    r"(?:\d+ +)?(?P<call>\w+)\((?P<args>.*?)"
    r"(?:\) += (?P<result>-?\d+|\?)(?:<(?P<file>[^>]*)>)?.*| <unfinished \.\.\.>)$"
)
_PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<(?P<folder>[^>]*)>, )?"(?P<path>(?:[^"\\]|\\.)*)"')
_HARMLESS = frozenset({"/dev/null", "/dev/tty"})
_IN_MEMORY = "/memfd:"
_LOCKS = "/dev/shm/sem."  # noqa: S108  # no files of ours
_SOUND_CARDS = ("/dev/dsp", "/dev/snd/")
_DESCRIPTOR = "/proc/self/fd/"


@dataclass
class Seen:
    """What a program did: address families of its sockets, files and folders it made, changed or removed."""

    families: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)

    def outside(self, *allowed: Path) -> set[str]:
        """Return what was written that is none of the paths that were asked for, and in no folder of them."""
        asked = [str(path) for path in allowed]
        return {path for path in self.written if not any(path == each or path.startswith(f"{each}/") for each in asked)}


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the environment of a user with an empty home and an empty temporary folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CALMDESK", "XDG_"))}
    temporary = home / "tmp"
    temporary.mkdir(exist_ok=True)
    own = {"HOME": str(home), "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
    return clean | own | more


def sound_server(found: Mapping[str, str]) -> dict[str, str]:
    """Return what of an environment leads programs to a sound server."""
    return {name: value for name, value in found.items() if name.startswith(("PULSE", "XDG", "ALSA"))}


def audited(log: Path) -> dict[str, str]:
    """Return what makes Python write its own account into ``log``."""
    path = os.pathsep.join(filter(None, [str(_AUDIT), os.environ.get("PYTHONPATH", "")]))
    return {"PYTHONPATH": path, "AUDIT_LOG": str(log)}


def traced(log: Path) -> list[str]:
    """Return the words before a command that have strace write into ``log``; skips, or fails, where it may not."""
    if reason := _refusal():
        if os.environ.get(REQUIRED):
            pytest.fail(f"strace must work here and does not: {reason}")
        pytest.skip(f"no strace: {reason}; the audit hook alone is the proof")
    how = ["-f", "--seccomp-bpf", "-y", "-qq", "-s", "4096", "-e", "signal=none"]
    return ["strace", *how, "-e", f"trace={_CALLS}", "-o", str(log)]


def run(
    command: Sequence[str], home: Path, more: Mapping[str, str], *, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in a home."""
    return subprocess.run(
        command,
        env=environment(home, **more),
        cwd=home,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def calmdesk(*args: str) -> list[str]:
    """Return the command that starts the program."""
    return [sys.executable, "-m", "calmdesk", *args]


def read_audit(log: Path) -> Seen:
    """Return what the audit hook saw."""
    seen = Seen()
    for kind, what in (line.split("\t", 1) for line in log.read_text(encoding="utf-8").splitlines()):
        if kind == "write":
            seen.written |= set() if _is_harmless(what) else {what}
        elif kind == "socket":
            seen.families.add(socket.AddressFamily(int(what)).name)
        else:
            seen.families.add(what)
    return seen


def read_trace(log: Path, home: Path) -> Seen:
    """Return what strace saw of a program that was started in ``home``."""
    return parse_trace(log.read_text(encoding="utf-8", errors="replace").splitlines(), home)


def parse_trace(lines: Iterable[str], home: Path) -> Seen:
    """Return what the lines of strace's log tell; a call that was refused has written nothing."""
    seen = Seen()
    for match in filter(None, map(_LINE.match, lines)):
        call, args = match["call"], match["args"]
        if call == "socket":
            seen.families.add(args.split(",")[0].strip())
        elif not (match["result"] or "").startswith("-") and _writes(call, args):
            names = {_whole(each, home) for each in _PATH.finditer(args)}
            if any(name.startswith(_DESCRIPTOR) for name in names):
                # The file that it stands for: of one that is linked to a name, the name is among them.
                names = {name for name in names if not name.startswith(_DESCRIPTOR)} | {match["file"] or ""} - {""}
            seen.written |= {name for name in names if not _is_harmless(name)}
    return seen


def _is_harmless(name: str) -> bool:
    """Tell what is no file on a disk: a device, memory, the system's locks between processes, which hold a number."""
    return name in _HARMLESS or name.startswith((_IN_MEMORY, _LOCKS, *_SOUND_CARDS))


def _writes(call: str, args: str) -> bool:
    if "O_TMPFILE" in args:
        # A file without a name is none until it is linked to one.
        return False
    return not call.startswith("open") or any(flag in args for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"))


def _whole(path: re.Match[str], home: Path) -> str:
    return str(home / (path["folder"] or "") / path["path"])  # an absolute path stands alone


def _refusal() -> str:
    """Return why strace cannot be used, empty where it can."""
    if shutil.which("strace") is None:
        return "not installed"
    done = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, text=True, check=False, timeout=20)
    return done.stderr.strip() if done.returncode else ""


def kill(program: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """End a program as a power cut would."""
    program.send_signal(signal.SIGKILL)
    program.communicate(timeout=20)
