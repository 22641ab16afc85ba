"""What is to be done in a run over many recordings, as values that travel to other processes and machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.errors import CalmdeskError
    from calmdesk.review.many.facts import CallFacts


@dataclass(frozen=True, slots=True)
class Setup:
    """How all calls of a run are heard and advised.

    ``model`` is a folder the user has named, None for the one ``lang`` finds. ``advised`` False: the calls are only
    heard; ``sound`` False: they are all saved heard events, and no model is needed. ``hearing`` and ``advising`` are
    digests of everything that decides what is heard and which cards come (program, model,
    options, phrasebook, settings); a worker that has others refuses to work.
    """

    lang: str
    model: Path | None = None
    client: str = "auto"
    desk: bool = False
    redact: bool = True
    advised: bool = True
    sound: bool = True
    slots: tuple[tuple[str, str], ...] = ()
    connection: bool = False
    hearing: str = ""
    advising: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One call.

    ``name`` is its path below the folder, with slashes; ``digest`` that of its bytes; ``written`` is when the file was
    last written to, in seconds of the system's clock. ``content`` are the bytes themselves, for a worker that
    cannot see ``path``.
    """

    name: str
    path: Path
    digest: str = ""
    written: float = 0.0
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """A call was heard and advised; ``heard`` is the text of its heard events where no file of it was written.

    ``cpu`` counts the processor seconds it took, without loading the model.
    """

    facts: CallFacts
    cpu: float
    heard: str = ""


@dataclass(frozen=True, slots=True)
class Unseen:
    """The worker cannot see the recording, or sees another one there: send its content."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An expected mistake as a value: exceptions with details do not travel between processes."""

    problem: str
    hint: str
    details: dict[str, object]

    @classmethod
    def of(cls, error: CalmdeskError) -> Fault:
        """Return an error as a value."""
        return cls(error.problem, error.hint, error.details)


Result = Worked | Unseen | Fault
"""What comes back of a job."""


@dataclass(frozen=True, slots=True)
class Done:
    """A job with what came of it in the end: a ``Fault``, or what the function returned that was run."""

    job: Job
    result: object
