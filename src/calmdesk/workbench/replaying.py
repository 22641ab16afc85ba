"""A worker's bench for recordings: each is heard, advised, and its results kept or sent back.

Sound, decoding and matching go by lots: each wants the processor's cache for itself, and taking turns between them
block by block makes a call cost a sixth more than Vosk alone.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from calmdesk.audio.recording import Recording
from calmdesk.call.events import Final as FinalEvent
from calmdesk.call.events import Partial
from calmdesk.errors import CalmdeskError, UsageError
from calmdesk.phrasebook import folders
from calmdesk.redaction.heard import HeardRedactor
from calmdesk.redaction.redactor import Redactor
from calmdesk.redaction.rules import FILE as REDACTION
from calmdesk.review.gather import gather
from calmdesk.review.many import digests
from calmdesk.review.many.facts import CallFacts
from calmdesk.review.many.find import SAVED
from calmdesk.review.many.job import Fault, Unseen, Worked
from calmdesk.review.many.kept import Results
from calmdesk.review.many.moments import began
from calmdesk.scratch import scratch_folder
from calmdesk.speech import models
from calmdesk.speech.heard_file import HeardWriter
from calmdesk.wiring import Desk, Ears, replay_heard

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    from calmdesk.call.events import FromSpeech, Sent
    from calmdesk.call.stages import Source
    from calmdesk.review.facts import ReviewFacts
    from calmdesk.review.many.job import Job, Result, Setup

T = TypeVar("T")

BLOCKS: Final = 150
"""Blocks of sound that are read before they are decoded: half a minute, a megabyte."""

EVENTS: Final = 1_500
"""Heard events that wait to be matched: five minutes of a call, so that one of a day needs no more memory."""

_stations = threading.local()
"""The bench of this thread: a worker of a cluster may have several, and a desk is not for two of them at a time."""


def prepared(setup: Setup, *, sound: bool = True) -> Setup:
    """Return a setup with its digests; without ``sound``, all calls were heard before and no model is wanted.

    Raises:
        ModelError: there is no such model.
        PhrasebookError: there is no such language.
    """
    source = folders.find(setup.lang)
    model = digests.of_model(models.find(setup.lang, setup.model).path) if sound else ""
    rules = source.newest(REDACTION) if setup.redact else None
    options = (version("calmdesk"), setup.lang, setup.client, setup.desk, setup.redact)
    hearing = digests.of_values(model, digests.of_file(rules) if rules else "", *options)
    book = digests.of_folders(source.folders, source.families)
    advising = digests.of_values(version("calmdesk"), book, setup.slots, setup.connection) if setup.advised else ""
    return replace(setup, sound=sound, hearing=hearing, advising=advising)


def work_here(setup: Setup, results: Path, job: Job) -> Result:
    """Hear and advise a call; its results are kept by the worker itself, as both share the folder ``results``."""
    try:
        kept = Results(results)
        worked = _bench(setup).work(job, job.path, kept.ready(job.name))
        kept.keep(worked.facts)
    except CalmdeskError as error:
        return Fault.of(error)
    return worked


def work_away(setup: Setup, job: Job) -> Result:
    """Hear and advise a call on another machine; its heard events come back as text.

    The recording is looked for at its path, and asked for where it does not lie there, or another one does.
    """
    if job.content is None and not _sees(job):
        return Unseen()
    try:
        with scratch_folder() as folder:
            path = job.path
            if job.content is not None:
                path = folder / job.path.name
                path.write_bytes(job.content)
            heard = folder / "heard"
            worked = _bench(setup).work(job, path, heard)
            return replace(worked, heard=heard.read_text(encoding="utf-8"))
    except CalmdeskError as error:
        return Fault.of(error)


def _sees(job: Job) -> bool:
    try:
        return digests.of_file(job.path) == job.digest
    except OSError:
        return False


def _bench(setup: Setup) -> Bench:
    """Return this thread's bench, made when its first call comes.

    Raises:
        UsageError: the worker has another model, phrasebook or calmdesk than the one who asks.
    """
    bench: Bench | None = getattr(_stations, "bench", None)
    if bench is None or bench.setup != setup:
        own = prepared(setup, sound=setup.sound)
        if (own.hearing, own.advising) != (setup.hearing, setup.advising):
            raise UsageError(
                "a worker has another speech model, phrasebook or calmdesk than this machine",
                hint="install the same ones there; or begin again, if they were changed just now",
            )
        bench = _stations.bench = Bench(setup)
    return bench


@dataclass(frozen=True)
class Bench:
    """What one worker needs for all its calls."""

    setup: Setup

    @cached_property
    def _ears(self) -> Ears:
        return Ears.open(self.setup.lang, self.setup.model)

    @cached_property
    def _desk(self) -> Desk:
        return Desk(self.setup.lang, dict(self.setup.slots), connection=self.setup.connection)

    def work(self, job: Job, path: Path, heard_path: Path) -> Worked:
        """Hear a call, keep its heard events, and gather its facts.

        Raises:
            AudioError: it cannot be read.
            HeardFileError: it cannot be read, or its heard events cannot be written.
        """
        call = self._opened(path)
        started = time.process_time()
        redactor = HeardRedactor(Redactor.of(self.setup.lang)) if self.setup.redact else None
        with closing(call.stream), HeardWriter(heard_path, redactor) as writer:
            review = self._reviewed(job.name, _written(in_lots(call.stream, EVENTS), writer), shared=call.shared)
        facts = self._facts(job, review, shared=call.shared and not call.saved)
        return Worked(facts, time.process_time() - started)

    def _reviewed(self, name: str, heard: Iterator[FromSpeech], *, shared: bool) -> ReviewFacts:
        """Return the facts of what is heard; without advice they are those of the words alone."""
        if not self.setup.advised:
            return gather(heard, deque(), name=name, lang=self.setup.lang, redacted=self.setup.redact)
        adviser = self._desk.adviser(shared=shared)
        events = self._desk.follow(heard, adviser, shared=shared)
        return gather(events, adviser.decisions, name=name, lang=self.setup.lang, redacted=self.setup.redact)

    def _opened(self, path: Path) -> _Call:
        """Return what is heard in a call; what is loaded for the first of them is loaded now."""
        if self.setup.advised:
            _ = self._desk
        if path.suffix.lower() == SAVED:
            return _Call(replay_heard(path), shared=True, saved=True)
        recording = Recording(path, self.setup.client, desk=self.setup.desk)
        shared = recording.channels == 1 or self.setup.client == "mix"
        return _Call(self._ears.hear(_InLots(recording), desk=self.setup.desk), shared=shared, saved=False)

    def _facts(self, job: Job, review: ReviewFacts, *, shared: bool) -> CallFacts:
        moment = began(job.name, job.written, review.seconds)
        return replace(
            CallFacts.drawn_from(review, job.name, moment, desk_heard=shared),
            recording=job.digest,
            hearing=self.setup.hearing,
            advising=self.setup.advising,
        )


@dataclass(frozen=True)
class _Call:
    """An opened call: what is heard in it; whether both voices are on one channel; whether it was heard before."""

    stream: Generator[FromSpeech]
    shared: bool
    saved: bool


class _InLots:
    """A source whose sound is read in lots."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def blocks(self) -> Iterator[Sent]:
        """Yield what the source does."""
        yield from in_lots(self._source.blocks(), BLOCKS)


def in_lots(items: Iterable[T], count: int) -> Iterator[T]:
    """Yield items that are asked for ``count`` at a time, whatever is done with them in between."""
    for lot in iter(partial(_lot, iter(items), count), []):
        yield from lot


def _lot(items: Iterator[T], count: int) -> list[T]:
    return list(islice(items, count))


def _written(stream: Iterable[FromSpeech], writer: HeardWriter) -> Iterator[FromSpeech]:
    """Yield a stream while what is heard in it is written."""
    for event in stream:
        if isinstance(event, (Partial, FinalEvent)):
            writer.write(event)
        yield event
