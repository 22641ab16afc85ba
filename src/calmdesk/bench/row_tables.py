"""Tables of single rows: the turns of played calls, and the sentences that went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from calmdesk.bench.calls import QUIET_GOAL, RIGHT_GOAL, Verdict, quiet, right
from calmdesk.bench.table import new_table
from calmdesk.call.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from calmdesk.bench.calls import CallTable
    from calmdesk.bench.scores import Trace
    from calmdesk.bench.slips import Slip
    from calmdesk.bench.table import Tell

_STYLES = {Verdict.WRONG: "red", Verdict.NONE: "red", Verdict.FALSE: "red", Verdict.QUIET: "dim"}
_LONGEST_TEXT = 220


def call_tables(calls: Sequence[CallTable], tell: Tell) -> Iterator[RenderableType]:
    """Yield a table for each call and the sums of all."""
    if not calls:
        return
    for call in calls:
        yield Text(f"\n{call.name}: {safe(call.title)}", style="bold")
        yield _turns(call, tell)
    yield Text("")
    yield _sum(tell("labelled turns followed by a card of theirs"), right(calls), RIGHT_GOAL, tell)
    yield _sum(tell("unlabelled turns without a new card"), quiet(calls), QUIET_GOAL, tell)


def slip_lines(slips: Iterable[Slip], tell: Tell) -> Iterator[Text]:
    """Yield, for each row that went wrong, its text and what fired or came near."""
    for slip in slips:
        labels = ", ".join(slip.labels) or tell("(harmless)")
        yield Text.assemble(("\n" + safe(slip.id), "bold"), f"  [{labels}]  ", _shown(slip.heard))
        for family in slip.wrong:
            yield Text(f"   {tell('fired')}: {family}", style="red")
            yield from _traces((trace for trace in slip.fired if trace.family == family), tell)
        for family in slip.missed:
            yield Text(f"   {tell('missed')}: {family}", style="yellow")
            yield from _traces((trace for trace in slip.near if trace.family == family), tell)


def _traces(traces: Iterable[Trace], tell: Tell) -> Iterator[Text]:
    for trace in traces:
        why = tell(", stopped by: {guard}", guard=trace.stopped_by) if trace.stopped_by else ""
        yield Text(f"      {trace.score:.2f} « {_shown(trace.words)} »{why}")
        yield Text(f"           {_shown(trace.phrase)}", style="dim")


def _turns(call: CallTable, tell: Tell) -> RenderableType:
    table = new_table("+", tell("+time"), tell("client"), tell("labels"), tell("card"), "")
    table.columns[2].no_wrap = True
    table.columns[2].overflow = "ellipsis"
    table.columns[2].ratio = 1
    table.columns[3].max_width = 18
    table.expand = True
    for turn in call.turns:
        style = _STYLES.get(turn.verdict, "")
        minutes, seconds = divmod(round(turn.at), 60)
        table.add_row(
            str(turn.number),
            f"{minutes}:{seconds:02}",
            _shown(turn.text),
            ", ".join(turn.labels),
            turn.card if turn.verdict is not Verdict.QUIET else "",
            tell(turn.verdict),
            style=style,
        )
    return table


def _sum(what: str, counts: tuple[int, int], goal: float, tell: Tell) -> Text:
    part, whole = counts
    share = part / whole if whole else 1.0
    reached = tell("reached") if share >= goal else tell("not reached")
    line = tell("{part} of {whole} = {share} (goal {goal}: {reached})", part=part, whole=whole, share=f"{share:.1%}",
                goal=f"{goal:.0%}", reached=reached)  # fmt: skip
    return Text(tell("{what}: {line}", what=what, line=line), style="green" if share >= goal else "red")


def _shown(text: str) -> str:
    return safe(text, longest_word=_LONGEST_TEXT)[:_LONGEST_TEXT]
