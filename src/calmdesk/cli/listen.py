"""``calmdesk listen``: at the desk, call after call, through the microphone or from a telephony program."""

from __future__ import annotations

import signal
from contextlib import closing
from pathlib import Path  # noqa: TC003  # click reads the annotation's type at run time
from typing import TYPE_CHECKING

import click

from calmdesk.cli import options, sources

if TYPE_CHECKING:
    from types import FrameType

_ENDING = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""What a system sends when it shuts down, or a terminal is closed; not every system has each."""


@click.command("listen")
@options.lang
@options.model
@sources.options
@options.whisper
@click.option("--remember", is_flag=True, help="Keep the devices chosen here in the settings, for the next times.")
@click.option("--feedback", is_flag=True, help="Keep the client's sentence where a card is called wrong (key x).")
@options.about_the_call
@options.output
@options.save_heard
@options.no_redact
def command(
    lang: str,
    model: Path | None,
    wanted: sources.Wanted,
    whisper: str | None,
    remember: bool,
    feedback: bool,
    about: options.AboutTheCall,
    form: str | None,
    save_heard: Path | None,
    no_redact: bool,
) -> None:
    """Listen to the client and show the next sentence to say, call after call. Ctrl-C, or q, ends it.

    Nothing is recorded. A handset's or headset's client is not heard by a desk microphone: use the loudspeaker, or a
    loopback device; or let the telephone system send its sound (--stdin, --websocket). With --whisper the sentence to
    say is also spoken in a headset, for the receptionist alone.
    """
    from calmdesk.cli import desk, keeping  # noqa: PLC0415  # heavy
    from calmdesk.cli.session import choose_format  # noqa: PLC0415  # heavy
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy
    from calmdesk.wiring import BLOCK_SECONDS, Ears, clinic_desk  # noqa: PLC0415  # heavy

    settings = read_settings()
    keeping.at_start(lang, settings)
    wanted = wanted.or_else(settings.sound)
    wishes = desk.Wishes(
        form=choose_format(form),
        names=about.names,
        silence=settings.calls.silence,
        headset=settings.sound.whisper if whisper is None else whisper,
        feedback=feedback or settings.advice.feedback,
        keep=save_heard,
        redact=not no_redact,
    )
    station = clinic_desk(lang, connection=about.connection)
    line = sources.open_line(wanted, block_seconds=BLOCK_SECONDS)
    with closing(line.source), sources.terminal(wanted) as typed:
        if remember:
            _remember(wanted, whisper)
        # The model comes before the stream: loading takes seconds, in which sound would be lost.
        ears = Ears.open(lang, model)
        _end_on_signals()
        desk.attend(station, line, ears, wishes, typed)


def _remember(wanted: sources.Wanted, whisper: str | None) -> None:
    """Write the devices that were named into the settings."""
    from calmdesk.settings import remember  # noqa: PLC0415  # heavy

    named = {"device": wanted.device, "desk_device": wanted.desk_device, "whisper": whisper}
    remember({"sound": {name: value for name, value in named.items() if value is not None}})


def _end_on_signals() -> None:
    """End as Ctrl-C does when the system shuts down, or the terminal is closed."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for name in _ENDING:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
