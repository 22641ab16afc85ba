"""Shows recorded calls, or saved heard events, as if they came in now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.cli.options import Hearing

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.audio.pacing import WallClock
    from calmdesk.audio.recording import Recording
    from calmdesk.call.stages import Source
    from calmdesk.wiring import Desk, Ears


class Player:
    """Replays call after call; the model is loaded when the first recording needs it.

    Args:
        station: the language's stations.
        hearing: how recordings are heard.
        real: at the pace they were spoken.
        play: aloud.
    """

    def __init__(
        self, station: Desk, hearing: Hearing | None = None, *, real: bool = False, play: bool = False
    ) -> None:
        self._station = station
        self._hearing = hearing or Hearing()
        self._real = real
        self._play = play
        self._ears: Ears | None = None

    def show(self, file: Path, form: str | None, save_heard: Path | None = None) -> bool:
        """Show one call; return whether it was shown to its end."""
        from calmdesk.audio.pacing import WallClock  # noqa: PLC0415  # heavy
        from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy
        from calmdesk.cli import session  # noqa: PLC0415  # heavy
        from calmdesk.wiring import replay_heard  # noqa: PLC0415  # heavy

        station, form = self._station, session.choose_format(form)
        if file.suffix == ".jsonl":
            adviser = station.adviser(shared=True)
            return session.show(station.follow(replay_heard(file), adviser), form, station.lang, adviser=adviser)
        clock = WallClock() if self._real else None
        recording = Recording(file, self._hearing.client, desk=self._hearing.desk)
        source = self._sent(recording, clock)
        ears = self._opened()
        shared = recording.channels == 1 or self._hearing.client == "mix"
        adviser = station.adviser(shared=shared)
        heard = ears.hear(source, desk=self._hearing.desk, keep=save_heard, redact=not self._hearing.no_redact)
        events = station.follow(heard, adviser, shared=shared)
        return session.show(events, form, station.lang, note=ears.found.name, clock=clock, adviser=adviser)

    def _opened(self) -> Ears:
        from calmdesk.wiring import Ears  # noqa: PLC0415  # heavy

        if self._ears is None:
            self._ears = Ears.open(self._station.lang, self._hearing.model)
        return self._ears

    def _sent(self, recording: Recording, clock: WallClock | None) -> Source:
        """Return the recording as it is to be heard: aloud, at real speed, or neither."""
        from calmdesk.audio.pacing import paced  # noqa: PLC0415  # heavy

        source = self._aloud(recording) if self._play else recording
        return paced(source, clock) if clock else source

    def _aloud(self, recording: Recording) -> Source:
        from calmdesk.audio.loudspeaker import Loudspeaker  # noqa: PLC0415  # heavy
        from calmdesk.audio.playback import played  # noqa: PLC0415  # heavy
        from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy

        return played(recording, Recording(recording.path, "mix"), Loudspeaker())
