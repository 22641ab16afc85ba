"""``calmdesk bench overlay|latency|idle|day``: what the calls at the desk cost, and how quick the cards are."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli import options
from calmdesk.cli.goal import goal
from calmdesk.cli.shipped import shipped_calls
from calmdesk.errors import UsageError
from calmdesk.scratch import scratch_folder

if TYPE_CHECKING:
    from typing import TextIO

    from calmdesk.bench.live.day import Day
    from calmdesk.bench.live.latency import Delay
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
    click.echo(f"{cost.partials} partials in {cost.seconds:.0f} s ({PARTIALS_A_SECOND:g} a second), 80x24")
    click.echo(f"sent to the terminal: {cost.rate / 1_000:.1f} kB/s")
    click.echo(f"processor: {cost.share:.1%} of one core {goal(cost.share * 100, REDRAW_GOAL * 100, ' %')}")


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


@click.command("latency")
@click.argument("call", type=click.Path(path_type=Path), required=False, metavar="[CALL]")
@options.lang
@options.model
def latency(call: Path | None, lang: str, model: Path | None) -> None:
    """Play CALL (or a shipped one) into a virtual microphone at real speed: from a cue's last word to its card."""
    from calmdesk.bench.live import latency as measured  # noqa: PLC0415  # heavy

    every = _delays(call or shipped_calls(lang)[0], lang, model)
    if not every:
        raise UsageError("no cue of this call brought a card", hint="play a call with cues in it")
    click.echo(f"{len(every)} cards; seconds after the end of the cue's last word{'p50':>10}{'p95':>8}")
    for stage in (*measured.STAGES, "total"):
        p50, p95 = measured.percentiles(every, stage)
        click.echo(f"  {stage:<48}{p50:>10.3f}{p95:>8.3f}")
    p50, p95 = measured.percentiles(every, "total")
    click.echo(
        f"p50 {p50:.2f} s {goal(p50, measured.P50_GOAL, ' s')}, p95 {p95:.2f} s {goal(p95, measured.P95_GOAL, ' s')}"
    )
    ours = measured.percentiles(every, "ours")[1]
    click.echo(
        f"matching, advice and drawing: p95 {ours * 1000:.1f} ms {goal(ours * 1000, measured.OURS_GOAL * 1000, ' ms')}"
    )


def _delays(call: Path, lang: str, model: Path | None) -> list[Delay]:
    from calmdesk.audio.live import LiveSound  # noqa: PLC0415  # heavy
    from calmdesk.bench.cost.terminal import Terminal  # noqa: PLC0415  # heavy
    from calmdesk.bench.live.latency import delays  # noqa: PLC0415  # heavy
    from calmdesk.bench.live.playing import client_of, played, virtual_desk  # noqa: PLC0415  # heavy
    from calmdesk.call.events import Side  # noqa: PLC0415
    from calmdesk.wiring import BLOCK_SECONDS, Desk, Ears  # noqa: PLC0415  # heavy

    shift, ears = Desk(lang).shift(silence=0), Ears.open(lang, model)
    with scratch_folder() as folder, virtual_desk() as microphone:
        wav = client_of(call, folder)
        live = LiveSound({Side.CLIENT: None}, block_seconds=BLOCK_SECONDS)
        with (
            closing(live),
            closing(Terminal(keep=True)) as terminal,
            closing(_view(terminal.stream, lang)) as view,
            played(microphone, wav, live.close),
        ):
            return delays(ears.hear(live), shift, view, terminal.seen, live.at)


@click.command("idle")
@options.lang
@options.model
@click.option(
    "--seconds", type=click.FloatRange(10, 3_600), default=60.0, show_default=True, help="How long to listen."
)
def idle(lang: str, model: Path | None, seconds: float) -> None:
    """Listen to a quiet room through a virtual microphone, beside bare Vosk doing the same."""
    from calmdesk.bench.live.idle import IDLE_GOAL  # noqa: PLC0415  # heavy
    from calmdesk.bench.live.idle import idle as measured  # noqa: PLC0415  # heavy
    from calmdesk.bench.live.playing import virtual_desk  # noqa: PLC0415  # heavy
    from calmdesk.wiring import Ears  # noqa: PLC0415  # heavy

    found = Ears.open(lang, model).found
    with virtual_desk() as microphone:
        listen = ["listen", "--lang", lang, "--model", str(found.path), "--format", "jsonl"]
        cost = measured(found.path, listen, microphone.environment, seconds)
    click.echo(f"processor, share of one core: bare Vosk {cost.bare:.2%}, listen {cost.listen:.2%}")
    click.echo(f"listen / bare Vosk: {cost.ratio:.2f} {goal(cost.ratio, IDLE_GOAL)}")


@click.command("day")
@options.lang
@options.model
@click.option("--hours", type=click.FloatRange(0.2, 24), default=8.0, show_default=True, help="The length of the day.")
def day(lang: str, model: Path | None, hours: float) -> None:
    """Answer a day of calls, with quiet in between, as fast as can be: what is lost, and whether memory grows."""
    from calmdesk.bench.live.day import GROWTH_GOAL  # noqa: PLC0415  # heavy

    done = _day(lang, model, hours * 3600)
    lost = done.sent - done.heard
    click.echo(f"{done.sent / 3600:.1f} h of sound: {done.calls} calls, {done.cards} cards")
    click.echo(f"not heard: {lost:.1f} s, in {done.holes} holes {goal(lost + done.holes, 0)}")
    click.echo(f"memory: {done.warm:.0f} MB after ten minutes, {done.end:.0f} MB at the end")
    click.echo(f"growth: {done.growth:.1f} MB {goal(done.growth, GROWTH_GOAL, ' MB')}")


def _day(lang: str, model: Path | None, seconds: float) -> Day:
    from calmdesk.audio.pcm_stream import PcmStream  # noqa: PLC0415  # heavy
    from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy
    from calmdesk.bench.cost.terminal import Terminal  # noqa: PLC0415  # heavy
    from calmdesk.bench.live.day import Counting, Day, Feed, follow  # noqa: PLC0415  # heavy
    from calmdesk.bench.live.playing import samples_of  # noqa: PLC0415  # heavy
    from calmdesk.bench.live.processes import held_bytes  # noqa: PLC0415  # heavy
    from calmdesk.call.events import SAMPLE_RATE  # noqa: PLC0415
    from calmdesk.wiring import BLOCK_SECONDS, Desk, Ears  # noqa: PLC0415  # heavy

    shift, ears = Desk(lang).shift(silence=60.0), Ears.open(lang, model)
    with (
        closing(Feed([samples_of(Recording(call)) for call in shipped_calls(lang)], seconds)) as feed,
        closing(Terminal()) as terminal,
        closing(_view(terminal.stream, lang)) as view,
    ):
        source = Counting(PcmStream(feed.stream, SAMPLE_RATE, block_seconds=BLOCK_SECONDS))
        kinds, warm, end = follow(ears.hear(source), shift, view, held_bytes)
        sent, heard = feed.sent / SAMPLE_RATE, source.samples / SAMPLE_RATE
    return Day(sent, heard, source.holes, kinds["Began"], kinds["Card"], warm, end)
