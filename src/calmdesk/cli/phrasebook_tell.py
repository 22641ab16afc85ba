"""How the ``phrasebook`` commands speak: sentences in the system's language, problems by level."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import click

from calmdesk.phrasebook.problems import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.phrasebook.problems import Problem

_OF_A_KIND = 5
"""Warnings of one kind that are shown unless all are asked for."""


def system_language() -> str:
    """Return the code of the language that the system speaks, ``en`` when it does not say."""
    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((name for name in named if name), "en")[:2].lower()


def tell(template: str, /, **details: object) -> None:
    """Print a sentence in the system's language."""
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue

    click.echo(say(template, details, system_language()))


def tell_problems(problems: Iterable[Problem], *, everything: bool = False) -> None:
    """Print problems, a line each; of warnings of one kind only the first unless ``everything`` is wanted."""
    language = system_language()
    told: Counter[str] = Counter()
    for problem in sorted(problems, key=lambda each: each.level is Level.WARNING):
        told[problem.says] += problem.level is Level.WARNING
        if everything or told[problem.says] <= _OF_A_KIND:
            click.echo(f"  {problem.level}: {problem.told(language)}")
    rest = sum(max(0, count - _OF_A_KIND) for count in told.values())
    if rest and not everything:
        tell("  … and {count} more warnings of the same kinds: -v shows them all", count=rest)
