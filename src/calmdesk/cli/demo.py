"""``calmdesk demo``: the main job on a call that ships."""

from __future__ import annotations

import click

from calmdesk.cli import options
from calmdesk.errors import UsageError
from calmdesk.places import shipped

_CALLS = {"fr": "rendez-vous.wav"}


@click.command("demo")
@options.lang
@click.option(
    "--speed",
    type=click.Choice(["real", "max"]),
    default=None,
    help="Default: as spoken on a terminal (s skips), else as fast as can be.",
)
@options.about_the_call
@options.output
def command(lang: str, speed: str | None, about: options.AboutTheCall, form: str | None) -> None:
    """Hear a shipped call and see the cards it brings, through real recognition. No sound card is needed."""
    from calmdesk.cli import session  # noqa: PLC0415  # heavy
    from calmdesk.cli.player import Player  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy
    from calmdesk.wiring import clinic_desk  # noqa: PLC0415  # heavy

    folders.find(lang)
    if lang not in _CALLS:
        raise UsageError("no call in {language!r} ships", hint="calmdesk demo --lang fr", language=lang)
    form = session.choose_format(form)
    real = speed == "real" or (speed is None and form == "screen")
    station = clinic_desk(lang, **about.names, connection=about.connection)
    Player(station, real=real).show(shipped("calls") / _CALLS[lang], form)
