"""A run's facts as tables for a terminal of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from calmdesk.bench.scripts import WORDS_A_SECOND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import RenderableType

    from calmdesk.bench.bootstrap import Figure
    from calmdesk.bench.gate import Comparison
    from calmdesk.bench.report import CountedCall, FamilyResult, Level, Report

    Tell = Callable[..., str]
    """Returns a template in the reader's language, filled with details."""

F1_GOALS = ((0.10, 0.06), (0.20, 0.12))
"""By how much F1 may fall at a word error rate: up to 10 % no more than 0.06, up to 20 % no more than 0.12."""

_NAMES = {"false_cards_per_hour": "false cards per hour", "fired": "harmless fired", "f1": "F1"}
_MOST_CONFUSED = 10
_HOUR = 3_600.0


def report_tables(report: Report, tell: Tell) -> Iterator[RenderableType]:
    """Yield the tables of a run, in the order they are read."""
    yield Text(_title(report, tell), style="bold")
    yield Text(_sources(report, tell), style="dim")
    if report.clean.outcomes:
        yield families_table(report.clean, tell)
        yield from _sums(report, tell)
    yield from _spaced(_further_tables(report, tell))


def _further_tables(report: Report, tell: Tell) -> Iterator[RenderableType]:
    if report.clean.confusion:
        yield confusion_table(report.clean, tell)
    if len(report.levels) > 1:
        yield noise_table(report.levels, tell)
    if report.counted:
        yield counted_table(report.counted, tell)
    if report.comparison:
        yield comparison_table(report.comparison, tell)
        against, left_out = report.comparison.against, report.comparison.left_out
        line = tell("compared with {against}, on {rows} rows", against=against, rows=report.comparison.rows)
        alone = tell(" ({left_out} are in only one of the two)", left_out=left_out) if left_out else ""
        yield Text(line + alone, style="dim")


def _spaced(tables: Iterable[RenderableType]) -> Iterator[RenderableType]:
    for each in tables:
        yield Text("")
        yield each


def families_table(level: Level, tell: Tell) -> Table:
    """Return precision, recall and F1 of each family, the sum of all in the last line."""
    table = new_table(tell("family"), "+n", tell("+precision"), tell("+recall"), "+F1", tell("+wrong"))
    for name, family in level.families.items():
        table.add_row(name, *_family_cells(family))
    table.add_section()
    figures, score = level.figures, level.score
    cells = (figures.precision, figures.recall, figures.f1)
    table.add_row(
        Text(tell("all families"), style="bold"), str(score.right + score.missed), *map(ranged, cells), str(score.wrong)
    )
    return table


def _family_cells(family: FamilyResult) -> tuple[str, ...]:
    score, figures = family.score, family.figures
    there, found = score.right + score.missed, score.right + score.wrong
    return (
        str(there),
        ranged(figures.precision) if found else "-",
        ranged(figures.recall) if there else "-",
        ranged(figures.f1) if there else "-",
        str(score.wrong) if score.wrong else "·",
    )


def _title(report: Report, tell: Tell) -> str:
    rows = tell("{count} rows", count=len(report.clean.outcomes))
    part = tell(", part {part}", part=report.held_out) if report.held_out else ""
    return tell("phrasebook {book}", book=report.book) + f" · {rows}{part}"


def _sources(report: Report, tell: Tell) -> str:
    return ", ".join(f"{each.name} ({tell(each.kind)}, {each.rows})" for each in report.measured)


def _sums(report: Report, tell: Tell) -> Iterator[Text]:
    level = report.clean
    fired, hourly = level.figures.fired, level.figures.false_cards_per_hour
    if fired:
        line = tell("harmless sentences fired: {fired} of {harmless}", fired=level.fired, harmless=level.harmless)
        yield Text(f"{line} = {percent(fired)}")
    if hourly:
        line = tell("false cards per hour of call: {rate}", rate=ranged(hourly, 1))
        counts = tell("{cards} in {minutes} minutes", cards=level.false_cards, minutes=round(level.hours * 60))
        yield Text(f"{line} ({counts})")
    yield Text(tell("95 % intervals: the same sentences drawn again 1,000 times"), style="dim")
    if report.estimated:
        line = tell("times of texts are estimated: the client's speech alone, at {speed} words a second",
                    speed=WORDS_A_SECOND)  # fmt: skip
        yield Text(line, style="dim")
    if report.taught:
        line = tell("the second opinion was learned from these cases: expect less on other sentences")
        yield Text(line, style="yellow")


def confusion_table(level: Level, tell: Tell) -> Table:
    """Return the commonest confusions: a family that was there, and the wrong one found for it."""
    pairs = [
        (count, there, found)
        for there, counts in level.confusion.items()
        for found, count in counts.items()
        if found != there and not found.startswith("(")
    ]
    table = new_table(tell("most confused: there was"), tell("found was"), tell("+times"))
    for count, there, found in sorted(pairs, key=lambda pair: (-pair[0], pair[1:]))[:_MOST_CONFUSED]:
        table.add_row(tell(there), found, str(count))
    return table


def noise_table(levels: tuple[Level, ...], tell: Tell) -> Table:
    """Return how the figures fall with recogniser noise."""
    table = new_table(
        tell("word errors"), tell("+precision"), tell("+recall"), "+F1", tell("+change of F1"), tell("+goal"),
        tell("+fired"),
    )  # fmt: skip
    for level in levels:
        figures = level.figures
        table.add_row(
            f"{level.word_error_rate:.1%}",
            f"{figures.precision.value:.2f}",
            f"{figures.recall.value:.2f}",
            f"{figures.f1.value:.2f}",
            signed(level.f1_change) if level.f1_change else "",
            _goal(level),
            f"{figures.fired.value:.1%}" if figures.fired else "-",
        )
    return table


def _goal(level: Level) -> Text:
    """Return how far F1 may fall at this level, green where it keeps to that."""
    goal = next((goal for rate, goal in F1_GOALS if 0 < level.noise <= rate), None)
    if goal is None or level.f1_change is None:
        return Text("")
    return Text(f"≥ -{goal:.2f}", style="green" if level.f1_change.value >= -goal else "red")


def counted_table(calls: tuple[CountedCall, ...], tell: Tell) -> Table:
    """Return the cards of calls without a script: nobody has said which of them are right."""
    table = new_table(
        tell("call without a script"), tell("+minutes"), tell("+cards"), tell("+per hour"), tell("families")
    )
    for call in calls:
        cards = sum(call.cards.values())
        families = ", ".join(f"{name} {count}" for name, count in sorted(call.cards.items()))
        rate = f"{cards * _HOUR / call.seconds:.1f}" if call.seconds else "-"
        table.add_row(call.name, f"{call.seconds / 60:.1f}", str(cards), rate, families)
    return table


def comparison_table(comparison: Comparison, tell: Tell) -> Table:
    """Return how the figures have changed since another run."""
    table = new_table(tell("compared"), tell("+change"), "+95 %", "")
    for name, change in comparison.changes.items():
        worse = name in comparison.worse
        verdict = Text(tell("worse"), style="bold red") if worse else Text("")
        digits = 1 if name == "false_cards_per_hour" else 3
        spread = f"{_plus(change.low, digits)} … {_plus(change.high, digits)}"
        table.add_row(tell(_NAMES.get(name, name)), _plus(change.value, digits), spread, verdict)
    return table


def _plus(value: float, digits: int) -> str:
    """Return a number with its sign; nought has « + », whatever rounding has left of it."""
    return f"{round(value, digits) + 0.0:+.{digits}f}"


def new_table(*columns: str) -> Table:
    """Return an empty table; a column whose name begins with « + » is aligned to the right."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column.removeprefix("+"), justify="right" if column.startswith("+") else "left")
    return table


def ranged(figure: Figure, digits: int = 2) -> str:
    """Return a figure with its interval: ``0.93 0.91-0.95``."""
    return f"{figure.value:.{digits}f} {figure.low:.{digits}f}-{figure.high:.{digits}f}"


def percent(figure: Figure) -> str:
    """Return a share with its interval in per cent."""
    return f"{figure.value:.1%} ({figure.low:.1%} - {figure.high:.1%})"


def signed(figure: Figure) -> str:
    """Return a change with its interval."""
    return f"{_plus(figure.value, 2)} {_plus(figure.low, 2)}…{_plus(figure.high, 2)}"
