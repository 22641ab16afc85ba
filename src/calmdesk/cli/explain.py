"""``calmdesk explain``: why a sentence is, or is not, a cue; why a call brought the cards it brought."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.call.text import safe
from calmdesk.cli import options
from calmdesk.cli.tell import echo_json
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from calmdesk.cues.match import Hit


@click.command("explain")
@options.lang
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--call",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Retell the call in this file of heard events (.jsonl), decision by decision.",
)
@click.argument("sentence", required=False)
def command(lang: str, as_json: bool, call: Path | None, sentence: str | None) -> None:
    """Show every cue in SENTENCE, and every near miss with what stopped it; or retell a call that was kept."""
    if (call is None) == (sentence is None):
        raise UsageError("explain a sentence, or a call", hint="calmdesk explain --call FILE.jsonl")
    if call is not None:
        _retell(call, lang, as_json=as_json)
    elif sentence is not None:
        _explain(sentence, lang, as_json=as_json)


def _retell(call: Path, lang: str, *, as_json: bool) -> None:
    from calmdesk.cli import retell  # noqa: PLC0415  # heavy
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue
    from calmdesk.overlay.labels import shipped_labels  # noqa: PLC0415  # heavy
    from calmdesk.wiring import clinic_desk, replay_heard  # noqa: PLC0415  # heavy

    station, labels = clinic_desk(lang), shipped_labels(lang)
    decisions = station.decide(replay_heard(call), station.adviser(shared=True))
    if as_json:
        for decision in decisions:
            echo_json(retell.facts(decision))
        return
    told = 0
    for told, decision in enumerate(decisions, 1):
        for line in [*(retell.heading(lang) if told == 1 else ()), *retell.as_lines(decision, labels, lang)]:
            click.echo(line)
    if not told:
        click.echo(say("no cue in this call, and nothing to decide", {}, lang))


def _explain(sentence: str, lang: str, *, as_json: bool) -> None:
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue
    from calmdesk.wiring import matcher  # noqa: PLC0415  # heavy

    hits = matcher(lang).examine(sentence)
    if as_json:
        for hit in hits:
            echo_json(asdict(hit))
        return
    if not hits:
        click.echo(say("no phrase comes near this sentence", {}, lang))
    for hit in hits:
        for line in _lines(hit, lang):
            click.echo(line)


def _lines(hit: Hit, lang: str) -> list[str]:
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue

    verdict = say("cue", {}, lang) if not hit.stopped_by else say("near miss", {}, lang)
    lines = [
        say("{what}: {line}", {"what": verdict, "line": f"{hit.family}  ({hit.score:.2f})"}, lang),
        "  " + say("words: {words}", {"words": " ".join(hit.words)}, lang),
        "  " + say("phrase: {phrase}", {"phrase": safe(hit.phrase, longest_word=400)}, lang),
    ]
    if hit.stopped_by:
        lines.append("  " + say("stopped by: {guard}", {"guard": hit.stopped_by}, lang))
    elif hit.guards_passed:
        lines.append("  " + say("guards passed: {guards}", {"guards": ", ".join(hit.guards_passed)}, lang))
    return lines
