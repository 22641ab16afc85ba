"""``calmdesk replay``: recorded calls, or saved heard events, as if they came in now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli import many, options, replay_many
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from calmdesk.audio.pacing import WallClock
    from calmdesk.audio.recording import Recording
    from calmdesk.call.stages import Source
    from calmdesk.wiring import Desk, Ears


@click.command("replay")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@options.lang
@options.model
@options.channel
@click.option("--desk", is_flag=True, help="Hear the desk's channel too.")
@click.option(
    "--speed",
    type=click.Choice(["real", "max"]),
    default="max",
    show_default=True,
    help="As spoken, or as fast as can be.",
)
@options.about_the_call
@options.output
@click.option("--play", is_flag=True, help="Play the recording aloud (at real speed).")
@options.save_heard
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Make a page to discuss the call with, instead of showing it; of several calls, a folder of pages.",
)
@click.option("--with-audio", is_flag=True, help="Put the recording into the page: the voices are then in that file.")
@click.option("--force", is_flag=True, help="Write over pages that are there.")
@options.no_redact
@many.of_a_folder
def command(
    files: tuple[Path, ...],
    lang: str,
    model: Path | None,
    client: str,
    desk: bool,
    speed: str,
    animal: str,
    client_name: str,
    connection: bool,
    form: str | None,
    play: bool,
    save_heard: Path | None,
    review: Path | None,
    with_audio: bool,
    force: bool,
    no_redact: bool,
    out: Path | None,
    jobs: int | None,
    scheduler: str | None,
) -> None:
    """Replay recorded calls (any format) or saved heard events (.jsonl): the client's words, cues and cards.

    FILE may also be one folder of calls: all of them are heard, several at a time, and what came of each is kept in
    --out, with a page of trends over all. A call that is done is passed over when the command is given again.
    """
    from calmdesk.wiring import clinic_desk  # noqa: PLC0415  # heavy

    if out or any(file.is_dir() for file in files):
        setup = replay_many.Wanted(lang, model, client, desk, not no_redact, animal, client_name, connection)
        replay_many.replay(files, out, setup, jobs, scheduler)
        return
    if jobs or scheduler:
        raise UsageError("--jobs and --scheduler are for a folder of calls", hint="calmdesk replay DIR --out DIR")
    if save_heard and len(files) > 1:
        raise UsageError("--save-heard takes one call", hint="replay the calls one by one")
    if review:
        if play or save_heard:
            raise UsageError(
                "--review neither plays nor saves what is heard", hint="replay the call once more for that"
            )
        from calmdesk.cli.review_files import review_calls  # noqa: PLC0415  # heavy
        from calmdesk.cli.reviewer import Reviewer  # noqa: PLC0415  # heavy

        # Names that were given would stand in the cards, whatever is hidden in the call's own words.
        named = {"animal": animal, "client": client_name} if no_redact else {}
        station = clinic_desk(lang, **named, connection=connection)
        reviewer = Reviewer(station, model=model, client=client, redact=not no_redact)
        review_calls(files, review, reviewer, sound=with_audio, over=force)
        return
    if with_audio or force:
        raise UsageError("--with-audio and --force say how a page is made", hint="add --review FILE.html")
    station = clinic_desk(lang, animal=animal, client=client_name, connection=connection)
    player = Player(
        station, model=model, client=client, desk=desk, real=play or speed == "real", play=play, redact=not no_redact
    )
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
        redact: bool = True,
    ) -> None:
        self._station = station
        self._model = model
        self._client = client
        self._desk = desk
        self._real = real
        self._play = play
        self._redact = redact
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
        recording = Recording(file, self._client, desk=self._desk)
        source = self._sent(recording, clock)
        ears = self._hearing()
        shared = recording.channels == 1 or self._client == "mix"
        adviser = station.adviser(shared=shared)
        heard = ears.hear(source, desk=self._desk, keep=save_heard, redact=self._redact)
        events = station.follow(heard, adviser, shared=shared)
        return session.show(events, form, station.lang, note=ears.found.name, clock=clock, adviser=adviser)

    def _hearing(self) -> Ears:
        from calmdesk.wiring import Ears  # noqa: PLC0415  # heavy

        if self._ears is None:
            self._ears = Ears.open(self._station.lang, self._model)
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
