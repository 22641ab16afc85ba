"""``calmdesk phrasebook check``: what is wrong with phrases, cards and cases."""

from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING, Any

import click

from calmdesk.cli import completion, options
from calmdesk.cli.phrasebook_tell import interface_language, tell, tell_problems
from calmdesk.cli.tell import echo_json
from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook.problems import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from calmdesk.bench.lint.check import Report, Wish
    from calmdesk.phrasebook.problems import Problem

_WORDS = 200
"""Words that are named on a screen."""

_WIDTH = 100


@click.command("check")
@click.argument("languages", nargs=-1, metavar="[LANG]…", shell_complete=completion.languages)
@options.model
@click.option(
    "--cases", is_flag=True, help="Try every phrase and sentence, not some of each family, and list failures."
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("-v", "--verbose", is_flag=True, help="Show every warning, and the words the speech model cannot hear.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def check(
    ctx: click.Context,
    languages: tuple[str, ...],
    model: Path | None,
    cases: bool,
    strict: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Check phrasebooks: LANG, or all there are, your own phrases included.

    An error makes a phrasebook unusable, or breaks what calmdesk promises: the exit code is 5. A warning is worth a
    look.
    """
    from calmdesk.bench.lint.check import Wish  # noqa: PLC0415  # heavy
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy

    chosen = list(dict.fromkeys(languages)) or folders.languages()
    for lang in chosen:
        folders.find(lang)  # a name mistyped is told before the work begins
    reports = _check_all(chosen, Wish(model=model, everything=cases))
    if as_json:
        facts = [_facts(report) for report in reports]
        echo_json({"languages": facts}, indent=2)
    else:
        for report in reports:
            _tell(report, cases=cases, verbose=verbose)
    failing = [problem for report in reports for problem in report.problems if strict or problem.level is Level.ERROR]
    ctx.exit(PhrasebookError.exit_code if failing else 0)


def _check_all(languages: Sequence[str], wish: Wish) -> Iterable[Report]:
    """Check languages side by side where there are several and the machine has the cores."""
    from calmdesk.bench.lint.check import check as check_one  # noqa: PLC0415  # heavy

    workers = min(len(languages), os.cpu_count() or 1)
    if workers == 1:
        return [check_one(lang, wish) for lang in languages]
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  # seldom
    from multiprocessing import get_context  # noqa: PLC0415  # seldom

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(check_one, languages, [wish] * len(languages)))


def _tell(report: Report, *, cases: bool, verbose: bool) -> None:
    counts = report.counts
    tell(
        "{lang}: {phrases} phrases for {wordings} wordings, {cards} cards, {cases} sentences: "
        "{errors} error(s), {warnings} warning(s)",
        lang=report.lang,
        errors=len(report.of(Level.ERROR)),
        warnings=len(report.of(Level.WARNING)),
        **{name: f"{counts[name]:,}".replace(",", " ") for name in ("phrases", "wordings", "cards", "cases")},
    )
    tell_problems(report.problems, everything=verbose)
    if "missed" in counts:
        _tell_cases(report, listed=cases)
    if verbose and report.unheard:
        _tell_unheard(report.unheard)


def _tell_cases(report: Report, *, listed: bool) -> None:
    facts = {name.replace(" ", "_"): count for name, count in report.counts.items()}
    if "missed_alone" in facts:
        tell(
            "  phrases alone: {missed_alone} of {must_match} must-match sentences missed, {fired_alone} of "
            "{must_not_match} must-not fired, {harmless_fired_alone} of {harmless} harmless ones fired",
            **facts,
        )
    tell(
        "  as in a call: {missed} of {must_match} must-match sentences missed, {fired} of {must_not_match} must-not "
        "fired, {harmless_fired} of {harmless} harmless ones fired",
        **facts,
    )
    if not listed:
        if report.counts["cases tried"] < report.counts["cases"]:
            tell("  {cases_tried} of {cases} sentences were tried: --cases tries them all and lists these", **facts)
        return
    for line in report.missed:
        tell("  missed: {line}", line=line)
    for line in report.fired:
        tell("  fired: {line}", line=line)


def _tell_unheard(words: Sequence[str]) -> None:
    tell("  words the speech model cannot hear, the most frequent first:")
    indent = "    "
    shown = ", ".join(words[:_WORDS])
    click.echo(textwrap.fill(shown, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False))
    if len(words) > _WORDS:
        tell("    … and {count} more: --json names them all", count=len(words) - _WORDS)


def _facts(report: Report) -> dict[str, Any]:
    return {
        "lang": report.lang,
        "counts": dict(report.counts),
        "errors": [_problem(problem) for problem in report.of(Level.ERROR)],
        "warnings": [_problem(problem) for problem in report.of(Level.WARNING)],
        "missed": list(report.missed),
        "fired": list(report.fired),
        "unheard": list(report.unheard),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": str(problem.where.path),
        "line": problem.where.line,
        "text": problem.told(interface_language()),
        "kind": problem.says,
    }
