"""Writes what a review is asked to leave: a page, a table, facts, subtitles. Each file is its owner's alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from calmdesk.cli.progress import showing_share
from calmdesk.errors import AudioError, HeardFileError, ReviewError, UsageError
from calmdesk.private_file import nowhere, private_file, refuse_taken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from calmdesk.cli.reviewer import Reviewer
    from calmdesk.review.facts import ReviewFacts
    from calmdesk.review.texts import Texts


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written: the page, the recording in it or not, the exports by their form."""

    page: Path | None = None
    sound: bool = False
    exports: Mapping[str, Path] | None = None
    over: bool = False

    def check(self) -> None:
        """Refuse a place that is taken before a call is heard for minutes.

        Raises:
            ReviewError: a file is there, and may not be written over, or there is no such folder.
        """
        for path in (self.page, *(self.exports or {}).values()):
            if path and not path.parent.is_dir():
                raise ReviewError("cannot write {path}: {reason}", path=path, reason=nowhere())
            if path and not self.over:
                refuse_taken(path, ReviewError)


def review_calls(files: Sequence[Path], target: Path, reviewer: Reviewer, *, sound: bool, over: bool) -> None:
    """Make a page of a call; of several calls a page each, in the folder ``target``.

    Raises:
        UsageError: ``target`` does not fit the number of calls, two calls have one name, or a call has no sound to put
            into its page.
        ReviewError: a page is there already, or cannot be written.
        AudioError, HeardFileError: the only call cannot be heard.
        SomeCallsError: some of several could not be heard.
    """
    several = len(files) > 1 or target.is_dir()
    if several and target.suffix.lower() in {".html", ".htm"}:
        raise UsageError("several calls need a folder, not {path}", hint="--review FOLDER", path=target)
    if sound and any(file.suffix == ".jsonl" for file in files):
        raise UsageError("heard events have no sound", hint="leave out --with-audio, or give the recording")
    pages = [target / f"{file.name}.html" if several else target for file in files]
    if twice := [page for place, page in enumerate(pages) if page in pages[:place]]:
        raise UsageError("two calls would be written to {path}", hint="put their pages into two folders", path=twice[0])
    if several:
        _make_folder(target)
    plans = [Wanted(page, sound, over=over) for page in pages]
    for plan in plans:
        plan.check()
    _review_each(list(zip(files, plans, strict=True)), reviewer)


def _review_each(calls: Sequence[tuple[Path, Wanted]], reviewer: Reviewer) -> None:
    """Make the pages; of several calls, one that cannot be heard does not stop the others."""
    from calmdesk.cli.many import tell_faults  # noqa: PLC0415  # heavy
    from calmdesk.review.many.batch import SomeCallsError  # noqa: PLC0415  # heavy
    from calmdesk.review.many.job import Fault  # noqa: PLC0415  # heavy

    faults: dict[str, Fault] = {}
    for file, plan in calls:
        try:
            with showing_share(file.name) as watch:
                facts = reviewer.facts(file, watch)
        except (AudioError, HeardFileError) as error:
            if len(calls) == 1:
                raise
            faults[file.name] = Fault.of(error)
        else:
            write(facts, file, plan)
    tell_faults(faults)
    if faults:
        raise SomeCallsError(
            "{count} of {all} calls could not be heard; the others are done",
            hint="mend those that are named, and give them alone",
            count=len(faults),
            all=len(calls),
        )


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReviewError("cannot write {path}: {reason}", path=path, reason=error) from None


def write(facts: ReviewFacts, recording: Path, wanted: Wanted) -> None:
    """Write the files, and tell of each.

    Raises:
        ReviewError: a file is there already, or cannot be written.
        AudioError: the recording cannot be read a second time, for its sound.
    """
    from calmdesk.review.exports import FORMS  # noqa: PLC0415  # heavy
    from calmdesk.review.texts import read_texts  # noqa: PLC0415  # heavy

    texts = read_texts(facts.lang)
    for form, path in (wanted.exports or {}).items():
        with private_file(path, ReviewError, over=wanted.over) as file:
            FORMS[form](facts, texts, file)
        _tell("written to {path}, readable by you alone", path, facts.lang)
    if wanted.page:
        _write_page(facts, texts, recording, wanted.page, wanted)


def _write_page(facts: ReviewFacts, texts: Texts, recording: Path, path: Path, wanted: Wanted) -> None:
    from calmdesk.review.page import review_page  # noqa: PLC0415  # heavy

    page = review_page(facts, texts, _sound(recording) if wanted.sound else None)
    with private_file(path, ReviewError, over=wanted.over) as file:
        file.write(page)
    _tell("written to {path}, readable by you alone", path, facts.lang)
    if wanted.sound:
        _tell("{path} holds the VOICES of the call: keep it as well as the recording", path, facts.lang)


def _sound(recording: Path) -> bytes:
    from calmdesk.audio.compact import as_mp3  # noqa: PLC0415  # heavy

    return as_mp3(recording)


def _tell(template: str, path: Path, lang: str) -> None:
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue

    click.echo(say(template, {"path": path}, lang))
