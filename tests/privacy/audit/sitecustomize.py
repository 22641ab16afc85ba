"""Python runs this before a watched program: every socket, file written and process started goes into a log."""

import os
import sys

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {
    "os.rename", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
}  # fmt: skip
_IN_FOLDER = {"os.mkdir", "os.remove", "os.rmdir"}
_TWO = {"os.rename", "os.link", "os.symlink"}
_NAMELESS = getattr(os, "O_TMPFILE", 0)
_DESCRIPTOR = "/proc/self/fd/"
_log = os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.__new__":
        # An int for a socket that is made of a descriptor: its family is then not told.
        _note("socket", str(int(args[1])))  # type: ignore[call-overload]  # the event says so
    elif event.startswith("socket.") and event != "socket.gethostname":
        _note("network", event)
    elif event == "open" and isinstance(args[2], int) and args[2] & _WRITES:
        # A file without a name is none until it is linked to one.
        if not _NAMELESS or args[2] & _NAMELESS != _NAMELESS:
            _note_path(args[0])
    elif event in _IN_FOLDER:
        _note_path(args[0], args[-1])
    elif event in _CHANGES:
        for path in args[: 2 if event in _TWO else 1]:
            _note_path(path)


def _note_path(path: object, folder: object = -1) -> None:
    """Note a file; ``folder`` is the descriptor of the one that a relative path begins in, -1 for the current one."""
    if isinstance(path, int):
        return
    start = os.readlink(f"{_DESCRIPTOR}{folder}") if isinstance(folder, int) and folder >= 0 else ""  # noqa: PTH115  # pathlib is not loaded yet
    name = os.path.abspath(os.path.join(start, os.fsdecode(path)))  # type: ignore[arg-type]  # noqa: PTH100, PTH118  # as above
    if name.startswith(_DESCRIPTOR):
        name = os.readlink(name)  # noqa: PTH115  # as above
        if name.endswith(" (deleted)") and not name.startswith("/memfd:"):
            return  # without a name, and named by a link that is noted
    _note("write", name)


def _note(kind: str, what: str) -> None:
    os.write(_log, f"{kind}\t{what}\n".encode())


sys.addaudithook(_watch)
