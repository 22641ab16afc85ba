"""Scenario files: what an author is told, and at which line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehearsal.made_up import SCENARIO, read


def line_of(text: str, part: str) -> int:
    """Return the number of the first line that holds ``part``."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_a_scenario_without_a_problem(tmp_path: Path) -> None:
    """All of it is there: the opening, a line's own family, the tension the author left out."""
    scenario, problems = read(tmp_path, SCENARIO)
    assert problems == []
    assert scenario.opening.says == "Ça fait une heure que j'attends !"
    assert (scenario.opening.family, scenario.opening.tension) == ("waiting", 2)
    assert scenario.turns["fache"].family == "insult"
    assert list(scenario.ends) == ["merci", "coupe"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('calm = "merci"\nhard = "fache"', 'calm = "mercy"\nhard = "fache"', "neither a turn nor an end"),
        ('family = "insult"', 'family = "insulte"', "unknown family « insulte »; did you mean « insult »?"),
        ('kind = "hung_up"', 'kind = "angry"', "« angry » is no kind of end"),
        ('id = "coupe"', 'id = "merci"', "« merci » is there twice"),
        ("tension = 3", "tension = 9", "must be a whole number from 0 to 4"),
        ("tension = 3", "tension = 1", "a defensive answer leads to a client who is calmer than before"),
        ('hard = "coupe"', 'hard = "opening"', "the talk might never end"),
        ('hard = "coupe"', 'hard = "fache"', "the talk might never end"),
        ('hard = "coupe"', 'hard = "merci"', "no answer leads to « coupe »"),
        ('hard = "coupe"', 'hard = "merci"', "defensive answers all along lead to an end that is « resolved »"),
        ('calm = "merci"\nhard = "fache"', 'calm = "coupe"\nhard = "fache"', "calming answers all along do not lead"),
        ('helps = ["un quart d\'heure"]', 'helps = ["(un quart"]', "« (un quart »"),
        ('helps = ["un quart d\'heure"]', 'helps = ["euh"]', "« euh »"),
        ('says = "Merci."', 'say = "Merci."', "the key « say » is not known here; did you mean « says »?"),
        ('says = "Merci."', 'says = " "', "« says » is missing"),
        ('title = "L\'attente"', "title = 3", "« title » must be a text"),
        ('presses = "Et alors ?"', f'presses = "{"a" * 400}"', "longer than 300 characters"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    """Each slip of the author is named, in its file, with a line."""
    assert old in SCENARIO
    _, problems = read(tmp_path, SCENARIO.replace(old, new))
    assert any(says in problem for problem in problems), problems
    assert all(problem.split(":")[0].isdigit() for problem in problems)


def test_everything_at_once_and_where(tmp_path: Path) -> None:
    """Two slips far apart are told together, each at its line."""
    text = SCENARIO.replace('family = "insult"', 'family = "insulte"').replace('kind = "hung_up"', 'kind = "angry"')
    _, problems = read(tmp_path, text)
    lines = [int(problem.split(":")[0]) for problem in problems]
    assert lines == [line_of(text, '"insulte"'), line_of(text, '"angry"')]


def test_a_file_that_is_not_toml(tmp_path: Path) -> None:
    """One problem, not twenty about what is missing."""
    _, problems = read(tmp_path, SCENARIO + "\n[[[")
    assert len(problems) == 1
    assert "is not valid TOML" in problems[0]


def test_an_empty_file(tmp_path: Path) -> None:
    """All that is needed is named."""
    _, problems = read(tmp_path, "")
    assert {
        key for problem in problems for key in ("title", "situation", "presses", "turns", "ends") if key in problem
    } == {
        "title",
        "situation",
        "presses",
        "turns",
        "ends",
    }


def test_many_turns(tmp_path: Path) -> None:
    """A scenario of a thousand turns is refused at once, without following every branch."""
    turn = '\n[[turns]]\nid = "t{}"\nsays = "x"\ncalm = "merci"\nhard = "coupe"\n'
    _, problems = read(tmp_path, SCENARIO + "".join(turn.format(number) for number in range(1000)))
    assert any("there are more than 50 of « turns »" in problem for problem in problems)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    text=st.one_of(
        st.text(max_size=200),
        st.builds(
            lambda cut, put: SCENARIO[:cut] + put + SCENARIO[cut:],
            st.integers(0, len(SCENARIO)),
            st.text(alphabet=st.sampled_from('[]{}"=\\\n…()|\x1b\u202eab9.'), max_size=6),
        ),
    )
)
def test_any_file_is_read_or_refused(tmp_path: Path, text: str) -> None:
    """Whatever a file holds, its author is told in sentences; nothing breaks."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    scenario, problems = read(tmp_path, text)
    assert problems or scenario.opening.says


def test_the_example_of_the_manual(tmp_path: Path) -> None:
    """What an author copies from docs/rehearsal.md is a scenario without a problem."""
    manual = (Path(__file__).parents[2] / "docs" / "rehearsal.md").read_text(encoding="utf-8")
    example = manual.split("```toml\n")[1].split("```")[0]
    scenario, problems = read(tmp_path, example, ("waiting", "leaving_threat"))
    assert problems == []
    assert scenario.animal == "Nala"
