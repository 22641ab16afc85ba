"""A shift at the desk, put together: a line, ears, a screen, keys, and a whisper where one is wanted."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from calmdesk.cli import session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from concurrent.futures import Future
    from pathlib import Path
    from typing import TextIO

    from calmdesk.call.events import FromSpeech, Notice
    from calmdesk.cli.sources import Line
    from calmdesk.incidents.incident import Incident as Noted
    from calmdesk.live.tally import Incident
    from calmdesk.redaction.redactor import Redactor
    from calmdesk.wiring import Desk, Ears


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a shift is wanted.

    ``form`` is ``screen``, ``plain`` or ``jsonl``; ``names`` are known of the first call; ``silence`` ends a call, in
    seconds; ``headset`` is whispered into, none where it is empty; ``feedback`` keeps the sentences of wrong cards;
    ``keep`` is the file that what was heard is saved in, ``redact`` hides what tells who somebody is.
    """

    form: str
    names: Mapping[str, str] = field(default_factory=dict)
    silence: float = 90.0
    headset: str = ""
    feedback: bool = False
    keep: Path | None = None
    redact: bool = True


def attend(station: Desk, line: Line, ears: Ears, wishes: Wishes, typed: TextIO | None = None) -> None:
    """Answer call after call until the line ends, the terminal goes, or the key for it is pressed.

    ``typed`` is the terminal that keys come from; the one behind stdin unless given.
    """
    from calmdesk.live import hands  # noqa: PLC0415  # heavy
    from calmdesk.live.views import Views  # noqa: PLC0415  # heavy
    from calmdesk.overlay.output import OutputClosedError  # noqa: PLC0415  # heavy
    from calmdesk.redaction.redactor import Redactor  # noqa: PLC0415  # heavy
    from calmdesk.wiring import whispering  # noqa: PLC0415  # heavy

    whispers, notices = whispering(wishes.headset or None, station, line.devices)
    redactor = Redactor.of(station.lang) if wishes.redact else None
    keys = hands.keys(whisper=bool(whispers))
    with ExitStack() as stack:
        screen = session.open_view(wishes.form, station.lang, stack, note=ears.found.name, keys=keys, typed=typed)
        views = stack.enter_context(closing(Views([screen, *whispers])))
        shift = station.shift(silence=wishes.silence, names=wishes.names, shared=not line.desk)
        heard = stack.enter_context(
            closing(ears.hear(line.source, desk=line.desk, keep=wishes.keep, redact=wishes.redact))
        )
        own = hands.Hands(
            shift,
            line.source,
            views,
            partial(note_incident, redactor),
            whisper=whispers[0] if whispers else None,
            keep_wrong=partial(keep_wrong, redactor) if wishes.feedback else None,
        )
        stack.callback(own.close)
        try:
            hands.attend(with_news(notices, line.told(heard)), shift, views, own)
        except OutputClosedError:
            return


def note_incident(redactor: Redactor | None, incident: Incident) -> Future[Noted]:
    """Note an incident of a call beside it, what tells who somebody is hidden."""
    from calmdesk.incidents.desk import record_soon  # noqa: PLC0415  # heavy

    words = [redactor.redact(passage).text for passage in incident.words] if redactor else incident.words
    note = redactor.redact(incident.note).text if redactor else incident.note
    return record_soon(incident.families, incident.rung, words, note)


def keep_wrong(redactor: Redactor | None, sentence: str, family: str) -> None:
    """Keep the sentence that brought a wrong card of ``family``, what tells who somebody is hidden."""
    from calmdesk.live import feedback  # noqa: PLC0415  # heavy

    feedback.keep(redactor.redact(sentence).text if redactor else sentence, family)


def with_news(news: Iterable[Notice], stream: Iterator[FromSpeech]) -> Iterator[FromSpeech]:
    """Yield a stream; the news come after its first event, which is about the model: the screen keeps the last."""
    for event in stream:
        yield event
        yield from news
        break
    yield from stream
