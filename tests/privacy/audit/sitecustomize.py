"""Python runs this before a watched program: every socket, file written and process started goes into a log."""

import os
import sys

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {
    "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
}  # fmt: skip
_log = os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.__new__":
        # An int for a socket that is made of a descriptor: its family is then not told.
        _note("socket", str(int(args[1])))  # type: ignore[call-overload]  # the event says so
    elif event.startswith("socket.") and event != "socket.gethostname":
        _note("network", event)
    elif event == "open" and isinstance(args[2], int) and args[2] & _WRITES and not isinstance(args[0], int):
        _note("write", os.path.abspath(os.fsdecode(args[0])))  # type: ignore[arg-type]  # noqa: PTH100  # a path; pathlib is not loaded yet
    elif event in _CHANGES and not isinstance(args[0], int):
        _note("write", os.path.abspath(os.fsdecode(args[0])))  # type: ignore[arg-type]  # noqa: PTH100  # as above


def _note(kind: str, what: str) -> None:
    os.write(_log, f"{kind}\t{what}\n".encode())


sys.addaudithook(_watch)
