"""``calmdesk listen``: at the desk, through the microphone."""

from __future__ import annotations

import signal
from contextlib import closing
from pathlib import Path  # noqa: TC003  # click reads the annotation's type at run time
from typing import TYPE_CHECKING

import click

from calmdesk.cli import options

if TYPE_CHECKING:
    from types import FrameType


@click.command("listen")
@options.lang
@options.model
@click.option("--device", help="The microphone: words of its name, or its number in `calmdesk devices`.")
@options.about_the_call
@options.output
@options.save_heard
@options.no_redact
def command(
    lang: str,
    model: Path | None,
    device: str | None,
    animal: str,
    client_name: str,
    connection: bool,
    form: str | None,
    save_heard: Path | None,
    no_redact: bool,
) -> None:
    """Listen to the client through the microphone and show the next sentence to say. Ctrl-C, or q, ends it.

    Nothing is recorded. A handset's or headset's client is not heard by a desk microphone: use the loudspeaker, or a
    loopback device.
    """
    from calmdesk.audio.microphone import Microphone  # noqa: PLC0415  # needs PortAudio
    from calmdesk.cli import session  # noqa: PLC0415  # heavy
    from calmdesk.wiring import BLOCK_SECONDS, Ears, clinic_desk  # noqa: PLC0415  # heavy

    station = clinic_desk(lang, animal=animal, client=client_name, connection=connection)
    chosen = int(device) if device and device.isdecimal() else device
    microphone = Microphone(chosen, block_seconds=BLOCK_SECONDS)
    # The model comes before the stream: loading takes seconds, in which sound would be lost.
    ears = Ears.open(lang, model)
    signal.signal(signal.SIGTERM, _end)
    with closing(microphone):
        adviser = station.adviser(live=True, shared=True)
        events = station.follow(ears.hear(microphone, keep=save_heard, redact=not no_redact), adviser)
        session.show(events, session.choose_format(form), lang, note=ears.found.name, adviser=adviser)


def _end(_signal: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does: the terminal is given back on the way out."""
    raise KeyboardInterrupt
