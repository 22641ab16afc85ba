"""``calmdesk replay``: recorded calls, or saved heard events, as if they came in now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli import options
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from calmdesk.audio.pacing import WallClock
    from calmdesk.call.stages import Source
    from calmdesk.wiring import Desk, Ears


@click.command("replay")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@options.lang
@options.model
@click.option(
    "--client",
    type=click.Choice(["auto", "left", "right", "mix"]),
    default="auto",
    show_default=True,
    help="The channel the client is heard on.",
)
@click.option("--desk", is_flag=True, help="Hear the desk's channel too.")
@click.option(
    "--speed",
    type=click.Choice(["real", "max"]),
    default="max",
    show_default=True,
    help="As spoken, or as fast as can be.",
)
@options.output
@click.option("--play", is_flag=True, help="Play the recording aloud (at real speed).")
@options.save_heard
def command(
    files: tuple[Path, ...],
    lang: str,
    model: Path | None,
    client: str,
    desk: bool,
    speed: str,
    form: str | None,
    play: bool,
    save_heard: Path | None,
) -> None:
    """Replay recorded calls (any format) or saved heard events (.jsonl): the client's words, cues and cards."""
    from calmdesk.wiring import Desk  # noqa: PLC0415  # heavy

    if save_heard and len(files) > 1:
        raise UsageError("--save-heard takes one call", hint="replay the calls one by one")
    player = Player(Desk(lang), model=model, client=client, desk=desk, real=play or speed == "real", play=play)
    for file in files:
        if not player.show(file, form, save_heard):
            break


class Player:
    """Replays call after call; the model is loaded when the first recording needs it."""

    def __init__(
        self,
        station: Desk,
        *,
        model: Path | None = None,
        client: str = "auto",
        desk: bool = False,
        real: bool = False,
        play: bool = False,
    ) -> None:
        self._station = station
        self._model = model
        self._client = client
        self._desk = desk
        self._real = real
        self._play = play
        self._ears: Ears | None = None

    def show(self, file: Path, form: str | None, save_heard: Path | None = None) -> bool:
        """Show one call; return whether it was shown to its end."""
        from calmdesk.audio.pacing import WallClock  # noqa: PLC0415  # heavy
        from calmdesk.cli import session  # noqa: PLC0415  # heavy
        from calmdesk.wiring import replay_heard  # noqa: PLC0415  # heavy

        lang = self._station.lang
        if file.suffix == ".jsonl":
            return session.show(self._station.follow(replay_heard(file)), session.choose_format(form), lang)
        clock = WallClock() if self._real else None
        source = self._source(file, clock)
        ears = self._hearing()
        heard = ears.hear(source, desk=self._desk, keep=save_heard)
        return session.show(
            self._station.follow(heard), session.choose_format(form), lang, note=ears.found.name, clock=clock
        )

    def _hearing(self) -> Ears:
        from calmdesk.wiring import Ears  # noqa: PLC0415  # heavy

        if self._ears is None:
            self._ears = Ears.open(self._station.lang, self._model)
        return self._ears

    def _source(self, file: Path, clock: WallClock | None) -> Source:
        from calmdesk.audio.pacing import paced  # noqa: PLC0415  # heavy
        from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy

        source: Source = Recording(file, self._client, desk=self._desk)
        if self._play:
            source = self._aloud(source, file)
        return paced(source, clock) if clock else source

    def _aloud(self, source: Source, file: Path) -> Source:
        from calmdesk.audio.loudspeaker import Loudspeaker  # noqa: PLC0415  # heavy
        from calmdesk.audio.playback import played  # noqa: PLC0415  # heavy
        from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy

        return played(source, Recording(file, "mix"), Loudspeaker())
