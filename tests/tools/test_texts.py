from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

    Tool = Callable[[str], ModuleType]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Ah, enfin ! Ça fait vingt-cinq minutes.", ["ah enfin", "ça fait vingt cinq minutes"]),
        ("J\u2019ai rendez-vous cet après-midi…", ["j'ai rendez-vous cet après-midi"]),
        ("« Ouais… (soupir) bon »", ["ouais", "bon"]),
        ("ça coûte 40 €", []),
    ],
)
def test_sentences_are_written_as_a_recogniser_hears_them(tool: Tool, written: str, heard: list[str]) -> None:
    """What the model learns looks like what it will write: no capitals, signs or figures."""
    assert tool("texts").normalise(written) == heard


@given(text=st.text(alphabet="aÉ'’- .,!?…«»0œ\t()\n€ß", max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_but_words_comes_out(tool: Tool, text: str) -> None:
    """No odd punctuation makes a word that nobody can say."""
    for sentence in tool("texts").normalise(text):
        assert re.fullmatch(r"[a-zéœ'-]+( [a-zéœ'-]+)*", sentence)


def test_cases_and_calls_are_the_sources(tool: Tool, tmp_path: Path) -> None:
    """A phrasebook's author who adds a case adds it to the next model."""
    texts = tool("texts")
    (tmp_path / "waiting.toml").write_text(
        'family = "waiting"\nmatch = ["ça fait une heure", {text = "je poireaute", also = ["insult"]}]\n'
        'no_match = ["il attend dehors"]\n',
        encoding="utf8",
    )
    script = {"turns": [{"speaker": "desk", "text": "Bonjour !"}, {"speaker": "client", "text": "Allô ?"}]}
    (tmp_path / "call.json").write_text(json.dumps(script), encoding="utf8")
    learned, held_out = texts.gather(tmp_path, tmp_path, templates=0)
    assert {s.text for s in learned if s.source == "case"} == {"ça fait une heure", "je poireaute", "il attend dehors"}
    assert [s.text for s in learned if s.source == "call"] == ["bonjour", "allô"]
    assert held_out == []


def test_held_out_cases_are_not_learned(tool: Tool, repository: Path) -> None:
    """Measuring on sentences the language model has read would flatter it."""
    texts = tool("texts")
    cases = repository / "phrasebooks" / "fr" / "cases"
    learned, held_out = texts.gather(cases, repository / "calls", templates=10)
    assert len(learned) > 10 * len(held_out) > 0
    again, _ = texts.gather(cases, repository / "calls", templates=10)
    assert again == learned


def test_templates_leave_no_slot_open(tool: Tool) -> None:
    """Every list a template names exists."""
    made = list(tool("texts").own_texts(templates=3000, seed=3))
    assert not [sentence for sentence in made if "{" in sentence]
    assert len(set(made)) > 2500


def test_a_limit_takes_sentences_from_everywhere(tool: Tool) -> None:
    """A short build still reads every source."""
    texts = tool("texts")
    sentences = [texts.Sentence("case" if i < 500 else "own", f"un deux trois {i}") for i in range(1000)]
    kept = texts.spread(sentences, 20)
    assert len(kept) == 20
    assert {sentence.source for sentence in kept} == {"case", "own"}


def test_sentences_survive_their_file(tool: Tool, tmp_path: Path) -> None:
    """What one step writes the next one reads."""
    texts = tool("texts")
    sentences = [texts.Sentence("own", "ça va hein"), texts.Sentence("case", "l'œil de mon chat")]
    texts.write(tmp_path / "sentences.tsv", sentences)
    assert texts.read(tmp_path / "sentences.tsv") == sentences
