"""``calmdesk match``: the cues in lines of text, as JSON lines."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

import click

from calmdesk.cli import options
from calmdesk.cli.tell import echo_json, interface_language
from calmdesk.errors import HeardFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.cues.match import Matcher


@click.command("match")
@options.lang
@click.argument("file", type=click.File("rb"), default="-")
def command(lang: str, file: IO[bytes]) -> None:
    """Find the cues in FILE (or standard input), one text a line.

    A line is a text, or JSON with "id" and "text". For each line one JSON line comes out:
    {"id", "text", "cues": [{"family", "phrase", "score", "words"}]}. A plain line's id is its number.
    """
    from calmdesk.messages import explain  # noqa: PLC0415  # reads a catalogue
    from calmdesk.wiring import matcher  # noqa: PLC0415  # heavy

    found = matcher(lang)
    bad = 0
    for number, line in enumerate(_lines(file), 1):
        try:
            name, text = read_line(line, number, file.name)
        except HeardFileError as error:
            bad += 1
            click.echo(f"calmdesk: {explain(error, interface_language())[0]}", err=True)
            continue
        if text.strip():
            echo_json(_answer(found, name, text))
    if bad:
        raise HeardFileError(
            "{count} line(s) of {name} could not be read; the others are done",
            hint="a line is a text, or JSON such as {example}",
            count=bad,
            name=file.name,
            example='{"id": "1", "text": "bonjour"}',
        )


def _lines(file: IO[bytes]) -> Iterator[str]:
    for line in file:
        yield line.decode("utf-8", errors="replace").strip("\r\n\ufeff ")


def read_line(line: str, number: int, name: str) -> tuple[str | int, str]:
    """Return the id and the text of one line."""
    if not line.startswith("{"):
        return number, line
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise HeardFileError("{name}:{number}: not JSON: {error}", name=name, number=number, error=error) from None
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
        raise HeardFileError("{name}:{number}: « text » is missing", name=name, number=number)
    return entry.get("id", number), entry["text"]


def _answer(found: Matcher, name: str | int, text: str) -> dict[str, object]:
    cues = [
        {"family": hit.family, "phrase": hit.phrase, "score": hit.score, "words": list(hit.words)}
        for hit in found.cues(text)
    ]
    return {"id": name, "text": text, "cues": cues}
