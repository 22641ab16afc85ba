"""A call retold decision by decision, as lines to read or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.advice.decision import Decision, Outcome
from calmdesk.call.text import safe
from calmdesk.messages import say
from calmdesk.overlay.style import clock

if TYPE_CHECKING:
    from calmdesk.overlay.labels import Labels

OUTCOMES = {
    Outcome.SHOWN: "shown: {card}",
    Outcome.LESS_URGENT: "held back: {stands} is more urgent and only just there",
    Outcome.BEING_READ: "held back: {stands} is still being read",
    Outcome.COOLDOWN: "held back: the same subject had a card a moment ago",
    Outcome.MAXIMUM: "held back: this subject has had all its cards",
    Outcome.ALL_SAID: "held back: every sentence that fits has been said",
    Outcome.ALARM_STANDS: "held back: the alarm {stands} stands until it is dealt with",
    Outcome.TOGETHER: "held back: {stands} answers something more urgent of the same moment",
    Outcome.READ_ALOUD: "passed over: the desk read the card aloud",
    Outcome.SAID: "said: {card}",
    Outcome.DISMISSED: "dealt with: {card}",
    Outcome.WRONG: "called wrong: {card}",
    Outcome.STEPPED_BACK: "the alarm steps back: {card}",
    Outcome.CAME_DOWN: "the ladder comes down: no such remark for a while",
}
RULES = {
    "broken_record": "the same request again: one sentence, repeated calmly",
    "closing": "softened again: sum up, confirm, thank",
    "again": "each of its sentences has been said: the same limit again, on purpose",
    "another": "another sentence was asked for",
    "named": "the same sentence, with a name that is known now",
    "long_talk": "the client has been talking for long",
    "connection": "nothing has been wrong for a while",
}
KEY = (
    "urgency: from 0, the highest, to 4",
    "rung: 1 ignore, 2 indirect remark, 3 direct request, 4 warning, 5 end of the call",
)
"""What the numbers mean, told before the first decision."""

_LONGEST = 400
"""Characters of a word in a text that may hold anything."""


def facts(decision: Decision) -> dict[str, object]:
    """Return a decision's facts, for programs."""
    cue, card = decision.cue, decision.card
    return {
        "at": round(decision.at, 3),
        "outcome": decision.outcome.value,
        "rule": decision.rule,
        "family": cue.family if cue else None,
        "words": list(cue.words) if cue else [],
        "phrase": cue.phrase if cue else None,
        "score": round(cue.score, 3) if cue else None,
        "tier_before": decision.tier_before,
        "tier_after": decision.tier_after,
        "rung_before": decision.rung_before,
        "rung": decision.rung,
        "card": card.card if card else None,
        "say": card.say if card else None,
        "stands": decision.stands or None,
    }


def heading(lang: str) -> list[str]:
    """Return the lines that come before the first decision: what the numbers mean."""
    return [*(say(line, {}, lang) for line in KEY), ""]


def as_lines(decision: Decision, labels: Labels, lang: str) -> list[str]:
    """Return a decision as lines to read: what was said, what became of it, how urgency and rung moved."""
    time = clock(decision.at)
    margin = " " * (len(time) + 2)
    card = decision.card.card if decision.card else decision.rule
    lines = [say(OUTCOMES[decision.outcome], {"card": card, "stands": decision.stands}, lang)]
    if decision.cue:
        words = {"family": labels.title(decision.cue.family), "words": " ".join(decision.cue.words)}
        lines.insert(0, say("{family}: « {words} »", words, lang))
    if decision.rule in RULES:
        lines.append(say(RULES[decision.rule], {}, lang))
    if decision.card and decision.outcome is Outcome.SHOWN:
        lines.append(f"« {safe(decision.card.say, longest_word=_LONGEST)} »")
    if moves := _moves(decision, lang):
        lines.append(moves)
    return [f"{time}  {lines[0]}", *(margin + line for line in lines[1:])]


def _moves(decision: Decision, lang: str) -> str:
    """Return how the urgency and the rung moved; empty where neither did."""
    moves = []
    if decision.tier_before != decision.tier_after:
        tiers = {"before": _tier(decision.tier_before), "after": _tier(decision.tier_after)}
        moves.append(say("urgency: {before} → {after}", tiers, lang))
    if decision.rung_before != decision.rung:
        moves.append(say("rung: {before} → {after}", {"before": decision.rung_before, "after": decision.rung}, lang))
    return " · ".join(moves)


def _tier(tier: int | None) -> str:
    return "–" if tier is None else str(tier)
