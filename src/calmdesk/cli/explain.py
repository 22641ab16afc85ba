"""``calmdesk explain``: why a sentence is, or is not, a cue."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from calmdesk.call.text import safe
from calmdesk.cli import options

if TYPE_CHECKING:
    from calmdesk.cues.match import Hit


@click.command("explain")
@options.lang
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.argument("sentence")
def command(lang: str, as_json: bool, sentence: str) -> None:
    """Show every cue in SENTENCE, and every near miss with what stopped it."""
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue
    from calmdesk.wiring import matcher  # noqa: PLC0415  # heavy

    hits = matcher(lang).examine(sentence)
    if as_json:
        for hit in hits:
            click.echo(json.dumps(asdict(hit), ensure_ascii=False))
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
        f"{verdict}: {hit.family}  ({hit.score:.2f})",
        "  " + say("words: {words}", {"words": " ".join(hit.words)}, lang),
        "  " + say("phrase: {phrase}", {"phrase": safe(hit.phrase, longest_word=400)}, lang),
    ]
    if hit.stopped_by:
        lines.append("  " + say("stopped by: {guard}", {"guard": hit.stopped_by}, lang))
    elif hit.guards_passed:
        lines.append("  " + say("guards passed: {guards}", {"guards": ", ".join(hit.guards_passed)}, lang))
    return lines
