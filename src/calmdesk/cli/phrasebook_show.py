"""``calmdesk phrasebook show``: what a phrasebook holds."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import click

from calmdesk.call.text import safe
from calmdesk.cli import completion
from calmdesk.cli.phrasebook_tell import tell
from calmdesk.cli.tell import told
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.phrasebook.book import Phrase, Phrasebook
    from calmdesk.phrasebook.cards import CardText
    from calmdesk.phrasebook.cases import Case
    from calmdesk.phrasebook.folders import Source

_SAMPLES = 5
_LONGEST = 400


@click.command("show")
@click.argument("lang", default="fr", shell_complete=completion.languages)
@click.argument("family", required=False)
@click.option("--seed", type=int, default=1, show_default=True, help="Of the examples.")
def show(lang: str, family: str | None, seed: int) -> None:
    """Show what the phrasebook of LANG holds, or all of one FAMILY: phrases, examples, cards, sentences."""
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.cards import read_cards  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.cases import read_cases  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook.read import read_phrasebook  # noqa: PLC0415  # heavy

    source = folders.find(lang)
    book = read_phrasebook(source.folder, source.own, source.families)
    cards = read_cards(source.folder, book.families, source.own)
    cases = read_cases(source.folders, book.families)
    if family is None:
        _show_table(source, book, {name: len(deck) for name, deck in cards.items()}, cases)
    elif family in book.families:
        _show_family(source, book, family, cards[family], cases, random.Random(seed))  # noqa: S311  # examples
    else:
        all_families = ", ".join(book.families)
        raise UsageError("there is no family {family}", hint="there are: {all}", family=family, all=all_families)


def _show_table(source: Source, book: Phrasebook, cards: dict[str, int], cases: Iterable[Case]) -> None:
    from rich.console import Console  # noqa: PLC0415  # heavy
    from rich.table import Table  # noqa: PLC0415  # heavy

    from calmdesk.phrasebook.branch import count  # noqa: PLC0415  # heavy

    heads = ("family", "tier", "phrases", "your own", "wordings", "cards", "must match", "must not")
    table = Table(box=None, pad_edge=False)
    for number, head in enumerate(heads):
        table.add_column(told(head), justify="right" if number else "left", no_wrap=not number)
    own = Counter(phrase.family for phrase in book.phrases if _is_own(phrase, source))
    sentences = Counter((case.family, case.must_match) for case in cases)
    for name, family in book.families.items():
        phrases = [phrase for phrase in book.phrases if phrase.family == name]
        wordings = count(branch for phrase in phrases for branch in phrase.branches)
        numbers = (
            family.tier,
            len(phrases),
            own[name],
            wordings,
            cards[name],
            sentences[name, True],
            sentences[name, False],
        )
        table.add_row(name, *(str(number) for number in numbers))
    Console(highlight=False, markup=False).print(table)


def _is_own(phrase: Phrase, source: Source) -> bool:
    return source.own is not None and phrase.where.path.is_relative_to(source.own)


def _show_family(
    source: Source,
    book: Phrasebook,
    family: str,
    cards: tuple[CardText, ...],
    cases: Iterable[Case],
    draw: random.Random,
) -> None:
    from calmdesk.phrasebook.branch import count, spoken  # noqa: PLC0415  # heavy

    facts = book.families[family]
    phrases = [phrase for phrase in book.phrases if phrase.family == family]
    wordings = count(branch for phrase in phrases for branch in phrase.branches)
    tell(
        "{family}: tier {tier}, {cooldown} s between cards, {phrases} phrases for {wordings} wordings",
        family=family,
        tier=facts.tier,
        cooldown=f"{facts.cooldown:g}",
        phrases=len(phrases),
        wordings=wordings,
    )
    for phrase in phrases:
        mark = "*" if _is_own(phrase, source) else " "
        click.echo(f" {mark} {safe(phrase.text, longest_word=_LONGEST)}")
    tell("said, for example (* marks your own phrases above):")
    for phrase in draw.sample(phrases, min(_SAMPLES, len(phrases))):
        click.echo(f"   {spoken(draw.choice(phrase.branches), draw.choice)}")
    tell("{count} cards:", count=len(cards))
    for card in cards:
        rung = f" [{card.rung}]" if card.rung else ""
        click.echo(f"   {card.id}{rung}  {safe(card.say)}")
    match = [case.must_match for case in cases if case.family == family]
    tell("{match} sentences must match, {no_match} must not", match=sum(match), no_match=len(match) - sum(match))
