"""``calmdesk phrasebook add``: a phrase of one's own, tried before it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from calmdesk.call.text import safe
from calmdesk.cli.phrasebook_tell import tell
from calmdesk.errors import PhrasebookError, UsageError
from calmdesk.scratch import scratch_folder

if TYPE_CHECKING:
    from calmdesk.bench.lint.trial import Trial
    from calmdesk.phrasebook.book import Phrase, Phrasebook
    from calmdesk.phrasebook.folders import Source

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _New:
    """The phrase to be added, as it was typed; ``card`` holds ``say``, ``why`` and ``avoid``, or nothing."""

    family: str
    template: str
    instead_of: str | None
    stops: tuple[str, ...]
    strict: float | None
    card: dict[str, str]

    @property
    def entry(self) -> dict[str, Any]:
        """The phrase as it stands in a file."""
        keys = {"instead_of": self.instead_of, "say": self.template, "strict": self.strict, "not": list(self.stops)}
        return {key: value for key, value in keys.items() if value not in (None, [])}


@click.command("add")
@click.argument("lang")
@click.argument("family")
@click.argument("template")
@click.option("--instead-of", metavar="TEMPLATE", help="The shipped phrase it stands in for.")
@click.option("--not", "stops", multiple=True, metavar="TEMPLATE", help="A sentence near which it keeps quiet.")
@click.option("--strict", type=click.FloatRange(0, 1), help="The lowest score that counts.")
@click.option("--say", metavar="SENTENCE", help="Also add a card that says this; with --why and --avoid.")
@click.option("--why", metavar="SENTENCE", help="Why the card helps.")
@click.option("--avoid", metavar="SENTENCE", help="What not to say.")
@click.option("--force", is_flag=True, help="Add it even though it proves too little, or fires on other sentences.")
def add(
    lang: str,
    family: str,
    template: str,
    instead_of: str | None,
    stops: tuple[str, ...],
    strict: float | None,
    say: str | None,
    why: str | None,
    avoid: str | None,
    force: bool,
) -> None:
    """Try a phrase on the sentences there are, then add it to your own phrases."""
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy

    parts = {"say": say or "", "why": why or "", "avoid": avoid or ""}
    if any(parts.values()) and not all(parts.values()):
        raise UsageError("a card needs --say, --why and --avoid")
    source = folders.find(lang)
    if instead_of and source.only_own:
        raise UsageError("{lang} is all your own: change the phrase in its file", lang=lang)
    new = _New(family, template, instead_of, stops, strict, parts if say else {})
    _add(new, source, folders.own_root() / lang, force=force)


def _add(new: _New, source: Source, folder: Path, *, force: bool) -> None:
    from calmdesk.bench.lint.trial import read_for_trial, try_out  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.edit import own_file, read_own, with_phrase, write_own  # noqa: PLC0415  # heavy

    book = read_for_trial(source)
    if new.family not in book.families:
        names = ", ".join(book.families)
        raise UsageError("there is no family {family}", hint="there are: {all}", family=new.family, all=names)
    card_text = _with_card(source, folder, new) if new.card else ""
    phrase = _phrase(book, new)
    if not force:
        _refuse_weak(phrase, book)
    trial = try_out(source, _replacing(source, book, new), phrase)
    _tell_trial(trial, new.family)
    if not force:
        _refuse_wrong(trial, new.family)
    path = own_file(folder, "phrases", new.family)
    write_own(path, with_phrase(read_own(path), new.family, new.entry))
    if card_text:
        write_own(own_file(folder, "cards", new.family), card_text)
    tell("added to {path}", path=path)


def _replacing(source: Source, book: Phrasebook, new: _New) -> Phrasebook:
    """Return the book without the shipped phrase that the new one stands in for.

    Raises:
        PhrasebookError: no such phrase ships, or another of the clinic's own stands in for it already.
    """
    from calmdesk.phrasebook.own import plain  # noqa: PLC0415  # heavy

    family, template = new.family, new.instead_of
    if template is None:
        return book
    named = [each for each in book.phrases if each.family == family and plain(each.text) == plain(template)]
    shipped = [each for each in named if not (source.own and each.where.path.is_relative_to(source.own))]
    if not shipped:
        _refuse_second_heir(source, family, template)
        says = "« {template} » is not among the shipped phrases of {family}"
        raise PhrasebookError(says, template=template, family=family)
    return replace(book, phrases=tuple(each for each in book.phrases if each not in shipped))


def _refuse_second_heir(source: Source, family: str, template: str) -> None:
    from calmdesk.phrasebook.edit import own_file  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.files import Problems, TomlFile  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.own import plain  # noqa: PLC0415  # heavy

    if not source.own:
        return
    path = own_file(source.own, "phrases", family)
    entries = TomlFile(path, Problems(), needed=False).data.get("phrases", [])
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and plain(str(entry.get("instead_of", ""))) == plain(template):
            says = "« {say} » stands in for « {template} » already"
            raise PhrasebookError(
                says, hint="change it in {path}", say=entry.get("say", ""), template=template, path=path
            )


def _phrase(book: Phrasebook, new: _New) -> Phrase:
    """Compile the new phrase with the book's lists and rules."""
    from calmdesk.phrasebook.book import Phrase  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.pattern import TemplateError  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.problems import Where  # noqa: PLC0415  # heavy

    templates = book.templates
    if templates is None:
        raise ValueError(book)
    compiled = []
    for text in (new.template, *new.stops):
        try:
            compiled.append(tuple(templates.compile(text)))
        except TemplateError as error:
            raise PhrasebookError("« {template} »: {reason}", template=text, reason=error.reason) from None
    stop_branches = tuple(branch for branches in compiled[1:] for branch in branches)
    return Phrase(new.family, new.template, compiled[0], Where(Path(new.family)), new.strict, stops=stop_branches)


def _refuse_weak(phrase: Phrase, book: Phrasebook) -> None:
    from calmdesk.bench.lint.phrases import weakness_of  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.problems import Level  # noqa: PLC0415  # heavy

    weakness = weakness_of(phrase, book.language)
    if weakness and weakness.level is Level.ERROR:
        raise PhrasebookError(weakness.says, hint=weakness.mend, **weakness.details)


def _refuse_wrong(trial: Trial, family: str) -> None:
    wrong = len(trial.harmless) + len(trial.others)
    if wrong:
        raise PhrasebookError(
            "the phrase fires on {count} sentence(s) that are not {family}, and was not added",
            hint="make it longer, or add it all the same with --force",
            count=wrong,
            family=family,
        )


def _tell_trial(trial: Trial, family: str) -> None:
    tell("{count} wordings, such as: {examples}", count=trial.wordings, examples=" / ".join(trial.examples[:3]))
    for template, sentences in (
        ("finds {count} sentence(s) of {family} that nothing found before", trial.new),
        ("finds {count} sentence(s) of {family} that were found anyway", trial.known),
        ("fires on {count} sentence(s) that hold other cues than {family}", trial.others),
        ("fires on {count} harmless sentence(s)", trial.harmless),
    ):
        tell(template, count=len(sentences), family=family)
        for sentence in sentences[:_SHOWN]:
            click.echo(f"  « {safe(sentence)} »")


def _with_card(source: Source, folder: Path, new: _New) -> str:
    """Return the text of the clinic's card file with one more card, which is checked as it will be read.

    Raises:
        PhrasebookError: the first thing that is wrong with the card, or with the file.
    """
    from calmdesk.phrasebook.cards import read_decks  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.edit import own_file, read_own, with_card, write_own  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.problems import Problems  # noqa: PLC0415  # heavy

    path = own_file(folder, "cards", new.family)
    problems = Problems()
    with scratch_folder() as staged:
        write_own(staged / "cards" / path.name, with_card("", new.family, new.card))
        read_decks(source.folder, [new.family], problems, staged)
    for problem in problems.errors:
        raise PhrasebookError(problem.says, hint=problem.mend, **problem.details)
    return with_card(read_own(path), new.family, new.card)
