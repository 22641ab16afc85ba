"""``calmdesk bench``: what calmdesk costs, beside bare Vosk and naive matching in the same run."""

from __future__ import annotations

from contextlib import closing
from os import devnull
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli import bench_redaction, options
from calmdesk.cli.bench_batch import batch
from calmdesk.cli.bench_live import day, idle, latency, overlay
from calmdesk.cli.goal import goal
from calmdesk.cli.lazy import ListedGroup
from calmdesk.cli.shipped import shipped_calls
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calmdesk.bench.cost.speed import Speed
    from calmdesk.bench.cost.timing import Timing
    from calmdesk.bench.stability import SpokenCall
    from calmdesk.wiring import Desk, Ears


@click.group("bench", cls=ListedGroup)
def command() -> None:
    """Measure what calmdesk costs on this machine. Goals are shown beside; nothing fails because it is slow."""


for other in (overlay, latency, idle, day, batch):
    command.add_command(other)
command.add_command(bench_redaction.command)


@command.command("speed")
@click.argument("call", type=click.Path(path_type=Path), metavar="CALL")
@options.lang
@options.model
@click.option("--repeats", type=click.IntRange(1, 50), default=5, show_default=True, help="Of each, turn about.")
def speed(call: Path, lang: str, model: Path | None, repeats: int) -> None:
    """Replay the recording CALL beside bare Vosk fed the same blocks: processor time and memory."""
    from calmdesk.bench.cost.memory import MEMORY_GOAL, memory  # noqa: PLC0415  # heavy

    desk, ears = _stations(lang, model)
    if not _built(lang):
        click.echo(
            "the phrasebook has changed since the package was built: it is read from its sources, which costs more"
        )
    blocks = _blocks(call)
    for line in _speed_lines(_measure_speed(call, blocks, desk, ears, repeats)):
        click.echo(line)
    replay = ["replay", str(call), "--lang", lang, "--model", str(ears.found.path), "--format", "jsonl"]
    held = memory(ears.found.path, blocks, replay)
    click.echo(f"memory: bare Vosk {held.bare:.0f} MB, replay {held.chain:.0f} MB")
    click.echo(f"above bare Vosk: {held.above:.0f} MB {goal(held.above, MEMORY_GOAL, ' MB')}")


@command.command("matching")
@options.lang
def matching(lang: str) -> None:
    """Search growing partials, beside rapidfuzz over the same phrases multiplied out; and load the phrasebook."""
    from calmdesk.bench.cost.matching import LOAD_GOAL, PARTIAL_GOAL, matching_cost  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook import folders  # noqa: PLC0415

    cost = matching_cost(folders.find(lang, shipped_only=True).folder)
    click.echo(f"{cost.phrases:,} templates that stand for {cost.expanded:,} phrases")
    click.echo(f"loaded and indexed: {cost.load_ready:.2f} s {goal(cost.load_ready, LOAD_GOAL, ' s')}")
    click.echo(f"the same from its sources: {cost.load_sources:.2f} s")
    click.echo(f"\n{'one partial, ms of processor time':<38}{'n':>6}{'p50':>9}{'p95':>9}{'worst':>9}")
    click.echo(_row("calmdesk, all phrases: just started", cost.begins))
    click.echo(_row("  running, texts it has not seen", cost.runs))
    click.echo(_row("  the same texts again", cost.again))
    for scorer, timing in cost.naive.items():
        click.echo(_row(f"extractOne {scorer}, {cost.sampled:,} phrases", timing))
    click.echo(f"\nrunning, p95 {cost.runs.p95:.2f} ms {goal(cost.runs.p95, PARTIAL_GOAL, ' ms')}")


@command.command("stability")
@click.argument("calls", nargs=-1, type=click.Path(path_type=Path), metavar="[CALL]…")
@options.lang
@options.model
def stability(calls: tuple[Path, ...], lang: str, model: Path | None) -> None:
    """Hear recorded calls (the shipped ones) and compare settling times: false alarms against delay.

    Each CALL needs its script beside it, with the times of the turns.
    """
    from calmdesk.bench import stability as settling  # noqa: PLC0415  # heavy
    from calmdesk.wiring import matcher  # noqa: PLC0415

    desk, ears = _stations(lang, model)
    spoken = [_spoken(call, ears) for call in calls or shipped_calls(lang)]
    click.echo(
        f"{'settles in':>10}{'right':>7}{'wrong':>7}{'missed':>8}{'early':>7}{'withdrawn':>11}{'delay':>8}{'p95':>7}"
    )
    for each in settling.stability(spoken, matcher(lang), desk.adviser):
        click.echo(
            f"{each.settled:>8.1f} s{each.right:>7}{each.wrong:>7}{each.missed:>8}{each.early:>7}{each.withdrawn:>11}"
            f"{each.median_delay:>6.2f} s{each.p95_delay:>5.2f} s"
        )
    click.echo("early: told before the utterance was final; withdrawn: of these, not in the final.")
    click.echo(
        f"delay: after the partial that first held the whole cue, median (goal {settling.DELAY_GOAL} s or less)."
    )


@command.command("advice")
@options.lang
def advice(lang: str) -> None:
    """Decide on cues of all families, in made-up calls."""
    from calmdesk.bench.cost.deciding import DECISION_GOAL, deciding_cost  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook import folders  # noqa: PLC0415
    from calmdesk.phrasebook.families import read_families  # noqa: PLC0415  # heavy
    from calmdesk.wiring import Desk  # noqa: PLC0415

    cost = deciding_cost(list(read_families(folders.find(lang).families)), Desk(lang).adviser)
    click.echo(f"{'one decision, ms of processor time':<38}{'n':>6}{'p50':>9}{'p95':>9}{'worst':>9}")
    click.echo(f"{'':<38}{cost.count:>6}{cost.p50:>9.4f}{cost.p95:>9.4f}{cost.worst:>9.4f}")
    click.echo(f"p95 {cost.p95:.4f} ms {goal(cost.p95, DECISION_GOAL, ' ms')}")


def _built(lang: str) -> bool:
    """Tell whether the phrasebook is loaded from the table a build has made of it."""
    from calmdesk.cues.compiled import digest_of, load  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook import folders  # noqa: PLC0415
    from calmdesk.places import compiled_file  # noqa: PLC0415

    return load(compiled_file(lang), digest_of(folders.find(lang).phrase_folders)) is not None


def _stations(lang: str, model: Path | None) -> tuple[Desk, Ears]:
    from calmdesk.wiring import Desk, Ears  # noqa: PLC0415

    return Desk(lang), Ears.open(lang, model)


def _blocks(call: Path) -> list[bytes]:
    """Return the client's side of a call as the recogniser is fed it."""
    from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy
    from calmdesk.call.events import Block  # noqa: PLC0415

    return [block.samples.tobytes() for block in Recording(call).blocks() if isinstance(block, Block)]


def _measure_speed(call: Path, blocks: Sequence[bytes], desk: Desk, ears: Ears, repeats: int) -> Speed:
    from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy
    from calmdesk.bench.cost import bare  # noqa: PLC0415  # heavy
    from calmdesk.bench.cost.speed import Speed, turn_about  # noqa: PLC0415  # heavy
    from calmdesk.bench.cost.stages import Stations, by_stage  # noqa: PLC0415  # heavy
    from calmdesk.cues.desk_ear import DeskEar  # noqa: PLC0415  # heavy
    from calmdesk.cues.spotter import CueSpotter  # noqa: PLC0415  # heavy
    from calmdesk.overlay.jsonl import JsonLinesView  # noqa: PLC0415  # heavy
    from calmdesk.speech.models import load  # noqa: PLC0415  # heavy
    from calmdesk.wiring import matcher  # noqa: PLC0415

    model = load(ears.found)
    with open(devnull, "wb") as nowhere, closing(JsonLinesView(stream=nowhere)) as view:  # noqa: PTH123  # a device

        def replay() -> None:
            for event in desk.follow(ears.hear(Recording(call))):
                view.show(event)

        pairs = turn_about(lambda: bare.hear(model, blocks), replay, repeats)
        stations = Stations(CueSpotter(matcher(desk.lang)), desk.adviser(), DeskEar(), view)
        stages = by_stage(Recording(call), ears.hear, stations)
    seconds = sum(map(len, blocks)) / 2 / bare.RATE
    return Speed(seconds, [each for each, _ in pairs], [each for _, each in pairs], stages)


def _speed_lines(speed: Speed) -> list[str]:
    from calmdesk.bench.cost.speed import RATIO_GOAL  # noqa: PLC0415

    whole = sum(speed.stages.values())
    stages = [f"  {name:<10}{seconds:>8.3f} s{seconds / whole:>7.1%}" for name, seconds in speed.stages.items()]
    return [
        f"{speed.audio_seconds:.0f} s of audio; processor seconds of each repeat, bare Vosk and replay by turns:",
        "  bare Vosk " + "".join(f"{seconds:>8.3f}" for seconds in speed.bare),
        "  replay    " + "".join(f"{seconds:>8.3f}" for seconds in speed.chain),
        "one more replay, station by station:",
        *stages,
        f"replay / bare Vosk: {speed.ratio:.3f} {goal(speed.ratio, RATIO_GOAL)}",
    ]


def _spoken(call: Path, ears: Ears) -> SpokenCall:
    from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy
    from calmdesk.bench.material import HeardCall, read_material  # noqa: PLC0415  # heavy
    from calmdesk.bench.stability import SpokenCall  # noqa: PLC0415  # heavy

    material = read_material([call])[0]
    if not isinstance(material, HeardCall) or material.script is None:
        raise UsageError("{call} is no recording with its script beside it", hint="NAME.wav and NAME.json", call=call)
    return SpokenCall(material.script, tuple(ears.hear(Recording(call))))


def _row(name: str, timing: Timing) -> str:
    return f"{name:<38}{timing.count:>6}{timing.p50:>9.3f}{timing.p95:>9.3f}{timing.worst:>9.3f}"
