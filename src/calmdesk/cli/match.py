"""``calmdesk match``: the cues in lines of text, as JSON lines."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Final

import click

from calmdesk.call.text import json_text
from calmdesk.cli import options
from calmdesk.errors import HeardFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.cues.match import Matcher

LONGEST_LINE: Final = 100_000
"""Bytes: an hour of speech; each word of it is compared with thousands of phrases."""


@click.command("match")
@options.lang
@click.argument("file", type=click.File("rb"), default="-")
def command(lang: str, file: IO[bytes]) -> None:
    """Find the cues in FILE (or standard input), one text a line.

    A line is a text, or JSON with "id" and "text". For each line one JSON line comes out:
    {"id", "text", "cues": [{"family", "phrase", "score", "words"}]}. A plain line's id is its number.
    """
    from calmdesk.messages import explain  # noqa: PLC0415  # heavy
    from calmdesk.wiring import matcher  # noqa: PLC0415  # heavy

    found = matcher(lang)
    bad = 0
    for number, line in enumerate(_lines(file), 1):
        try:
            name, text = read_line(line, number, file.name)
        except HeardFileError as error:
            bad += 1
            click.echo(f"calmdesk: {explain(error)[0]}", err=True)
            continue
        if text.strip():
            click.echo(json_text(_answer(found, name, text)))
    if bad:
        raise HeardFileError(
            "{count} line(s) of {name} could not be read; the others are done",
            hint="a line is a text, or JSON such as {example}",
            count=bad,
            name=file.name,
            example='{"id": "1", "text": "bonjour"}',
        )


def _lines(file: IO[bytes]) -> Iterator[str]:
    """Yield the lines; of one that is too long, no more than shows that it is."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line.decode("utf-8", errors="replace").strip("\r\n\ufeff ")
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


def read_line(line: str, number: int, name: str) -> tuple[str | int, str]:
    """Return the id and the text of one line.

    Raises:
        HeardFileError: it is too long, or looks like JSON and is not what is read.
    """
    if len(line.encode(errors="replace")) > LONGEST_LINE:
        raise HeardFileError(
            "{path}, line {line}: longer than {longest} bytes", path=name, line=number, longest=LONGEST_LINE
        )
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
