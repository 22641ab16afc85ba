"""``calmdesk replay``: recorded calls, or saved heard events, as if they came in now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli import many, options, replay_many
from calmdesk.cli.tell import tell
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from calmdesk.wiring import Desk


@dataclass(frozen=True, slots=True)
class Page:
    """The page that is made of a call, and how."""

    review: Path | None
    with_audio: bool
    force: bool

    def check(self, *, shown: bool) -> None:
        """Refuse what says how a call is ``shown`` where a page is made, or what only a page needs."""
        if self.review and shown:
            raise UsageError(
                "--review makes a page: the call is neither shown nor played",
                hint="leave out --play, --speed real and --format, or --review",
            )
        if not self.review and (self.with_audio or self.force):
            raise UsageError("--with-audio and --force say how a page is made", hint="add --review FILE.html")


def _page(command: options.Command) -> options.Command:
    return options.together(
        command,
        Page,
        "page",
        click.option(
            "--review",
            type=click.Path(path_type=Path),
            metavar="FILE.html",
            help="Make a page to discuss the call with, instead of showing it; of several calls, a folder of pages.",
        ),
        click.option(
            "--with-audio", is_flag=True, help="Put the recording into the page: the voices are then in that file."
        ),
        click.option("--force", is_flag=True, help="Write over pages that are there."),
    )


@click.command("replay")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@options.hearing
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
@_page
@many.of_a_folder
def command(
    files: tuple[Path, ...],
    hearing: options.Hearing,
    speed: str,
    about: options.AboutTheCall,
    form: str | None,
    play: bool,
    save_heard: Path | None,
    page: Page,
    folder: many.OfAFolder,
) -> None:
    """Replay recorded calls (any format) or saved heard events (.jsonl): the client's words, cues and cards.

    FILE may also be one folder of calls: all of them are heard, several at a time, and what came of each is kept in
    --out, with a page of trends over all. A call that is done is passed over when the command is given again.
    """
    from calmdesk.cli.player import Player  # noqa: PLC0415  # heavy
    from calmdesk.wiring import clinic_desk  # noqa: PLC0415  # heavy

    if folder.out or any(file.is_dir() for file in files):
        replay_many.replay(files, folder, hearing, about)
        return
    folder.check_unused()
    if save_heard:
        _check_unheard(files)
    page.check(shown=play or speed == "real" or form is not None)
    # Names that were given would stand in a page's cards, whatever is hidden in the call's own words.
    named = not page.review or hearing.no_redact
    station = clinic_desk(hearing.lang, **about.names if named else {}, connection=about.connection)
    if page.review:
        _review(files, page.review, page, hearing, station, save_heard)
        return
    player = Player(station, hearing, real=play or speed == "real", play=play)
    for file in files:
        if not player.show(file, form, save_heard):
            break


def _check_unheard(files: tuple[Path, ...]) -> None:
    """Refuse to save what is heard in several calls in one file, or what was saved before."""
    if len(files) > 1:
        raise UsageError("--save-heard takes one call", hint="of many: calmdesk hear DIR")
    if files[0].suffix == ".jsonl":
        raise UsageError(
            "{path} holds heard events already", hint="leave out --save-heard, or give the recording", path=files[0]
        )


def _review(
    files: tuple[Path, ...],
    target: Path,
    page: Page,
    hearing: options.Hearing,
    station: Desk,
    save_heard: Path | None,
) -> None:
    from calmdesk.cli.review_files import review_calls  # noqa: PLC0415  # heavy
    from calmdesk.cli.reviewer import Reviewer  # noqa: PLC0415  # heavy

    redact = not hearing.no_redact
    reviewer = Reviewer(station, model=hearing.model, client=hearing.client, redact=redact, keep=save_heard)
    review_calls(files, target, reviewer, sound=page.with_audio, over=page.force)
    if save_heard:
        tell("written to {path}, readable by you alone", path=save_heard)
