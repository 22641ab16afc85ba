"""A download that may end early: the bytes so far, and which version of which file they belong to."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PART = "model.zip.part"
NOTE = "model.zip.json"


@dataclass(frozen=True, slots=True)
class Version:
    """What a server says of a file: ``validator`` is its entity tag, or else its date; ``total`` its size in bytes."""

    address: str
    validator: str
    total: int | None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An unfinished download in a folder of its own."""

    folder: Path

    @property
    def path(self) -> Path:
        """The bytes so far."""
        return self.folder / PART

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def version(self, address: str) -> Version | None:
        """Return what the bytes are a part of; None when it is not known to be of ``address``, or cannot go on."""
        try:
            noted = Version(**json.loads((self.folder / NOTE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return noted if noted.address == address and noted.validator and self.size else None

    def start(self, version: Version) -> None:
        """Throw away the bytes there are, and note what those that come now will belong to."""
        # In this order: whatever is killed in between, bytes never stand beside another version's note.
        self.path.unlink(missing_ok=True)
        note = self.folder / f"{NOTE}.new"
        note.write_text(json.dumps(asdict(version)), encoding="utf-8")
        os.replace(note, self.folder / NOTE)  # noqa: PTH105  # as atomic as os calls it

    def discard(self) -> None:
        """Throw everything away."""
        self.path.unlink(missing_ok=True)
        (self.folder / NOTE).unlink(missing_ok=True)
