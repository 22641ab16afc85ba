from __future__ import annotations

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
    ("said", "heard", "errors"),
    [
        ("je vous rappelle", "je vous rappelle", 0),
        ("je vous rappelle", "je rappelle", 1),
        ("je vous rappelle", "je vous en rappelle", 1),
        ("je vous rappelle", "je fous la pelle", 3),
        ("", "bonjour", 1),
    ],
)
def test_wrong_missing_and_added_words_count(tool: Tool, said: str, heard: str, errors: int) -> None:
    """The word error rate counts what the field counts."""
    assert tool("evaluate").word_errors(said.split(), heard.split()) == errors


@given(said=st.lists(st.sampled_from("abc")), heard=st.lists(st.sampled_from("abc")))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_errors_are_no_fewer_than_the_difference_in_length(tool: Tool, said: list[str], heard: list[str]) -> None:
    """And no more than the longer of the two, and the same both ways."""
    count = tool("evaluate").word_errors
    assert abs(len(said) - len(heard)) <= count(said, heard) <= max(len(said), len(heard))
    assert count(said, heard) == count(heard, said)


def test_a_list_of_recordings_survives_its_file(tool: Tool, tmp_path: Path) -> None:
    """Files are named from the list's folder, so that the folder can be moved."""
    recordings = tool("recordings")
    rows = [
        recordings.Recording("clean", tmp_path / "a.wav", "je vous rappelle", (0.4, 0.52, 0.71)),
        recordings.Recording("line", tmp_path / "b.wav", "allô"),
    ]
    recordings.write_list(tmp_path / "list.tsv", rows)
    assert recordings.read_list(tmp_path / "list.tsv") == rows
