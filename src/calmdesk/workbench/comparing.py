"""Two phrasebooks put to work on saved calls, side by side in one worker."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from calmdesk.errors import CalmdeskError, UsageError
from calmdesk.phrasebook import folders
from calmdesk.phrasebook.folders import Source
from calmdesk.review.many.compare import CallChanges, cards_of, compare
from calmdesk.review.many.job import Fault
from calmdesk.wiring import Desk, replay_heard

if TYPE_CHECKING:
    from calmdesk.review.many.job import Job


@dataclass(frozen=True, slots=True)
class Pair:
    """Two phrasebooks, with what the clinic's settings tell their cards."""

    a: Source
    b: Source
    slots: tuple[tuple[str, str], ...] = ()


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


def open_both(pair: Pair) -> None:
    """Read both phrasebooks, so that what is wrong with them is told before any call is.

    Raises:
        PhrasebookError: one of them cannot be used.
    """
    _desks(pair)


@cache
def _desks(pair: Pair) -> tuple[Desk, Desk]:
    one, two = (Desk(source.lang, dict(pair.slots), source=source) for source in (pair.a, pair.b))
    return one, two
