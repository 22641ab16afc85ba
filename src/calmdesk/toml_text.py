"""TOML from files of any origin: whatever is wrong with a text is one kind of error."""

from __future__ import annotations

from typing import Any

import tomli

BrokenTomlError = tomli.TOMLDecodeError


def line_of(error: UnicodeDecodeError) -> int:
    """Return the line on which a file stops being text."""
    return bytes(error.object[: error.start]).count(b"\n") + 1


def parse_toml(text: str) -> dict[str, Any]:
    """Return the values of a TOML text.

    Raises:
        BrokenTomlError: it is not TOML, nests too deep, or holds a number no program can use. ``tomli`` itself gives
            the last two other errors.
    """
    try:
        return tomli.loads(text)
    except BrokenTomlError:
        raise
    except (ValueError, RecursionError) as error:
        reason = "too many brackets inside each other" if isinstance(error, RecursionError) else "a number is too long"
        raise BrokenTomlError(reason, text, 0) from error
