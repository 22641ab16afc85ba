"""``calmdesk bench overlay``: what the calls at the desk cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli import options
from calmdesk.cli.shipped import shipped_calls

if TYPE_CHECKING:
    from typing import TextIO

    from calmdesk.call.events import Event
    from calmdesk.overlay.terminal import TerminalView


@click.command("overlay")
@click.argument("call", type=click.Path(path_type=Path), required=False, metavar="[CALL]")
@options.lang
@options.model
@click.option(
    "--seconds", type=click.FloatRange(1, 3_600), default=60.0, show_default=True, help="How long to measure."
)
def overlay(call: Path | None, lang: str, model: Path | None, seconds: float) -> None:
    """Draw CALL (a recording, saved heard events, or a shipped call) over and over, ten partials a second."""
    from calmdesk.bench.cost.redraw import PARTIALS_A_SECOND, REDRAW_GOAL, redraw_cost  # noqa: PLC0415  # heavy

    cost = redraw_cost(lambda terminal: _view(terminal, lang), _events(call, lang, model), seconds)
    reached = "reached" if cost.share <= REDRAW_GOAL else "NOT reached"
    click.echo(f"{cost.partials} partials in {cost.seconds:.0f} s ({PARTIALS_A_SECOND:g} a second), 80x24")
    click.echo(f"sent to the terminal: {cost.rate / 1_000:.1f} kB/s")
    click.echo(f"processor: {cost.share:.1%} of one core (goal {REDRAW_GOAL:.0%} or less: {reached})")


def _view(terminal: TextIO, lang: str) -> TerminalView:
    from calmdesk.overlay.keyboard import NoKeyboard  # noqa: PLC0415  # heavy
    from calmdesk.overlay.keys import LIVE  # noqa: PLC0415  # heavy
    from calmdesk.overlay.labels import shipped_labels  # noqa: PLC0415  # heavy
    from calmdesk.overlay.terminal import TerminalView  # noqa: PLC0415  # heavy

    return TerminalView(shipped_labels(lang), keys=LIVE, stream=terminal, keyboard=NoKeyboard())


def _events(call: Path | None, lang: str, model: Path | None) -> list[Event]:
    """Return what the views of a call are shown."""
    from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy
    from calmdesk.wiring import Desk, Ears, replay_heard  # noqa: PLC0415  # heavy

    call = call or shipped_calls(lang)[0]
    heard = replay_heard(call) if call.suffix == ".jsonl" else Ears.open(lang, model).hear(Recording(call))
    return list(Desk(lang).follow(heard))
