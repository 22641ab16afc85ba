"""The outcome of a check: rows for people, one JSON object for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from calmdesk.overlay.layout import Role, Row, words_of, wrap
from calmdesk.soundcheck.findings import Severity
from calmdesk.soundcheck.steps import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from calmdesk.call.events import Side, Word
    from calmdesk.overlay.style import Style
    from calmdesk.soundcheck.findings import Finding
    from calmdesk.soundcheck.steps import Result
    from calmdesk.soundcheck.texts import Labels, Texts

_ROLES = {Severity.OK: Role.BAR, Severity.WARNING: Role.SAY, Severity.PROBLEM: Role.ALARM}
_DOUBTFUL = 0.7
"""Confidence under which a word is marked in the list of what was heard."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check brought. ``devices`` are the names by side, ``model`` that of the speech model."""

    results: Sequence[Result]
    findings: Sequence[Finding]
    devices: Mapping[Side, str]
    model: str

    @property
    def complete(self) -> bool:
        """Whether it was listened for the client."""
        return any(result.stage in {Stage.CLIENT, Stage.ANYBODY} for result in self.results)

    @property
    def worst(self) -> Severity:
        """How bad it is."""
        return max((finding.severity for finding in self.findings), default=Severity.OK)

    @property
    def good(self) -> bool:
        """Whether calls can be answered so."""
        return self.complete and self.worst < Severity.PROBLEM

    def words(self, side: Side) -> tuple[Word, ...]:
        """Return all words heard on a side, in the order they were said."""
        return tuple(word for result in self.results for word in result.words.get(side, ()))


def rows(outcome: Outcome, texts: Texts, style: Style, width: int) -> list[Row]:
    """Return the findings with what can be done, then what was heard, within ``width`` cells."""
    return [row for line in _lines(outcome, texts) for row in _wrapped(line, style, width)]


def facts(outcome: Outcome, texts: Texts) -> dict[str, Any]:
    """Return the outcome as ``docs/soundcheck.md`` tells it for programs."""
    return {
        "ok": outcome.good,
        "model": outcome.model,
        "devices": dict(outcome.devices),
        "findings": [_finding(finding, outcome, texts) for finding in outcome.findings],
        "steps": [_step(result) for result in outcome.results],
    }


class _Line(NamedTuple):
    """A line of the report before it is wrapped: ``lead`` is looked at first, an ``advice`` is indented."""

    lead: str
    text: str
    role: Role = Role.FAINT
    advice: bool = False


def _lines(outcome: Outcome, texts: Texts) -> Iterator[_Line]:
    labels = texts.labels
    signs = {Severity.OK: labels.ok, Severity.WARNING: labels.warning, Severity.PROBLEM: labels.problem}
    for finding in outcome.findings:
        told = texts.tell(finding, outcome.devices[finding.side])
        yield _Line(signs[finding.severity], told.text, _ROLES[finding.severity])
        yield from (_Line("", line, advice=True) for line in told.advice)
    for side, device in outcome.devices.items():
        if words := outcome.words(side):
            yield _Line(f"{labels.heard} ({device}){labels.colon}", " ".join(map(_word, words)))
    yield _Line(_verdict(outcome, labels), "", Role.SAY)


def _verdict(outcome: Outcome, labels: Labels) -> str:
    if outcome.worst is Severity.PROBLEM:
        return labels.some_problems
    if not outcome.complete:
        return labels.nothing_checked
    return labels.all_well if outcome.worst is Severity.OK else labels.some_warnings


def _word(word: Word) -> str:
    """Return a word, with its confidence where that is low: « oui(43) »."""
    return word.text if word.confidence >= _DOUBTFUL else f"{word.text}({100 * word.confidence:.0f})"


def _wrapped(line: _Line, style: Style, width: int) -> list[Row]:
    """Return the rows of a line; those of an advice stand indented behind a dot."""
    words = [*words_of(style.text(line.lead), line.role), *words_of(style.text(line.text))]
    if not line.advice:
        return wrap(words, width, style.glyphs.ellipsis)
    dot, rest = f"  {style.glyphs.dot} ", "    "
    wrapped = wrap(words, max(1, width - len(rest)), style.glyphs.ellipsis)
    return [((rest if place else dot, Role.FAINT), *row) for place, row in enumerate(wrapped)]


def _finding(finding: Finding, outcome: Outcome, texts: Texts) -> dict[str, Any]:
    told = texts.tell(finding, outcome.devices[finding.side])
    return {
        "level": finding.severity.name.lower(),
        "kind": finding.kind,
        "side": finding.side,
        "details": {name: round(value, 2) for name, value in finding.details.items()},
        "text": told.text,
        "advice": list(told.advice),
    }


def _step(result: Result) -> dict[str, Any]:
    return {
        "step": result.stage,
        "seconds": result.seconds,
        "sound": {side: _rounded(asdict(report)) for side, report in result.reports.items()},
        "words": {side: [_rounded(asdict(word)) for word in words] for side, words in result.words.items()},
        "echo": _rounded(asdict(result.echo)) if result.echo else None,
    }


def _rounded(value: Any) -> Any:  # noqa: ANN401  # what JSON holds
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return round(value, 4) if isinstance(value, float) else value
