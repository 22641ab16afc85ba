"""The console as it is: a character its encoding lacks is replaced by the nearest one, and never ends a command."""

from __future__ import annotations

import codecs
import io
import os
import sys
from functools import partial

_ASCII = "plain-ascii"
"""ASCII under another name: click takes a console that says « ascii » for a mistake, and sends it UTF-8."""


def write_within_encoding() -> None:
    """Let standard output and standard error write any text, and standard input read any bytes."""
    codecs.register(_named_otherwise)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            _fit(stream)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def colours() -> bool | None:
    """Tell whether commands write in colours: never, always, or (None) where the output is a terminal."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") in {"dumb", "unknown"}:
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def _fit(stream: io.TextIOWrapper) -> None:
    encoding = stream.encoding
    handler = f"nearest-in-{encoding}"
    codecs.register_error(handler, partial(_nearest, encoding=encoding))
    is_ascii = codecs.lookup(encoding).name == "ascii"
    stream.reconfigure(encoding=_ASCII if is_ascii else encoding, errors=handler)


def _nearest(error: UnicodeError, encoding: str) -> tuple[str, int]:
    """Return what stands for the characters the console lacks, and where writing goes on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    from calmdesk.overlay.glyphs import encodable  # noqa: PLC0415  # most consoles write everything

    return encodable(error.object[error.start : error.end], encoding), error.end


def _named_otherwise(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != _ASCII:
        return None
    ascii_ = codecs.lookup("ascii")
    return codecs.CodecInfo(
        ascii_.encode,
        ascii_.decode,
        incrementalencoder=ascii_.incrementalencoder,
        incrementaldecoder=ascii_.incrementaldecoder,
        name=_ASCII,
    )
