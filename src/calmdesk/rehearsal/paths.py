"""Follows every branch of a scenario: all is reached, nothing goes round in circles, both ways end as they should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.rehearsal.scenario import Ending, Kind, Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calmdesk.phrasebook.table import Table
    from calmdesk.rehearsal.scenario import Scenario


def check_paths(scenario: Scenario, places: Mapping[str, Table]) -> None:
    """Note what is wrong with the branches; all of them lead to a turn or an end.

    Args:
        scenario: has turns and ends.
        places: where each turn and end is written, by name.
    """
    if _check_circles(scenario, places):
        return
    reached = _reached(scenario)
    for name, table in places.items():
        if name not in reached:
            table.wrong("id", "no answer leads to « {name} »", "lead a branch there, or take it out", name=name)
    _check_tension(scenario, places)
    first = places[scenario.opening.id]
    if _end(scenario, Tone.CALM).kind is not Kind.RESOLVED:
        first.wrong("calm", "calming answers all along do not lead to an end that is « resolved »")
    if _end(scenario, Tone.HARD).kind is Kind.RESOLVED:
        first.wrong("hard", "defensive answers all along lead to an end that is « resolved »")


def _check_circles(scenario: Scenario, places: Mapping[str, Table]) -> bool:
    """Note every branch that leads back to a turn on the way to it; return whether there is one."""
    found = False
    finished: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        nonlocal found
        for key, target in scenario.turns[name].leads_to if name in scenario.turns else ():
            if target in (*way, name):
                says = "« {key} » leads back to « {name} »: the talk might never end"
                places[name].wrong(key, says, "lead it on to another turn, or to an end", name=target)
                found = True
            elif target not in finished:
                visit(target, (*way, name))
        finished.add(name)

    for name in scenario.turns:
        if name not in finished:
            visit(name, ())
    return found


def _reached(scenario: Scenario) -> set[str]:
    reached: set[str] = set()
    waiting = [scenario.opening.id]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [target for _, target in scenario.turns[name].leads_to] if name in scenario.turns else []
    return reached


def _check_tension(scenario: Scenario, places: Mapping[str, Table]) -> None:
    """Note answers that do the reverse of what they should."""
    for turn in scenario.turns.values():
        calm, hard = scenario.turns.get(turn.calm), scenario.turns.get(turn.hard)
        if calm and calm.tension > turn.tension:
            places[turn.id].wrong("calm", "a calming answer leads to a client who is tenser than before")
        if hard and hard.tension < turn.tension:
            places[turn.id].wrong("hard", "a defensive answer leads to a client who is calmer than before")


def _end(scenario: Scenario, tone: Tone) -> Ending:
    """Return where answers that are always of the same kind lead."""
    name = scenario.opening.id
    while name in scenario.turns:
        name = getattr(scenario.turns[name], tone)
    return scenario.ends[name]
