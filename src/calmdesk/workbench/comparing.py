"""Two phrasebooks put to work on saved calls, side by side in one worker."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from calmdesk.cues.compiled import compile_book, digest_of, load
from calmdesk.errors import CalmdeskError, UsageError
from calmdesk.phrasebook import folders
from calmdesk.phrasebook.folders import Source
from calmdesk.places import compiled_file
from calmdesk.review.many.compare import CallChanges, cards_of, compare
from calmdesk.review.many.job import Fault
from calmdesk.wiring import Desk, phrasebook, replay_heard

if TYPE_CHECKING:
    from calmdesk.review.many.job import Job


@dataclass(frozen=True, slots=True)
class Pair:
    """Two phrasebooks, with what the clinic's settings tell their cards.

    ``tables`` are files with their phrases made ready for search, so that not every worker has to do that.
    """

    a: Source
    b: Source
    slots: tuple[tuple[str, str], ...] = ()
    tables: tuple[Path | None, Path | None] = (None, None)


def source_of(book: str, lang: str) -> Source:
    """Return where a phrasebook lies.

    Args:
        book: a language (the clinic's own phrases included), the folder of a whole phrasebook, or a folder of own
            phrases, which are laid over those that ship.
        lang: the language of own phrases whose folder is not named after one.

    Raises:
        UsageError: it is none of these.
        PhrasebookError: there is no such language.
    """
    if book in folders.languages():
        return folders.find(book)
    folder = Path(book)
    if not folder.is_dir():
        raise UsageError(
            "{book} is no language and no folder", hint="there are: {languages}", book=book,
            languages=", ".join(folders.languages()),
        )  # fmt: skip
    if (folder / "language.toml").is_file():
        families = folder.parent / "families.toml"
        shipped = folders.shipped_root() / "families.toml"
        return Source(folder.name, folder, families if families.is_file() else shipped)
    if not any(folder.glob("*.toml")) and not any(folder.glob("*/*.toml")):
        raise UsageError("there are no phrases in {book}", hint="give the folder in which `phrases` lies", book=book)
    below = folders.find(folder.name if folder.name in folders.languages() else lang, shipped_only=True)
    return Source(below.lang, below.folder, below.families, folder)


def compare_call(pair: Pair, job: Job) -> CallChanges | Fault:
    """Return what changes in a saved call from one phrasebook to the other."""
    try:
        heard = list(replay_heard(job.path))
        before, after = (cards_of(desk.follow(heard)) for desk in _desks(pair))
    except CalmdeskError as error:
        return Fault.of(error)
    return compare(job.name, before, after)


def made_ready(pair: Pair, folder: Path) -> Pair:
    """Return both phrasebooks, checked, with their tables in ``folder`` where a build has not made them.

    Raises:
        PhrasebookError: one of them cannot be used.
    """
    first, second = (_table(source, folder / f"{name}.json") for name, source in (("a", pair.a), ("b", pair.b)))
    ready = replace(pair, tables=(first, second))
    _desks(ready)
    return ready


def _table(source: Source, path: Path) -> Path | None:
    digest = digest_of(source.phrase_folders)
    if load(compiled_file(source.lang), digest) is not None:
        return None
    path.write_text(json.dumps(compile_book(phrasebook(source.lang, source), digest)), encoding="utf-8")
    return path


@cache
def _desks(pair: Pair) -> tuple[Desk, Desk]:
    both = zip((pair.a, pair.b), pair.tables, strict=True)
    one, two = (Desk(source.lang, dict(pair.slots), source=source, table=table) for source, table in both)
    return one, two
