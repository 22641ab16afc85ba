"""``calmdesk listen``: at the desk, through the microphone or from a telephony program."""

from __future__ import annotations

import signal
from contextlib import closing
from pathlib import Path  # noqa: TC003  # click reads the annotation's type at run time
from typing import TYPE_CHECKING, Any

import click

from calmdesk.cli import options, sources

if TYPE_CHECKING:
    from types import FrameType


@click.command("listen")
@options.lang
@options.model
@sources.options
@options.about_the_call
@options.output
@options.save_heard
def command(
    lang: str,
    model: Path | None,
    animal: str,
    client_name: str,
    connection: bool,
    form: str | None,
    save_heard: Path | None,
    **where: Any,  # noqa: ANN401  # the options of sources.Wanted, by name
) -> None:
    """Listen to the client through the microphone and show the next sentence to say. Ctrl-C, or q, ends it.

    Nothing is recorded. A handset's or headset's client is not heard by a desk microphone: use the loudspeaker, or a
    loopback device; or let the telephone system send its sound (--stdin, --websocket).
    """
    from calmdesk.cli import session  # noqa: PLC0415  # heavy
    from calmdesk.wiring import BLOCK_SECONDS, Ears, clinic_desk  # noqa: PLC0415  # heavy

    station = clinic_desk(lang, animal=animal, client=client_name, connection=connection)
    wanted = sources.Wanted(**where)
    line = sources.open_line(wanted, block_seconds=BLOCK_SECONDS)
    with closing(line.source), sources.terminal(wanted) as keys:
        # The model comes before the stream: loading takes seconds, in which sound would be lost.
        ears = Ears.open(lang, model)
        signal.signal(signal.SIGTERM, _end)
        adviser = station.adviser(live=True, shared=not line.desk)
        heard = line.told(ears.hear(line.source, desk=line.desk, keep=save_heard))
        session.show(
            station.follow(heard, adviser, shared=not line.desk),
            session.choose_format(form),
            lang,
            note=ears.found.name,
            adviser=adviser,
            keys=keys,
        )


def _end(_signal: int, _frame: FrameType | None) -> None:
    """End as Ctrl-C does: the terminal is given back on the way out."""
    raise KeyboardInterrupt
