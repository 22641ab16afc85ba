"""How the ``phrasebook`` commands speak: sentences in the system's language, problems by level and kind."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING

import click

from calmdesk.phrasebook.problems import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.phrasebook.problems import Problem

_OF_A_KIND = 3
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
    """Print problems, a line each, the rare kinds first: all errors, and the first warnings of a kind, or all.

    Args:
        problems: what was found.
        everything: print all warnings.
    """
    kinds: dict[tuple[bool, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.level is Level.WARNING, problem.says].append(problem)
    for (warning, _), alike in sorted(kinds.items(), key=lambda kind: (kind[0][0], len(kind[1]))):
        shown = alike[:_OF_A_KIND] if warning and not everything else alike
        for problem in shown:
            _tell_problem(problem)
        if len(shown) < len(alike):
            tell("    … and {count} more like this", count=len(alike) - len(shown))


def _tell_problem(problem: Problem) -> None:
    from calmdesk.messages import say  # noqa: PLC0415  # reads a catalogue

    language = system_language()
    level = say("error" if problem.level is Level.ERROR else "warning", {}, language)
    click.echo(f"  {level}: {problem.told(language)}")
