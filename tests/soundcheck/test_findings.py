"""What is said of which sound; the figures are those of a desk, the sentences stand in soundcheck.toml."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.audio.echo import Echo
from calmdesk.audio.sound_report import Hum, SoundReport
from calmdesk.call.events import Side
from calmdesk.soundcheck.findings import KINDS, Severity, judge
from calmdesk.soundcheck.steps import Result, Stage
from soundcheck.made_up import QUIET, VOICE, WORDS, step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

SILENCE, DESK, CLIENT = (step(stage, report) for stage, report in zip(Stage, (QUIET, VOICE, VOICE), strict=False))
GOOD = (SILENCE, DESK, CLIENT)


def found(results: Sequence[Result], *, at_least: Severity = Severity.WARNING) -> dict[str, Severity]:
    """Return the kinds of what was found that is no praise, with how bad they are."""
    return {finding.kind: finding.severity for finding in judge(results) if finding.severity >= at_least}


def test_a_clear_line_is_praised_and_nothing_else() -> None:
    """Silence, desk and client as they should be: three good findings."""
    assert found(GOOD) == {}
    assert set(found(GOOD, at_least=Severity.OK)) == {"quiet", "clear", "understood"}


def test_only_the_desk_is_heard() -> None:
    """The receptionist is on a headset, the client is not on the loudspeaker: the commonest mistake."""
    alone = step(Stage.CLIENT, replace(QUIET, seconds=8))
    assert found((SILENCE, DESK, alone)) == {"only_desk": Severity.PROBLEM}


def test_nobody_is_heard() -> None:
    """Neither desk nor client: another microphone is meant."""
    alone = [step(stage, replace(QUIET, seconds=8)) for stage in (Stage.DESK, Stage.CLIENT)]
    assert found((SILENCE, *alone)) == {"no_voice": Severity.PROBLEM}
    assert found((step(Stage.ANYBODY, QUIET),)) == {"no_voice": Severity.PROBLEM}


def test_only_the_client_is_heard_as_it_should_be() -> None:
    """A loopback device hears the client and never the desk."""
    assert found((SILENCE, step(Stage.DESK, QUIET), CLIENT)) == {}


def test_a_word_in_passing_is_no_voice() -> None:
    """A quarter of a second of voice, next door, is not the client."""
    short = step(Stage.CLIENT, replace(VOICE, voice_seconds=0.25))
    assert "only_desk" in found((SILENCE, DESK, short))


@pytest.mark.parametrize(
    ("voice", "severity"), [(-40, None), (-47, Severity.WARNING), (-56, Severity.PROBLEM), (-70, Severity.PROBLEM)]
)
def test_a_faint_voice(voice: float, severity: Severity | None) -> None:
    """Down to -45 dBFS all is well; at -56 words begin to get lost."""
    quiet, client = replace(QUIET, usual=-85, floor=-86), replace(VOICE, voice=voice, floor=-86)
    results = step(Stage.SILENCE, quiet), step(Stage.CLIENT, client)
    assert found(results).get("faint") == severity


@pytest.mark.parametrize(("ratio", "severity"), [(20, None), (12, Severity.WARNING), (9, Severity.PROBLEM)])
def test_a_voice_in_noise(ratio: float, severity: Severity | None) -> None:
    """15 dB over the noise are needed, under 10 it is useless."""
    results = SILENCE, step(Stage.CLIENT, replace(VOICE, voice=QUIET.usual + ratio))
    assert found(results).get("drowned") == severity


def test_noise_that_comes_with_the_client_counts() -> None:
    """A loopback is perfectly silent before the call; the noise of the client's line is measured in the call."""
    loopback = step(Stage.SILENCE, replace(QUIET, muted=1.0, usual=-120, floor=-120))
    assert "drowned" in found((loopback, step(Stage.CLIENT, replace(VOICE, floor=-35))))
    assert found((loopback, CLIENT), at_least=Severity.OK).keys() == {"clear", "understood"}


@pytest.mark.parametrize(("usual", "severity"), [(-50, None), (-40, Severity.WARNING), (-30, Severity.PROBLEM)])
def test_a_noisy_room(usual: float, severity: Severity | None) -> None:
    """A waiting room is a warning, a dryer beside the microphone a problem."""
    loud = step(Stage.SILENCE, replace(QUIET, usual=usual)), step(Stage.CLIENT, replace(VOICE, voice=-5))
    assert found(loud).get("noisy") == severity


def test_the_client_is_far_weaker_than_the_desk() -> None:
    """The telephone's loudspeaker at the other end of the desk."""
    assert "far" in found((SILENCE, DESK, step(Stage.CLIENT, replace(VOICE, voice=-41))))
    assert "far" not in found((SILENCE, DESK, step(Stage.CLIENT, replace(VOICE, voice=-38))))


@pytest.mark.parametrize(("clipped", "severity"), [(0.0005, None), (0.005, Severity.WARNING), (0.05, Severity.PROBLEM)])
def test_sound_that_is_cut_off(clipped: float, severity: Severity | None) -> None:
    """A thousandth is told, three hundredths cost words."""
    assert found((SILENCE, step(Stage.CLIENT, replace(VOICE, clipped=clipped)))).get("clipped") == severity


@pytest.mark.parametrize(("lost", "severity"), [(0.0, None), (0.1, Severity.WARNING), (0.5, Severity.PROBLEM)])
def test_lost_sound_adds_up(lost: float, severity: Severity | None) -> None:
    """What is lost in each of the steps is told together."""
    assert found([replace_client(each, lost=lost) for each in GOOD]).get("lost") == severity


def replace_client(result: Result, **changes: float) -> Result:
    """Return a result with another report."""
    return replace(result, reports={Side.CLIENT: replace(result.client, **changes)})  # type: ignore[arg-type]  # floats only


def test_a_muted_device_is_told_as_nothing_else() -> None:
    """Perfect silence all the time is a switch or a permission; that nobody is heard goes without saying."""
    silent = SoundReport(seconds=8, rms=-120, peak=-120, floor=-120, usual=-120, muted=1.0)
    assert found([step(stage, silent) for stage in (Stage.SILENCE, Stage.DESK, Stage.CLIENT)]) == {
        "muted": Severity.PROBLEM
    }


def test_sound_that_does_not_come_or_stops_coming() -> None:
    """Unplugged before or in the midst of the check."""
    gone = Result(Stage.CLIENT, 8.0, {Side.CLIENT: replace(VOICE, seconds=1.0)})
    assert found((SILENCE, DESK, gone)) == {"no_sound": Severity.PROBLEM}


def test_hum_is_told_where_it_is_most_of_the_noise() -> None:
    """A hum nobody hears beside the fan is not worth a line."""
    for level, told in ((-61, False), (-55, True)):
        humming = step(Stage.SILENCE, replace(QUIET, usual=-54, hum=Hum(level, 50)))
        assert ("hum" in found((humming, CLIENT))) is told


def test_a_voltage_on_the_plug() -> None:
    """An adapter for another socket."""
    assert "offset" in found((SILENCE, step(Stage.CLIENT, replace(VOICE, offset=-0.08))))


def test_words_that_are_not_recognised() -> None:
    """A voice without words is music, or another language; unsure words are told with how unsure."""
    wordless = replace(CLIENT, words={})
    unsure = replace(CLIENT, words={Side.CLIENT: tuple(replace(word, confidence=0.5) for word in WORDS)})
    assert found((SILENCE, wordless)) == {"no_words": Severity.PROBLEM}
    assert found((SILENCE, unsure)) == {"unsure": Severity.WARNING}


OWN = Echo(likeness=0.95, lead=20, lag=0.1)


@pytest.mark.parametrize(
    ("echo", "kind"),
    [
        (Echo(0.9, 19, 0.1), "only_echo"),
        (Echo(0.9, -12, 0.0), None),
        (Echo(0.2, 19, 0.1), None),
        (None, None),
    ],
)
def test_the_client_s_device_hears_only_the_echo_of_the_desk(echo: Echo | None, kind: str | None) -> None:
    """The same voice on both sides, as loud on each as the desk's own was: nobody else was there."""
    results = SILENCE, step(Stage.DESK, VOICE, VOICE, echo=OWN), step(Stage.CLIENT, VOICE, VOICE, echo=echo)
    assert set(found(results)) == ({kind} if kind else set())


def test_an_echo_without_guidance() -> None:
    """Where it was not measured how the desk sounds on both, the louder side is where the voice is."""
    for lead, kinds in ((15.0, {"only_echo"}), (0.0, {"alike"}), (-15.0, set())):
        assert set(found((step(Stage.ANYBODY, VOICE, VOICE, echo=Echo(0.9, lead, 0.0)),))) == kinds


def test_one_microphone_given_twice() -> None:
    """Two names of one device hear everything alike; that is no echo."""
    same = Echo(1.0, 0.0, 0.0)
    results = SILENCE, step(Stage.DESK, VOICE, VOICE, echo=same), step(Stage.CLIENT, VOICE, VOICE, echo=same)
    assert set(found(results)) == {"alike"}


def test_a_desk_device_that_does_not_hear_the_desk() -> None:
    """The headset's microphone is muted, or another one was chosen; findings say whose device they are about."""
    findings = judge((step(Stage.DESK, VOICE, QUIET), step(Stage.CLIENT, VOICE, QUIET)))
    assert [finding.side for finding in findings if finding.kind == "desk_unheard"] == [Side.DESK]
    loud = judge((step(Stage.CLIENT, VOICE, replace(VOICE, clipped=0.5)),))
    assert [finding.side for finding in loud if finding.kind == "clipped"] == [Side.DESK]


def test_nothing_measured_is_nothing_found() -> None:
    """Who quits at once is told nothing."""
    assert judge(()) == ()
    assert found((SILENCE,), at_least=Severity.OK) == {"quiet": Severity.OK}


def reports() -> SearchStrategy[SoundReport]:
    """Return any report."""
    level, share = st.floats(-120, 0), st.floats(0, 1)
    hum = st.none() | st.builds(Hum, level, st.sampled_from([50, 60]))
    return st.builds(
        SoundReport, st.floats(0, 9), level, level, level, level, st.none() | level, share, share, share, share, hum
    )


@given(st.lists(st.tuples(st.sampled_from(Stage), reports(), reports()), max_size=4, unique_by=lambda each: each[0]))
def test_whatever_was_measured_is_judged(measured: list[tuple[Stage, SoundReport, SoundReport]]) -> None:
    """Worst first, each kind with the details that its sentence may name."""
    findings = judge([Result(stage, 8.0, {Side.CLIENT: client, Side.DESK: desk}) for stage, client, desk in measured])
    assert sorted(findings, key=lambda finding: -finding.severity) == list(findings)
    assert all(finding.details.keys() == KINDS[finding.kind] for finding in findings)
