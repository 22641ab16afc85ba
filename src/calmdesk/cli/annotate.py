"""``calmdesk annotate``: a trainer says which cues of a call were right; the phrasebook is then proved with it."""

from __future__ import annotations

import shutil
import textwrap
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.call.events import Side
from calmdesk.call.text import safe
from calmdesk.cli import options
from calmdesk.cli.tell import tell, told
from calmdesk.errors import ReviewError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from calmdesk.review.facts import CueFact, ReviewFacts
    from calmdesk.review.marks import Mark
    from calmdesk.review.texts import Texts

_INDENT = "    "
_YES = ("y", "o", "j")
"""Yes, oui, ja; whatever the language of the system is."""
_NO = ("n",)
_FILE = click.Path(path_type=Path, dir_okay=False)


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
    tell("{count} sentence(s) written to {path}, readable by you alone", count=len(lines), path=out)
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
    tell("{count} mark(s) written to {path}, readable by you alone", count=len(marks), path=out)
    tell("to make test sentences of them: calmdesk annotate --apply {path}", path=out)


def _marks(facts: ReviewFacts, texts: Texts) -> tuple[Mark, ...]:
    """Ask about each of the client's utterances in turn; return what was said of them, up to Ctrl-C or Ctrl-D."""
    _print(told("For each cue: y right, n wrong, Enter no opinion. Then the families that are missing, if any."))
    client = [place for place, each in enumerate(facts.utterances) if each.side is Side.CLIENT]
    answers = [_Answers() for _ in client]
    # Who stops in the middle keeps what was said so far, of the utterance that was being asked about as well.
    with suppress(click.Abort):
        for place, answer in zip(client, answers, strict=True):
            _ask_about(place, facts, texts, answer)
    click.echo()
    marks = [_mark(place, facts, answer) for place, answer in zip(client, answers, strict=True)]
    return tuple(mark for mark in marks if mark.right or mark.wrong or mark.missing)


@dataclass(slots=True)
class _Answers:
    """What a trainer has said of an utterance so far: the families of cues that are right, wrong or missing."""

    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    missing: tuple[str, ...] = ()


def _mark(place: int, facts: ReviewFacts, answers: _Answers) -> Mark:
    from calmdesk.review.marks import Mark  # noqa: PLC0415  # heavy

    utterance = facts.utterances[place]
    found = tuple(dict.fromkeys(cue.family for cue in _cues(place, facts)))
    right, wrong = tuple(answers.right), tuple(answers.wrong)
    return Mark(place, utterance.start, utterance.text, found, right, wrong, answers.missing)


def _ask_about(place: int, facts: ReviewFacts, texts: Texts, answers: _Answers) -> None:
    utterance = facts.utterances[place]
    click.echo()
    _print(f"{texts.clock(utterance.start)}  {utterance.text}")
    for cue in _cues(place, facts):
        if cue.card is not None:
            _print(f"{texts['card']}{texts['colon']}{facts.cards[cue.card].say}", _INDENT)
        answer = _answer(f"{_INDENT}{texts.title(cue.family)} « {' '.join(cue.words)} »")
        if answer is not None:
            (answers.right if answer else answers.wrong).append(cue.family)
    answers.missing = _missing(texts)


def _cues(place: int, facts: ReviewFacts) -> list[CueFact]:
    return [cue for cue in facts.cues if cue.passage and cue.passage.utterance == place]


def _missing(texts: Texts) -> tuple[str, ...]:
    """Ask for families until all that are named are known; « ? » lists them."""
    known = texts.titles
    while True:
        named = _asked(f"{_INDENT}{texts['missing_in']}", " [?] ").split()
        strange = [name for name in named if name not in known]
        if not strange:
            return tuple(named)
        if strange != ["?"]:
            tell("{names} is no family of this phrasebook; they are:", names=safe(" ".join(strange)))
        _print(", ".join(f"{name} ({title})" for name, title in known.items()), _INDENT)


def _answer(question: str) -> bool | None:
    """Ask whether something is right; None for no opinion."""
    while given := _asked(question, f" {told('[y/n]')} ").lower():
        if given[0] in _YES + _NO:
            return given[0] in _YES
        tell("Answer y, n, or Enter for no opinion.")
    return None


def _asked(question: str, suffix: str) -> str:
    given: str = click.prompt(question, default="", show_default=False, prompt_suffix=suffix)
    return given.strip()


def _print(text: str, indent: str = "") -> None:
    """Print a text by words."""
    width = shutil.get_terminal_size().columns - 1
    click.echo(textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent or _INDENT))
