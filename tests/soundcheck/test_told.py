"""How a check ends: findings with advice for people, one object for programs, a verdict that is never too kind."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from calmdesk.audio.echo import Echo
from calmdesk.call.events import Side, Word
from calmdesk.overlay.labels import shipped_labels
from calmdesk.overlay.style import Style
from calmdesk.soundcheck.findings import judge
from calmdesk.soundcheck.steps import Result, Stage
from calmdesk.soundcheck.texts import texts_of
from calmdesk.soundcheck.told import Outcome, facts, rows
from soundcheck.made_up import QUIET, VOICE, step

if TYPE_CHECKING:
    from collections.abc import Sequence

GOOD = step(Stage.SILENCE, QUIET), step(Stage.DESK, VOICE), step(Stage.CLIENT, VOICE)
ALONE = (*GOOD[:2], step(Stage.CLIENT, replace(QUIET, seconds=8)))
FAR = (*GOOD[:2], step(Stage.CLIENT, replace(VOICE, voice=-41)))
DEVICES = {Side.CLIENT: "Jabra \x1b[31mEvolve", Side.DESK: "Headset"}
STYLE = Style(shipped_labels("fr"))


def outcome(results: Sequence[Result]) -> Outcome:
    """Return the outcome of a check on one device."""
    return Outcome(results, judge(results), {Side.CLIENT: DEVICES[Side.CLIENT]}, "a model")


def shown(results: Sequence[Result], width: int = 100, style: Style = STYLE) -> list[str]:
    """Return the lines that are printed, in French, on Linux."""
    return ["".join(text for text, _ in row) for row in rows(outcome(results), texts_of("fr", "linux"), style, width)]


@pytest.mark.parametrize(
    ("results", "good", "verdict"),
    [
        (GOOD, True, "Tout est prêt"),
        (FAR, True, "à améliorer"),
        (ALONE, False, "À corriger"),
        (GOOD[:2], False, "Le client n'a pas été écouté"),
        ((), False, "Le client n'a pas été écouté"),
    ],
)
def test_the_verdict_is_the_last_line(results: Sequence[Result], good: bool, verdict: str) -> None:  # noqa: FBT001
    """All is well only when the client was listened for and nothing is wrong; the exit code follows."""
    assert outcome(results).good is good
    assert verdict in shown(results)[-1]


def test_the_worst_comes_first_with_what_can_be_done() -> None:
    """Whoever reads one line reads the one that matters; the advice below it is that of this system."""
    lines = shown(ALONE)
    assert lines[0].startswith("PROBLÈME On n'entend que l'accueil (-25 dBFS)")
    assert lines[1].startswith("  · Téléphone de bureau")
    assert any("Monitor" in line for line in lines)
    assert not any("VB-CABLE" in line for line in lines)


def test_words_that_are_not_sure_show_how_unsure() -> None:
    """« oui(43) »: the receptionist sees which words the recogniser guessed."""
    words = Word("bonjour", 20, 20.4, 0.98), Word("oui", 21, 21.2, 0.43)
    line = next(line for line in shown((*GOOD[:2], replace(GOOD[2], words={Side.CLIENT: words}))) if "Entendu" in line)
    assert line.endswith("bonjour oui(43)")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
@pytest.mark.parametrize("width", [20, 40, 80])
def test_it_fits_any_terminal(width: int, encoding: str) -> None:
    """No line is wider than the window, and a device's name plays no tricks."""
    for line in shown(ALONE, width, Style.fitting(encoding, shipped_labels("fr"))):
        assert cell_len(line) <= width
        assert line.isprintable()
        line.encode(encoding)


def test_programs_get_every_figure() -> None:
    """One JSON object with the findings' kinds and details, each step's levels, the words, and the echo."""
    echo = Echo(0.9123456, 20.0, 0.1)
    results = (replace(GOOD[2], reports={Side.CLIENT: VOICE, Side.DESK: VOICE}, echo=echo),)
    whole = Outcome(results, judge(results), DEVICES, "a model")
    found = json.loads(json.dumps(facts(whole, texts_of("en", "linux"))))
    assert found["ok"] is False
    assert found["findings"][0]["kind"] == "only_echo"
    assert found["findings"][0]["level"] == "problem"
    assert found["steps"][0]["echo"]["likeness"] == 0.9123
    assert found["steps"][0]["sound"]["desk"]["voice"] == -25
    assert [word["text"] for word in found["steps"][0]["words"]["client"]] == ["bonjour", "c'est", "madame"]
    assert found["devices"].keys() == {"client", "desk"}
