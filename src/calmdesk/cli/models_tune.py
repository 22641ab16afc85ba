"""``calmdesk models tune``: after which pause an utterance ends."""

from __future__ import annotations

from dataclasses import replace

import click

from calmdesk.cli.tell import tell
from calmdesk.errors import UsageError


@click.command("tune")
@click.argument("name")
@click.option("--pause", type=float, metavar="SECONDS", help="Silence after words that ends an utterance, 0.1 to 5.")
@click.option("--start", type=float, metavar="SECONDS", help="Silence before any word that ends one, 0.1 to 60.")
@click.option("--longest", type=float, metavar="SECONDS", help="An utterance as long as this is cut, 1 to 120.")
@click.option("--reset", is_flag=True, help="Back to what the model was published with.")
def tune(name: str, pause: float | None, start: float | None, longest: float | None, reset: bool) -> None:
    """Set after which pause an utterance of the model NAME ends; without options, show it.

    A shorter pause settles sentences sooner, a longer one keeps those of a hesitant speaker together. It holds whenever
    calmdesk loads the model; the model itself is not touched.
    """
    from calmdesk.messages import Tenths  # noqa: PLC0415  # reads a catalogue
    from calmdesk.speech.endpoint import own_delays  # noqa: PLC0415  # heavy
    from calmdesk.speech.models import delays_file, named  # noqa: PLC0415  # heavy
    from calmdesk.speech.tuning import read_delays, write_delays  # noqa: PLC0415  # heavy

    asked = {"pause": pause, "start": start, "longest": longest}
    changes = {option: seconds for option, seconds in asked.items() if seconds is not None}
    if reset and changes:
        raise UsageError("--reset stands alone", hint="give it without other options")
    found = named(name)
    file, own = delays_file(found), own_delays(found.path)
    if reset:
        write_delays(file, None)
    delays = replace(read_delays(file) or own, **changes)
    if changes:
        write_delays(file, delays)
    tell(
        "{name}: an utterance ends after {pause} s of pause, {start} s without a word, or {longest} s in all",
        name=found.name,
        pause=Tenths(delays.pause),
        start=Tenths(delays.start),
        longest=Tenths(delays.longest),
    )
