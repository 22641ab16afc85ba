"""How the ``phrasebook`` commands speak: sentences in the system's language, problems by level and kind."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import click

from calmdesk.cli.tell import interface_language, tell
from calmdesk.phrasebook.problems import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.phrasebook.problems import Problem

__all__ = ["interface_language", "tell", "tell_problems"]

_OF_A_KIND = 3
"""Warnings of one kind that are shown unless all are asked for."""


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

    language = interface_language()
    level = say("error" if problem.level is Level.ERROR else "warning", {}, language)
    click.echo(f"  {level}: {problem.told(language)}")
