"""``calmdesk phrasebook new`` and ``add``: phrases of one's own."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from calmdesk.call.text import safe
from calmdesk.cli.phrasebook_tell import system_language, tell
from calmdesk.errors import PhrasebookError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calmdesk.bench.lint.trial import Trial
    from calmdesk.phrasebook.book import Phrase, Phrasebook
    from calmdesk.phrasebook.folders import Source

_SHOWN = 5


@click.command("new")
@click.argument("lang")
@click.option(
    "--like", default="fr", show_default=True, metavar="LANG", help="For a new language: where examples come from."
)
def new(lang: str, like: str) -> None:
    """Make a folder for phrases of your own in LANG, every family with examples.

    For a language that ships, your folder is laid over the shipped phrases. For another it is a whole phrasebook to be
    translated. Files that are there already are left alone.
    """
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.edit import write_own  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.families import read_families  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.skeleton import Scribe, language_skeleton, own_skeleton, write_skeleton  # noqa: PLC0415

    if not lang.isascii() or not lang.replace("-", "").isalpha() or lang != lang.lower():
        raise UsageError("{lang!r} is no language code", hint="a code has small letters: de, pt-br", lang=lang)
    shipped = (folders.shipped_root() / lang / "language.toml").is_file()
    model = folders.find(lang if shipped else like, shipped_only=True)
    families = read_families(model.families)
    scribe = Scribe(system_language())
    files = own_skeleton(model, families, scribe) if shipped else language_skeleton(lang, model, families, scribe)
    folder = folders.own_root() / lang
    written = write_skeleton(folder, files, write_own)
    for schema in sorted((folders.shipped_root() / "schema").glob("*.json")):
        write_own(folder.parent / "schema" / schema.name, schema.read_text(encoding="utf-8"))
    tell("{count} files are new in {folder}", count=len(written), folder=folder)
    tell("check them with: calmdesk phrasebook check {lang}", lang=lang)


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
@click.option("--force", is_flag=True, help="Add it even though it fires on harmless sentences.")
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
    from calmdesk.bench.lint.trial import read_for_trial, try_out  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.edit import own_file, read_own, with_phrase, write_own  # noqa: PLC0415  # heavy

    if say and not (why and avoid):
        raise UsageError("a card needs --why and --avoid besides --say")
    source = folders.find(lang)
    if instead_of and source.only_own:
        raise UsageError("{lang} is all your own: change the phrase in its file", lang=lang)
    book = read_for_trial(source)
    if family not in book.families:
        raise UsageError(
            "there is no family {family}", hint="there are: {all}", family=family, all=", ".join(book.families)
        )
    entry = {"instead_of": instead_of, "say": template, "strict": strict, "not": list(stops)}
    given = {key: value for key, value in entry.items() if value not in (None, [])}
    trial = try_out(source, _replacing(book, family, instead_of), _phrase(book, family, template, stops, strict))
    _tell_trial(trial, family)
    wrong = len(trial.harmless) + len(trial.others)
    if wrong and not force:
        raise PhrasebookError(
            "the phrase fires on {count} sentence(s) that are not {family}, and was not added",
            hint="make it longer, or add it all the same with --force",
            count=wrong,
            family=family,
        )
    folder = folders.own_root() / lang
    card = {"say": say, "why": why, "avoid": avoid} if say else None
    card_text = _with_card(source, folder, family, card) if card else ""
    path = own_file(folder, "phrases", family)
    write_own(path, with_phrase(read_own(path), family, given))
    if card_text:
        write_own(folder / "cards" / f"{family}.toml", card_text)
    tell("added to {path}", path=path)
    _warn_of_opinion(trial, path)


def _replacing(book: Phrasebook, family: str, template: str | None) -> Phrasebook:
    """Return the book without the shipped phrase that the new one stands in for."""
    from calmdesk.phrasebook.own import plain  # noqa: PLC0415  # heavy

    if template is None:
        return book
    rest = tuple(each for each in book.phrases if each.family != family or plain(each.text) != plain(template))
    if len(rest) == len(book.phrases):
        says = "« {template} » is not among the shipped phrases of {family}"
        raise PhrasebookError(says, template=template, family=family)
    return replace(book, phrases=rest)


def _phrase(book: Phrasebook, family: str, template: str, stops: Sequence[str], strict: float | None) -> Phrase:
    """Compile the new phrase with the book's lists and rules."""
    from calmdesk.phrasebook.book import Phrase  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.pattern import TemplateError  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.problems import Where  # noqa: PLC0415  # heavy

    templates = book.templates
    if templates is None:
        raise ValueError(book)
    compiled = []
    for text in (template, *stops):
        try:
            compiled.append(tuple(templates.compile(text)))
        except TemplateError as error:
            raise PhrasebookError("« {template} »: {reason}", template=text, reason=error.reason) from None
    stop_branches = tuple(branch for branches in compiled[1:] for branch in branches)
    return Phrase(family, template, compiled[0], Where(Path(family)), strict, stops=stop_branches)


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


def _warn_of_opinion(trial: Trial, path: Path) -> None:
    if trial.held_back:
        tell(
            "the second opinion doubts it in {count} of {all} examples; to go by your phrases alone, write in {path}: "
            'off = ["(second opinion)"]',
            count=trial.held_back,
            all=len(trial.examples),
            path=path,
        )


def _with_card(source: Source, folder: Path, family: str, card: dict[str, Any]) -> str:
    """Return the text of the clinic's card file with one more card, checked as it will be read."""
    from calmdesk.phrasebook.cards import read_decks  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.edit import own_file, read_own, with_card, write_own  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.problems import Problems, Where  # noqa: PLC0415  # heavy

    path = own_file(folder, "cards", family)
    text = with_card(read_own(path), family, card)
    problems = Problems()
    with tempfile.TemporaryDirectory() as staged:
        write_own(Path(staged) / "cards" / path.name, text)
        read_decks(source.folder, [family], problems, Path(staged))
    there = Problems()
    there.extend(replace(problem, where=Where(path, problem.where.line)) for problem in problems.errors)
    there.raise_if_any()
    return text
