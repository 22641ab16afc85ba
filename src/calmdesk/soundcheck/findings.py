"""Judges what was measured: a few plain findings, what matters most first.

Figures marked *measured* come from the shipped model on the client of the shipped call « insultes » (word error rate
1.2 % as it is), made quieter, noisier or louder; real lines and larger models differ, the order of things does not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from calmdesk.call.events import Side
from calmdesk.soundcheck.steps import Result, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from calmdesk.audio.echo import Echo
    from calmdesk.audio.sound_report import SoundReport


class Severity(IntEnum):
    """How bad it is; a problem makes the check fail."""

    OK = 0
    WARNING = 1
    PROBLEM = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. ``kind`` names its texts in ``soundcheck.toml``, which may name the ``details``."""

    severity: Severity
    kind: str
    details: Mapping[str, float] = field(default_factory=dict)
    side: Side = Side.CLIENT


KINDS: Final[Mapping[str, frozenset[str]]] = {
    "no_sound": frozenset(),
    "muted": frozenset(),
    "lost": frozenset({"seconds"}),
    "clipped": frozenset({"percent"}),
    "noisy": frozenset({"level"}),
    "quiet": frozenset({"level"}),
    "hum": frozenset({"hertz", "level"}),
    "offset": frozenset({"percent"}),
    "desk_unheard": frozenset(),
    "no_voice": frozenset(),
    "only_desk": frozenset({"level"}),
    "only_echo": frozenset(),
    "alike": frozenset(),
    "far": frozenset({"difference"}),
    "faint": frozenset({"level"}),
    "drowned": frozenset({"ratio"}),
    "clear": frozenset({"level", "ratio"}),
    "no_words": frozenset(),
    "unsure": frozenset({"percent"}),
    "understood": frozenset({"words", "percent"}),
}
"""Every kind of finding, with its details."""

_ARRIVED = 0.5
"""Share of the time from which sound counts as arriving; a device that starts late needs some of it."""

_MUTED = 0.99
_VOICE_SECONDS = 0.4
"""Voiced sound from which there was a voice: about two syllables. Half of all speech is voiced."""

_LOST_SOME, _LOST_MUCH = 0.2, 1.0
"""Seconds: one block is a syllable, a second is a phrase."""

_CLIPPED_SOME, _CLIPPED_MUCH = 0.001, 0.03
"""Shares. Measured: 0.5 % cost nothing, 3 % three times the errors, 4.4 % nine times. The first says: turn it down."""

_NOISE_SOME, _NOISE_MUCH = -45.0, -35.0
"""dBFS. Above the first a distant voice drowns; above the second the gate against ghost words cannot tell any more."""

_PERFECT_SILENCE = -95.0
"""dBFS. Less than the last bit: what a loopback gives while nothing is played; not worth a line."""

_HUM_HEARD = -60.0
_HUM_RULES = 6.0
"""Hum is worth a word when it is audible, and not more than 6 dB under all of the noise: then it is most of it."""

_OFFSET = 0.05
"""Share of full scale. The recogniser takes it away; it tells of a voltage on the plug, and costs headroom."""

_FAINT, _TOO_FAINT = -45.0, -55.0
"""dBFS. Measured: no harm down to -55, at -60 eleven times the errors; a real voice wavers by 10 dB."""

_DROWNED_SOME, _DROWNED_MUCH = 15.0, 10.0
"""dB of the voice over the noise. Measured: 20 dB twice the errors, 15 three, 10 four, 5 twenty-six times."""

_FAR = -15.0
"""dB of the client against the desk: then the desk's words rule what is recognised, and levels set by them."""

_ALIKE = 0.6
"""Likeness from which both sides hear one voice; ``audio.echo`` tells what was measured."""

_SAME_PATH = 6.0
"""dB by which a voice's loudness on the two devices may differ from the desk's own when it is the desk."""

_SURE = 0.8
"""Mean confidence of the words. Measured: 0.98 on clear sound, 0.82 to 0.92 where every fourth word was wrong."""


def judge(results: Sequence[Result]) -> tuple[Finding, ...]:
    """Return what was found, the worst first. Steps that were left out are not judged."""
    if not results:
        return ()
    sides = [side for side in Side if side in results[0].reports]
    findings = [finding for side in sides for finding in _technical(side, results)]
    if not any(finding.kind in {"no_sound", "muted"} and finding.side is Side.CLIENT for finding in findings):
        findings += [*_noise(results), *_voices({result.stage: result for result in results})]
    return tuple(sorted(findings, key=lambda finding: -finding.severity))


def _technical(side: Side, results: Sequence[Result]) -> Iterator[Finding]:
    """Yield what is wrong with a device, whoever speaks."""
    reports = [result.reports[side] for result in results]
    worst = max(report.clipped for report in reports)
    lost = sum(report.lost for report in reports) if side is Side.CLIENT else 0.0
    offset = max(abs(report.offset) for report in reports)
    if any(result.reports[side].seconds < _ARRIVED * result.seconds for result in results):
        yield Finding(Severity.PROBLEM, "no_sound", side=side)
    elif all(report.muted > _MUTED for report in reports):
        yield Finding(Severity.PROBLEM, "muted", side=side)
    if worst >= _CLIPPED_SOME:
        yield Finding(_severity(worst >= _CLIPPED_MUCH), "clipped", {"percent": 100 * worst}, side)
    if lost >= _LOST_SOME:
        yield Finding(_severity(lost >= _LOST_MUCH), "lost", {"seconds": lost}, side)
    if offset >= _OFFSET:
        yield Finding(Severity.WARNING, "offset", {"percent": 100 * offset}, side)


def _noise(results: Sequence[Result]) -> Iterator[Finding]:
    report, level = _quietest(results)
    if level > _NOISE_SOME:
        yield Finding(_severity(level > _NOISE_MUCH), "noisy", {"level": level})
    elif level > _PERFECT_SILENCE:
        yield Finding(Severity.OK, "quiet", {"level": level})
    hum = report.hum
    if hum and hum.level > max(_HUM_HEARD, level - _HUM_RULES):
        yield Finding(Severity.WARNING, "hum", {"hertz": hum.hertz, "level": hum.level})


def _quietest(results: Sequence[Result]) -> tuple[SoundReport, float]:
    """Return the report that tells of the noise, and how loud that is: measured in silence where somebody kept it."""
    silence = next((result.client for result in results if result.stage is Stage.SILENCE), None)
    if silence:
        return silence, silence.usual
    report = min((result.client for result in results), key=lambda report: report.floor)
    return report, report.floor


def _voices(by_stage: Mapping[Stage, Result]) -> Iterator[Finding]:
    """Yield what is to be said of who was heard."""
    desk = by_stage.get(Stage.DESK)
    if desk and Side.DESK in desk.reports and not _has_voice(desk.reports[Side.DESK]):
        yield Finding(Severity.WARNING, "desk_unheard", side=Side.DESK)
    result = by_stage.get(Stage.CLIENT) or by_stage.get(Stage.ANYBODY)
    if result is None:
        return
    own = desk.client.voice if desk and _has_voice(desk.client) else None
    voice = result.client.voice
    if voice is None or not _has_voice(result.client):
        yield _nobody(own)
        return
    echo = result.echo and _echo(result.echo, desk.echo if desk else None)
    if echo:
        yield echo
    if echo and echo.severity is Severity.PROBLEM:
        return
    # Where the client's noise comes with the client, as on a loopback, silence before the call says nothing of it.
    noise = max(_quietest(list(by_stage.values()))[1], result.client.floor)
    yield from _voice(voice, voice - noise)
    if own is not None and voice - own < _FAR:
        yield Finding(Severity.WARNING, "far", {"difference": own - voice})
    yield _words(result)


def _nobody(desk: float | None) -> Finding:
    """Return the finding for a client who was not heard: is the desk, at ``desk`` dBFS?"""
    if desk is None:
        return Finding(Severity.PROBLEM, "no_voice")
    return Finding(Severity.PROBLEM, "only_desk", {"level": desk})


def _voice(level: float, ratio: float) -> Iterator[Finding]:
    faint, drowned = level < _FAINT, ratio < _DROWNED_SOME
    if faint:
        yield Finding(_severity(level < _TOO_FAINT), "faint", {"level": level})
    if drowned:
        yield Finding(_severity(ratio < _DROWNED_MUCH), "drowned", {"ratio": ratio})
    if not (faint or drowned):
        yield Finding(Severity.OK, "clear", {"level": level, "ratio": ratio})


def _words(result: Result) -> Finding:
    words = result.words.get(Side.CLIENT, ())
    if not words:
        return Finding(Severity.PROBLEM, "no_words")
    confidence = sum(word.confidence for word in words) / len(words)
    if confidence < _SURE:
        return Finding(Severity.WARNING, "unsure", {"percent": 100 * confidence})
    return Finding(Severity.OK, "understood", {"words": len(words), "percent": 100 * confidence})


def _has_voice(report: SoundReport) -> bool:
    return report.voice_seconds >= _VOICE_SECONDS


def _echo(echo: Echo, own: Echo | None) -> Finding | None:
    """Return what follows from both devices hearing one voice: it is the desk's where it is louder on the desk's side.

    How much louder was measured while the desk spoke (``own``); a client on the loudspeaker comes another way. Devices
    that hear all alike are perhaps one device.
    """
    known = own if own and own.likeness >= _ALIKE else None
    if echo.likeness < _ALIKE:
        return None
    if max(abs(echo.lead), abs(known.lead) if known else 0.0) < _SAME_PATH:
        return Finding(Severity.WARNING, "alike")
    desk = abs(echo.lead - known.lead) < _SAME_PATH if known else echo.lead > _SAME_PATH
    return Finding(Severity.PROBLEM, "only_echo") if desk else None


def _severity(much: bool) -> Severity:  # noqa: FBT001  # a comparison, passed on as it is
    return Severity.PROBLEM if much else Severity.WARNING
