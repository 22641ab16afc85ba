"""``calmdesk soundcheck``: can the computer hear the client, and what to do if it cannot."""

from __future__ import annotations

import signal
import sys
from contextlib import ExitStack, closing, suppress
from enum import Enum, auto
from pathlib import Path  # noqa: TC003  # click reads the annotation's type at run time
from typing import TYPE_CHECKING

import click

from calmdesk.cli import options
from calmdesk.cli.tell import echo_json

if TYPE_CHECKING:
    from calmdesk.call.events import Notice
    from calmdesk.overlay.labels import Labels
    from calmdesk.overlay.meter_view import MeterView, PlainMeter
    from calmdesk.soundcheck.check import SoundCheck
    from calmdesk.soundcheck.texts import Texts
    from calmdesk.soundcheck.told import Outcome
    from calmdesk.wiring import Ears

_SECONDS = 10.0
"""What is listened to where nobody can be guided and nothing else was asked for."""

_WIDEST = 100


class _Shown(Enum):
    """How the check is shown while it goes on."""

    NOTHING = auto()
    LINES = auto()
    SCREEN = auto()


@click.command("soundcheck")
@options.lang
@options.model
@click.option("--device", help="What hears the client: words of its name, or its number in `calmdesk devices`.")
@click.option("--desk-device", help="What hears the desk's own voice, where that is another device.")
@click.option(
    "--seconds",
    type=click.FloatRange(1, 600),
    help="Listen once for so long, instead of step by step. Default without a terminal: 10.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["screen", "plain"]),
    default=None,
    help="Default: screen on a terminal, plain lines otherwise. Plain lines listen once, without steps.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@click.pass_context
def command(
    ctx: click.Context,
    lang: str,
    model: Path | None,
    device: str | None,
    desk_device: str | None,
    seconds: float | None,
    form: str | None,
    as_json: bool,
) -> None:
    """Check the sound before the first call: is the client heard, clearly enough to be understood?

    On a terminal it guides through three steps: silence, your voice, the client's. Nothing is recorded. The exit code
    is 1 when something must be mended.
    """
    from calmdesk.audio.live import LiveSound  # noqa: PLC0415  # heavy
    from calmdesk.call.events import Side  # noqa: PLC0415  # heavy
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy
    from calmdesk.soundcheck.check import SoundCheck  # noqa: PLC0415  # heavy
    from calmdesk.soundcheck.findings import judge  # noqa: PLC0415  # heavy
    from calmdesk.soundcheck.steps import GUIDED, Stage, Step  # noqa: PLC0415  # heavy
    from calmdesk.soundcheck.texts import texts_of  # noqa: PLC0415  # heavy
    from calmdesk.soundcheck.told import Outcome  # noqa: PLC0415  # heavy
    from calmdesk.wiring import BLOCK_SECONDS, Ears  # noqa: PLC0415  # heavy

    texts, remembered = texts_of(lang), read_settings().sound
    desk = remembered.desk_device if desk_device is None else desk_device
    wanted = {Side.CLIENT: device or remembered.device or None} | ({Side.DESK: desk} if desk else {})
    shown = _Shown.NOTHING if as_json else _fitting(form)
    guided = shown is _Shown.SCREEN and seconds is None and sys.stdin is not None and sys.stdin.isatty()
    with closing(LiveSound(wanted, block_seconds=BLOCK_SECONDS)) as sound:
        # The model comes before the stream: loading takes seconds, in which sound would be lost.
        ears = Ears.open(lang, model)
        steps = GUIDED if guided else (Step(Stage.ANYBODY, seconds or _SECONDS),)
        check = SoundCheck(sound, steps, at_once=not guided)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # it ends as Ctrl-C does: the terminal is given back
        _lead(check, ears, texts, lang, shown)
        results = check.results()
        outcome = Outcome(results, judge(results), sound.names, ears.found.name)
    _print(outcome, texts, lang, as_json=as_json)
    ctx.exit(0 if outcome.good else 1)


def _fitting(form: str | None) -> _Shown:
    """Return how to show the check: the screen where it can be drawn and no plain lines were asked for."""
    from calmdesk.overlay.output import can_draw  # noqa: PLC0415  # heavy

    return _Shown.SCREEN if form != "plain" and can_draw(sys.stdout) else _Shown.LINES


def _lead(check: SoundCheck, ears: Ears, texts: Texts, lang: str, shown: _Shown) -> None:
    """Lead through the check, shown as fits the output."""
    from calmdesk.call.events import Side  # noqa: PLC0415  # heavy
    from calmdesk.messages import say  # noqa: PLC0415  # heavy
    from calmdesk.overlay.labels import shipped_labels  # noqa: PLC0415  # heavy
    from calmdesk.overlay.output import OutputClosedError  # noqa: PLC0415  # heavy
    from calmdesk.soundcheck.picture import Picture  # noqa: PLC0415  # heavy
    from calmdesk.soundcheck.run import run  # noqa: PLC0415  # heavy

    def tell(notice: Notice) -> str:
        return say(notice.message, notice.details, lang)

    labels = shipped_labels(lang)
    sides = {side: labels.client if side is Side.CLIENT else labels.desk for side in check.names}
    picture = Picture(texts, sides, tell, guided=not check.at_once)
    with ExitStack() as stack, suppress(OutputClosedError):
        view = stack.enter_context(closing(_view(labels, stack, shown))) if shown is not _Shown.NOTHING else None
        run(check, stack.enter_context(closing(ears.hear(check, desk=Side.DESK in sides))), view, picture)


def _view(labels: Labels, stack: ExitStack, shown: _Shown) -> MeterView | PlainMeter:
    from calmdesk.overlay.meter_view import MeterView, PlainMeter  # noqa: PLC0415  # heavy
    from calmdesk.overlay.quiet import quiet_libraries  # noqa: PLC0415  # heavy

    stack.enter_context(quiet_libraries())
    return MeterView(labels) if shown is _Shown.SCREEN else PlainMeter(labels)


def _print(outcome: Outcome, texts: Texts, lang: str, *, as_json: bool) -> None:
    """Print what was found."""
    from rich.console import Console  # noqa: PLC0415  # heavy

    from calmdesk.overlay.draw import painted  # noqa: PLC0415  # heavy
    from calmdesk.overlay.labels import shipped_labels  # noqa: PLC0415  # heavy
    from calmdesk.overlay.style import Style  # noqa: PLC0415  # heavy
    from calmdesk.soundcheck import told  # noqa: PLC0415  # heavy

    if as_json:
        echo_json(told.facts(outcome, texts), indent=2)
        return
    console = Console(highlight=False, markup=False)
    style = Style.fitting(console.encoding, shipped_labels(lang))
    console.print(painted(told.rows(outcome, texts, style, min(console.width, _WIDEST))))
