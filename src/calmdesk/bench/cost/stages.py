"""The processor time of each station of the road, taken while a call is replayed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from calmdesk.call.runner import follow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from calmdesk.call.events import Card, Cue, Final, FromSpeech, Heard, Listened, Partial, Said, Sent, Side, Wording
    from calmdesk.call.stages import Adviser, DeskEar, Source, Spotter, View

T = TypeVar("T")


class Meter:
    """Adds up processor time, of all threads of this process."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __enter__(self) -> None:
        self._began = time.process_time()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.process_time() - self._began


class _Metered(Generic[T]):
    """An iterator whose every step is metered, what lies upstream included."""

    def __init__(self, items: Iterable[T], meter: Meter) -> None:
        self._items = iter(items)
        self._meter = meter

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        with self._meter:
            return next(self._items)

    def close(self) -> None:
        close = getattr(self._items, "close", None)
        if close:
            close()


class _MeteredSource:
    def __init__(self, source: Source, meter: Meter) -> None:
        self._source = source
        self._meter = meter

    def blocks(self) -> Iterator[Sent]:
        return _Metered(self._source.blocks(), self._meter)


class _MeteredSpotter:
    def __init__(self, spotter: Spotter, meter: Meter) -> None:
        self._spotter = spotter
        self._meter = meter

    def spot(self, heard: Partial | Final) -> list[Cue]:
        with self._meter:
            return self._spotter.spot(heard)

    def wait(self, at: float, side: Side) -> list[Cue]:
        with self._meter:
            return self._spotter.wait(at, side)


class _MeteredAdviser:
    def __init__(self, adviser: Adviser, meter: Meter) -> None:
        self._adviser = adviser
        self._meter = meter

    def advise(self, cues: list[Cue], at: float) -> Card | None:
        with self._meter:
            return self._adviser.advise(cues, at)

    def heard(self, event: Heard | Listened | Said) -> Card | None:
        with self._meter:
            return self._adviser.heard(event)

    def echoed(self, cues: list[Cue], at: float) -> None:
        with self._meter:
            self._adviser.echoed(cues, at)


class _MeteredEar:
    def __init__(self, ear: DeskEar, meter: Meter) -> None:
        self._ear = ear
        self._meter = meter

    def shown(self, card: Card) -> None:
        with self._meter:
            self._ear.shown(card)

    def hear(self, heard: Heard) -> list[Said | Wording]:
        with self._meter:
            return self._ear.hear(heard)

    def is_echo(self, cue: Cue) -> bool:
        with self._meter:
            return self._ear.is_echo(cue)


@dataclass(frozen=True)
class Stations:
    """The stations after the recogniser, for one call."""

    spotter: Spotter
    adviser: Adviser
    ear: DeskEar
    view: View


def by_stage(source: Source, hear: Callable[[Source], Iterable[FromSpeech]], stations: Stations) -> dict[str, float]:
    """Carry one call along the road and return the processor seconds of each station."""
    audio, speech, cues, advice, overlay = (Meter() for _ in range(5))
    heard = _Metered(hear(_MeteredSource(source, audio)), speech)
    spotter, ear = _MeteredSpotter(stations.spotter, cues), _MeteredEar(stations.ear, cues)
    for event in follow(heard, spotter, _MeteredAdviser(stations.adviser, advice), ear):
        with overlay:
            stations.view.show(event)
    return {
        "audio": audio.seconds,
        "speech": speech.seconds - audio.seconds,
        "cues": cues.seconds,
        "advice": advice.seconds,
        "overlay": overlay.seconds,
    }
