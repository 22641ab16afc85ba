"""Hears a call quietly and returns its facts: a recording through a speech model, saved heard events without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.call.events import Final, Listened, Notice, Partial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from calmdesk.call.events import FromSpeech, Heard
    from calmdesk.review.facts import ReviewFacts
    from calmdesk.wiring import Desk, Ears


class Reviewer:
    """Reviews call after call; the model is loaded when the first recording needs it.

    Args:
        station: the language's stations.
        model: the speech model's folder, where one was asked for.
        client: the channel the client is heard on.
        redact: hide names, numbers and addresses before anything else is done with the words.
        keep: where what is heard in a recording is saved, too.
    """

    def __init__(
        self,
        station: Desk,
        *,
        model: Path | None = None,
        client: str = "auto",
        redact: bool = True,
        keep: Path | None = None,
    ) -> None:
        self._station = station
        self._model = model
        self._client = client
        self._redact = redact
        self._keep = keep
        self._ears: Ears | None = None

    def facts(self, path: Path, watch: Callable[[float], None] = lambda _share: None) -> ReviewFacts:
        """Return the facts of a recording, or of saved heard events (``.jsonl``).

        Args:
            path: the call.
            watch: is told which share of a recording has been heard, from 0 to 1.

        Raises:
            AudioError: the recording cannot be read.
            HeardFileError: the heard events cannot be read.
            ModelError: there is no speech model for it.
        """
        return self._saved(path) if path.suffix == ".jsonl" else self._recorded(path, watch)

    def _saved(self, path: Path) -> ReviewFacts:
        from calmdesk.speech.heard_file import read_heard  # noqa: PLC0415  # heavy

        return self._followed(path, self._redacted(read_heard(path)), [], shared=True)

    def _recorded(self, path: Path, watch: Callable[[float], None]) -> ReviewFacts:
        from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy
        from calmdesk.review.envelope import Metered  # noqa: PLC0415  # heavy
        from calmdesk.review.gather import with_envelopes  # noqa: PLC0415  # heavy

        recording = Recording(path, self._client, desk=True)
        source = Metered(recording)
        heard: list[Heard] = []
        notices: list[Notice] = []
        for event in self._hearing().hear(source, desk=True, keep=self._keep, redact=self._redact):
            if recording.seconds:
                watch(min(1.0, event.at / recording.seconds))
            if isinstance(event, (Partial, Final)):
                heard.append(event)
            elif isinstance(event, Notice):
                notices.append(event)
        shared = recording.channels == 1 or self._client == "mix"
        facts = self._followed(path, self._redacted(heard), notices, shared=shared, end=recording.seconds)
        return with_envelopes(facts, source.envelopes())

    def _followed(
        self, path: Path, heard: Iterable[Heard], notices: Iterable[Notice], *, shared: bool, end: float | None = None
    ) -> ReviewFacts:
        from calmdesk.review.gather import gather  # noqa: PLC0415  # heavy
        from calmdesk.wiring import with_time  # noqa: PLC0415  # heavy

        def stream() -> Iterator[FromSpeech]:
            yield from notices
            yield from with_time(heard)
            if end:
                yield Listened(end)

        adviser = self._station.adviser(shared=shared)
        return gather(
            self._station.follow(stream(), adviser, shared=shared),
            adviser.decisions,
            name=path.name,
            lang=self._station.lang,
            redacted=self._redact,
        )

    def _redacted(self, heard: Iterable[Heard]) -> Iterator[Heard]:
        if not self._redact:
            yield from heard
            return
        from calmdesk.redaction.heard import HeardRedactor  # noqa: PLC0415  # heavy
        from calmdesk.redaction.redactor import Redactor  # noqa: PLC0415  # heavy

        redactor = HeardRedactor(Redactor.of(self._station.lang))
        for event in heard:
            yield from redactor.hear(event)
        yield from redactor.finish()

    def _hearing(self) -> Ears:
        from calmdesk.wiring import Ears  # noqa: PLC0415  # heavy

        if self._ears is None:
            self._ears = Ears.open(self._station.lang, self._model)
        return self._ears
