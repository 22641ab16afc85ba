"""``calmdesk annotate``: a trainer says which cues of a call were right; the phrasebook is then proved with it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.call.events import Side
from calmdesk.call.text import safe
from calmdesk.cli import options
from calmdesk.cli.tell import tell
from calmdesk.errors import ReviewError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from calmdesk.review.facts import ReviewFacts
    from calmdesk.review.marks import Mark
    from calmdesk.review.texts import Texts

_FILE = click.Path(path_type=Path, dir_okay=False)

_NO = "n"
"""In all languages calmdesk speaks."""


@click.command("annotate")
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="FILE…")
@options.lang
@click.option("--apply", "apply_marks", is_flag=True, help="FILE… are marks: make test sentences of them.")
@click.option("--out", type=_FILE, metavar="FILE", help="Where to write. Default: beside the first FILE.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@options.no_redact
def command(
    files: tuple[Path, ...], lang: str, apply_marks: bool, out: Path | None, force: bool, no_redact: bool
) -> None:
    """Ask card by card whether the cues of CALL.jsonl (saved heard events) are right, and keep the answers as marks.

    With --apply, marks from here or from a review page become labelled sentences (JSON lines) that
    `calmdesk phrasebook bench FILE` measures a phrasebook with.
    """
    families = _families(lang)
    if apply_marks:
        _apply(files, out or files[0].with_suffix(".cases.jsonl"), families, over=force)
        return
    if len(files) > 1:
        raise UsageError("one call at a time can be annotated", hint="calmdesk annotate CALL.jsonl")
    _ask(files[0], out or files[0].with_suffix(".marks.json"), lang, over=force, redact=not no_redact)


def _families(lang: str) -> Collection[str]:
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.families import read_families  # noqa: PLC0415  # heavy

    source = folders.find(lang)
    return read_families(source.families, source.own)


def _apply(files: Sequence[Path], out: Path, families: Collection[str], *, over: bool) -> None:
    from calmdesk.private_file import private_file  # noqa: PLC0415  # heavy
    from calmdesk.review.marks import as_cases, read_marks  # noqa: PLC0415  # heavy

    lines = list(as_cases(read_marks(file, families) for file in files))
    with private_file(out, ReviewError, over=over) as file:
        file.writelines(lines)
    tell("{count} sentences written to {path}, readable by you alone", count=len(lines), path=out)
    tell("to measure with them: calmdesk phrasebook bench {path}", path=out)


def _ask(call: Path, out: Path, lang: str, *, over: bool, redact: bool) -> None:
    from calmdesk.cli.reviewer import Reviewer  # noqa: PLC0415  # heavy
    from calmdesk.private_file import private_file, refuse_taken  # noqa: PLC0415  # heavy
    from calmdesk.review.marks import Marks, to_text  # noqa: PLC0415  # heavy
    from calmdesk.review.texts import read_texts  # noqa: PLC0415  # heavy
    from calmdesk.wiring import clinic_desk  # noqa: PLC0415  # heavy

    if not over:
        refuse_taken(out, ReviewError)
    facts = Reviewer(clinic_desk(lang), redact=redact).facts(call)
    marks = _marks(facts, read_texts(lang))
    with private_file(out, ReviewError, over=over) as file:
        file.write(to_text(Marks(facts.name, facts.lang, marks)))
    tell("{count} marks written to {path}, readable by you alone", count=len(marks), path=out)
    tell("to make test sentences of them: calmdesk annotate --apply {path}", path=out)


def _marks(facts: ReviewFacts, texts: Texts) -> tuple[Mark, ...]:
    """Ask about each of the client's utterances in turn; return what was said of them, up to Ctrl-C or Ctrl-D."""
    tell(
        "For each cue: {yes} right, {no} wrong, Enter no opinion. Then the families that are missing, if any.",
        yes=texts["yes_key"],
        no=texts["no_key"],
    )
    client = [place for place, each in enumerate(facts.utterances) if each.side is Side.CLIENT]
    marks: list[Mark] = []
    # Who stops in the middle keeps what was said so far.
    with suppress(click.Abort):
        for place in client:
            marks.append(_mark(place, facts, texts))  # noqa: PERF401  # one by one, so that none is lost
    click.echo()
    return tuple(mark for mark in marks if mark.right or mark.wrong or mark.missing)


def _mark(place: int, facts: ReviewFacts, texts: Texts) -> Mark:
    from calmdesk.review.marks import Mark  # noqa: PLC0415  # heavy

    utterance = facts.utterances[place]
    click.echo(f"\n{texts.clock(utterance.start)}  {utterance.text}")
    cues = [cue for cue in facts.cues if cue.passage and cue.passage.utterance == place]
    right: list[str] = []
    wrong: list[str] = []
    for cue in cues:
        if cue.card is not None:
            click.echo(f"    {texts['card']}{texts['colon']}{facts.cards[cue.card].say}")
        yes, no = texts["yes_key"], texts["no_key"]
        answer = _answer(f"    {texts.title(cue.family)} « {' '.join(cue.words)} »", yes, no)
        for given, families in ((yes, right), (no, wrong)):
            if answer == given:
                families.append(cue.family)
    found = tuple(dict.fromkeys(cue.family for cue in cues))
    return Mark(place, utterance.start, utterance.text, found, tuple(right), tuple(wrong), _missing(texts))


def _missing(texts: Texts) -> tuple[str, ...]:
    """Ask for families until all that are named are known; « ? » lists them."""
    known = texts.titles
    while True:
        named = click.prompt(f"    {texts['missing']}", default="", show_default=False, prompt_suffix=" (?) ").split()
        if strange := [name for name in named if name not in known]:
            click.echo(f"    {safe(' '.join(strange))}?")
            for name, title in known.items():
                click.echo(f"      {name:<18} {title}")
            continue
        return tuple(named)


def _answer(question: str, yes: str, no: str) -> str:
    """Ask until the answer is one of the keys, or none."""
    given: str = click.prompt(
        question,
        default="",
        show_default=False,
        show_choices=False,
        type=click.Choice((yes, no, ""), case_sensitive=False),
        prompt_suffix=f" [{yes}/{no}] ",
    )
    return given
