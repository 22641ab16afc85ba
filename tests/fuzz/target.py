"""What a target of the fuzzing is, and the words that inputs of a kind are made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from calmdesk import messages
from calmdesk.audio.decoder import Undecodable
from calmdesk.audio.websocket.protocol import UnknownMessageError
from calmdesk.errors import CalmdeskError

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).parents[2]

TOML: Final = (
    "[",
    "[[",
    "]",
    "=",
    '"',
    "'",
    '"""',
    "{",
    "}",
    ",",
    "\n",
    "#",
    ".",
    "true",
    "1e999",
    "nan",
    "0x" + "f" * 16,
)
JSON: Final = ("{", "}", "[", "]", ":", ",", '"', "\\u0000", "\\ud800", "1e999", "NaN", "true", "null", "\n")

ENOUGH: Final = 100_000
"""Inputs of every kind."""

SOME: Final = 15_000
"""Inputs of a file that is one of several of its kind, read by the same code: ``ENOUGH`` and more in all."""

_BREAKS: Final = dict.fromkeys(map(ord, "\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"))
"""What may stand in a refusal although it is not printed."""


@dataclass(frozen=True)
class Target:
    """A reader of something that comes from outside.

    ``read`` takes a file and what it holds. ``seeds`` are whole inputs to start from, ``words`` those that inputs are
    made of. ``inputs`` are tried at least, of ``longest`` bytes at most.
    """

    read: Callable[[Path, bytes], object]
    seeds: tuple[bytes, ...]
    words: tuple[str, ...]
    inputs: int = ENOUGH
    longest: int = 1_024

    def take(self, folder: Path, data: bytes) -> bool:
        """Read an input in an empty ``folder``; return whether it was accepted, or refused.

        A refusal must be a sentence that is safe on a terminal. Any other exception is the caller's: a traceback.
        """
        path = folder / "insult.toml"
        path.write_bytes(data)
        try:
            self.read(path, data)
        except CalmdeskError as error:
            told = "".join(messages.explain(error, "fr"))
            assert told.translate(_BREAKS).isprintable(), ascii(told)
            return False
        except (UnknownMessageError, Undecodable):
            return False
        return True


def text(*texts: str) -> tuple[bytes, ...]:
    """Return seeds that are written here."""
    return tuple(each.encode() for each in texts)


def shipped(*names: str) -> tuple[bytes, ...]:
    """Return seeds that ship with the French phrasebook."""
    return tuple((ROOT / "phrasebooks" / "fr" / name).read_bytes() for name in names)
