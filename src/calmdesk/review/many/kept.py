"""The folder of results: per call a file of heard events and one of facts, each there as a whole or not at all."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any, Final

from calmdesk.errors import UsageError
from calmdesk.review.many import digests
from calmdesk.review.many.facts import CallFacts
from calmdesk.whole_file import put_in_place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from calmdesk.review.many.job import Job, Setup

HEARD: Final = ".heard.jsonl"
FACTS: Final = ".facts.json"
TRENDS: Final = "trends.html"
HALF_WRITTEN: Final = (f".*{HEARD}.*", f".*{FACTS}.*", f".{TRENDS}.*", f"*{HEARD}.part")
"""What a run that was killed leaves, as patterns of names."""

_FORMAT: Final = "calmdesk call facts"
_VERSION: Final = 2
_LARGEST: Final = 50_000_000
"""Bytes of a file of facts; one of a long call has some thousands."""


class Results:
    """What came of many calls, kept in one folder for its owner's eyes alone (0700, files 0600).

    Raises:
        UsageError: the folder cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with _failing(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def heard_path(self, name: str) -> Path:
        """Return where the heard events of a call lie."""
        return self.folder / (name + HEARD)

    def facts_path(self, name: str) -> Path:
        """Return where the facts of a call lie."""
        return self.folder / (name + FACTS)

    def ready(self, name: str) -> Path:
        """Return where the heard events of a call are to be written, its folder made."""
        path = self.heard_path(name)
        with _failing(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path

    def is_done(self, job: Job, setup: Setup) -> bool:
        """Tell whether a call's results are whole, and what would come out again."""
        facts = read_facts(self.facts_path(job.name))
        if facts is None or (facts.recording, facts.hearing) != (job.digest, setup.hearing):
            return False
        if setup.advised and facts.advising != setup.advising:
            return False
        try:
            return digests.of_file(self.heard_path(job.name)) == facts.heard
        except OSError:
            return False

    def keep(self, facts: CallFacts, heard: str = "") -> None:
        """Keep a call's results; ``heard`` where its heard events do not lie there yet."""
        path = self.ready(facts.call)
        if heard:
            with whole_file(path) as file:
                file.write(heard.encode())
        body = replace(facts, heard=digests.of_file(path)).table()
        table = {"format": _FORMAT, "version": _VERSION, "checksum": _checksum(body), "facts": body}
        with whole_file(self.facts_path(facts.call)) as file:
            file.write(json.dumps(table).encode())

    def all_facts(self) -> Iterator[CallFacts]:
        """Yield the facts of every call that was advised, in the order of their names; torn ones are left out."""
        for path in sorted(self.folder.rglob("*" + FACTS)):
            facts = read_facts(path)
            if facts is not None and facts.advising:
                yield facts


def read_facts(path: Path) -> CallFacts | None:
    """Return the facts in a file; None where there are none, or the file is torn or of another kind."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        table = json.loads(path.read_bytes())
        if (table["format"], table["version"]) != (_FORMAT, _VERSION) or table["checksum"] != _checksum(table["facts"]):
            return None
        return CallFacts.of(table["facts"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _checksum(body: dict[str, Any]) -> str:
    return digests.of_values(body)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Write bytes (0600) that come to a file's place once they are whole and on the disk.

    Raises:
        UsageError: it cannot be written; what was there stays.
    """
    with _failing(path), put_in_place(path) as file:
        yield file


@contextmanager
def _failing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError("cannot write {path}: {reason}", path=path, reason=error) from error
