"""``calmdesk listen``: at the desk, through the microphone."""

from __future__ import annotations

import signal
from contextlib import closing
from pathlib import Path  # noqa: TC003  # click reads the annotation's type at run time
from typing import TYPE_CHECKING

import click

from calmdesk.call.events import Side
from calmdesk.cli import options

if TYPE_CHECKING:
    from types import FrameType

_ENDING = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""What a system sends when it shuts down, or a terminal is closed; not every system has each."""


@click.command("listen")
@options.lang
@options.model
@click.option("--device", help="What hears the client: words of its name, or its number in `calmdesk devices`.")
@click.option("--desk-device", help="What hears the desk's own voice, where that is another device.")
@options.about_the_call
@options.output
@options.save_heard
def command(
    lang: str,
    model: Path | None,
    device: str | None,
    desk_device: str | None,
    animal: str,
    client_name: str,
    connection: bool,
    form: str | None,
    save_heard: Path | None,
) -> None:
    """Listen to the client through the microphone and show the next sentence to say. Ctrl-C, or q, ends it.

    Nothing is recorded. A handset's or headset's client is not heard by a desk microphone: use the loudspeaker, or a
    loopback device.
    """
    from calmdesk.audio.live import LiveSound  # noqa: PLC0415  # heavy
    from calmdesk.cli import session  # noqa: PLC0415  # heavy
    from calmdesk.wiring import BLOCK_SECONDS, Ears, clinic_desk  # noqa: PLC0415  # heavy

    station = clinic_desk(lang, animal=animal, client=client_name, connection=connection)
    devices = {Side.CLIENT: _chosen(device)} | ({Side.DESK: _chosen(desk_device)} if desk_device else {})
    live = LiveSound(devices, block_seconds=BLOCK_SECONDS)
    # The model comes before the devices are opened: loading takes seconds, in which sound would be lost.
    ears = Ears.open(lang, model)
    for name in _ENDING:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end)
    with closing(live):
        shared = not desk_device
        adviser = station.adviser(live=True, shared=shared)
        heard = ears.hear(live, desk=not shared, keep=save_heard)
        events = station.follow(heard, adviser, shared=shared)
        session.show(events, session.choose_format(form), lang, note=ears.found.name, adviser=adviser)


def _chosen(device: str | None) -> str | int | None:
    return int(device) if device and device.isdecimal() else device


def _end(_signal: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does: the terminal is given back on the way out."""
    raise KeyboardInterrupt
