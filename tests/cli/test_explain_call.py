from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from calmdesk.advice.decision import Outcome
from calmdesk.call.events import Final, Side
from calmdesk.cli.retell import KEY, OUTCOMES, RULES
from calmdesk.messages import catalogue
from calmdesk.speech.heard_file import HeardWriter
from cli.conftest import ROOT, lines

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

CALL = (
    (5.0, "ça fait une heure que j'attends"),
    (12.0, "vous êtes vraiment nul"),
    (14.0, "ça fait une heure que j'attends"),
    (25.0, "vous êtes vraiment nul"),
    (28.0, "excusez-moi je me suis énervé"),
    (36.0, "mon chien il ne respire plus"),
    (45.0, "vous êtes vraiment nul"),
    (50.0, "mon chien il ne respire plus"),
    (190.0, "vous êtes vraiment nul"),
)


@pytest.fixture
def call(tmp_path: Path) -> Path:
    """Keep a call in which much is held back, as ``--save-heard`` does."""
    path = tmp_path / "appel.jsonl"
    with HeardWriter(path) as writer:
        for number, (at, text) in enumerate(CALL):
            writer.write(Final(at, text, number, side=Side.CLIENT))
    return path


def retold(done: subprocess.CompletedProcess[str]) -> list[tuple[float, str, str | None]]:
    """Return time, outcome and card of each decision told as JSON."""
    return [(each["at"], each["outcome"], each["card"]) for each in lines(done)]


def test_a_call_is_retold_decision_by_decision(calmdesk: Run, call: Path) -> None:
    """What was shown, what was held back and why, how urgency and ladder moved: in the order of the call."""
    told = lines(calmdesk("explain", "--call", str(call), "--json"))
    assert [(each["at"], each["family"], each["outcome"]) for each in told] == [
        (5.0, "waiting", "shown"),
        (12.0, "insult", "shown"),
        (14.0, "waiting", "cooldown"),
        (25.0, "insult", "shown"),
        (28.0, "calming", "less urgent"),
        (36.0, "emergency", "shown"),
        (45.0, "insult", "alarm stands"),
        (50.0, "emergency", "cooldown"),
        (pytest.approx(80.0, abs=0.2), None, "stepped back"),
        (pytest.approx(105.0, abs=0.2), None, "came down"),
        (190.0, "insult", "shown"),
    ]
    assert [each["rung"] for each in told] == [0, 1, 1, 2, 1, 1, 1, 1, 1, 0, 1]
    assert [each["tier_after"] for each in told] == [3, 1, 1, 1, 1, 0, 0, 0, None, None, 1]


def test_each_decision_says_what_it_was_made_of(calmdesk: Run, call: Path) -> None:
    """For programs: the cue's words, phrase and score, tier and rung before and after, the card and its sentence."""
    first, insult, held, *_ = lines(calmdesk("explain", "--call", str(call), "--json"))
    assert set(first) == {
        *("at", "outcome", "rule", "family", "words", "phrase", "score", "tier_before", "tier_after"),
        *("rung_before", "rung", "card", "say", "stands"),
    }
    assert {"une", "heure"} <= set(first["words"]) <= set(CALL[0][1].split())
    assert (first["card"], first["tier_before"]) == ("waiting.1", None)
    assert (held["card"], held["say"], held["stands"]) == (None, None, insult["card"])


def test_as_text_it_is_a_story_in_french(calmdesk: Run, call: Path) -> None:
    """A trainer reads it from top to bottom: time, the client's words, what became of them, the sentence."""
    done = calmdesk("explain", "--call", str(call))
    assert done.returncode == 0
    story = done.stdout
    assert story.startswith("urgence : de 0, la plus haute, à 4\nmarche : 1 ignorer")
    assert re.search(
        r"00:05  Attente : « [^»]*une heure que[^»]* »\n       montrée : waiting\.1\n       « [^»]+ »\n", story
    )
    assert "retenue : l'alerte emergency.1 reste jusqu'à ce qu'elle soit vue" in story
    assert re.search(r"retenue : insult\.\d+, plus urgente, vient d'arriver", story)
    assert "urgence : 1 → 0" in story
    assert "marche : 1 → 2" in story
    assert "la marche redescend" in story
    assert "held back" not in story


def test_a_call_retold_is_the_call_that_was_replayed(calmdesk: Run, tmp_path: Path) -> None:
    """The cards of the retelling are those of the screen, at the same moments; through the real model."""
    kept = tmp_path / "insultes.jsonl"
    recording = str(ROOT / "calls" / "insultes.wav")
    shown = lines(calmdesk("replay", recording, "--format", "jsonl", "--desk", "--save-heard", str(kept)))
    cards = [(event["at"], "shown", event["card"]) for event in shown if event["type"] == "card"]
    told = retold(calmdesk("explain", "--call", str(kept), "--json"))
    assert [each for each in told if each[1] == "shown"] == cards
    again = lines(calmdesk("replay", str(kept), "--format", "jsonl"))
    own = [event for event in shown if event["type"] in {"wording", "said"}]
    assert own
    assert [event for event in again if event["type"] in {"wording", "said"}] == own


def test_a_call_without_a_cue_says_so(calmdesk: Run, tmp_path: Path) -> None:
    """An empty page would look like a mistake."""
    path = tmp_path / "appel.jsonl"
    with HeardWriter(path) as writer:
        writer.write(Final(2.0, "bonjour c'est pour un vaccin", 0))
    assert calmdesk("explain", "--call", str(path)).stdout.startswith("rien n'a été repéré")
    assert calmdesk("explain", "--call", str(path), "--json").stdout == ""


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["explain"], 2, "explain --call"),
        (["explain", "bonjour", "--call", "x.jsonl"], 2, "explain --call"),
        (["explain", "--call", "nowhere.jsonl"], 6, "nowhere.jsonl"),
    ],
)
def test_a_mistake_is_said(calmdesk: Run, args: list[str], code: int, said: str) -> None:
    """Neither a sentence nor a call, both, or a call that is not there."""
    done = calmdesk(*args)
    assert done.returncode == code
    assert said in done.stderr


def test_every_outcome_and_rule_can_be_told_in_french() -> None:
    """Nothing of a call is retold in English, or not at all."""
    assert set(OUTCOMES) == set(Outcome)
    assert set(RULES) == {"broken_record", "closing", "again", "another", "named", "long_talk", "connection"}
    french = catalogue("fr")
    assert [text for text in (*OUTCOMES.values(), *RULES.values(), *KEY) if text not in french] == []


def say_at(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """Return the card shown first."""
    return next(event for event in lines(done) if event["type"] == "card")


def test_the_names_told_on_the_command_line_are_said(calmdesk: Run, tmp_path: Path) -> None:
    """--animal, --client-name and the clinic's settings: the sentence on the screen says them."""
    kept = tmp_path / "appel.jsonl"
    with HeardWriter(kept) as writer:
        writer.write(Final(5.0, "mon chien il ne respire plus", 0))
    assert "Rex" not in say_at(calmdesk("replay", str(kept), "--format", "jsonl"))["say"]
    assert "Rex" in say_at(calmdesk("replay", str(kept), "--format", "jsonl", "--animal", "Rex"))["say"]


@pytest.mark.parametrize("option", ["--animal", "--client-name"])
def test_a_name_nobody_can_say_is_refused(calmdesk: Run, option: str) -> None:
    """Eighty characters fit into a sentence; more were pasted there by mistake."""
    done = calmdesk("demo", "--lang", "fr", option, "x" * 81)
    assert done.returncode == 2
    assert f"{option} dépasse 80 caractères" in done.stderr


def test_wrong_settings_stop_the_call_before_it_begins(calmdesk: Run, call: Path) -> None:
    """File and line, in French, with an exit code of its own: not in the middle of a sentence."""
    settings = call.with_name("settings.toml")
    settings.write_text("[clinic]\nvet = 1\n", encoding="utf-8")
    done = calmdesk("replay", "--lang", "fr", str(call), CALMDESK_SETTINGS=str(settings))
    assert done.returncode == 8
    assert f"{settings}:2: vet est un texte" in done.stderr
    assert json.dumps(done.stdout) == '""'
