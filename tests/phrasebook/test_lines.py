from __future__ import annotations

from typing import Any

import tomli
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.phrasebook.lines import At, find_lines, find_values

TEXT = """\
# a comment = "no key"
family = "insult"  # another
phrases = [
  "one", "two",  # three
  # "four"
  { say = "five", not = [
    'six',
  ] },
]
"dotted key".inner = 2026-11-23 10:00:00
text = \"\"\"
[not a table]
\"\"\"\"

[guards.negation]
before = ["pas"]

[[cards]]
say = "a"
[[cards]]
say = '''b'''
[cards.more]
deep = { x.y = [ [1, 2], [] ] }
"""

LINES = {
    ("family",): 2,
    ("phrases", 0): 4,
    ("phrases", 1): 4,
    ("phrases", 2): 6,
    ("phrases", 2, "not", 0): 7,
    ("dotted key", "inner"): 10,
    ("text",): 11,
    ("guards", "negation", "before", 0): 16,
    ("cards", 0, "say"): 19,
    ("cards", 1): 20,
    ("cards", 1, "say"): 21,
    ("cards", 1, "more", "deep", "x", "y", 0, 1): 23,
}


def test_every_value_is_found_on_its_line() -> None:
    """An author is sent to the line where the mistake is, not to where the same words stand first."""
    found = find_lines(TEXT)
    assert {at: found[at] for at in LINES} == LINES


def test_a_value_can_be_cut_out_of_its_file() -> None:
    """A phrase is added behind the last one and nothing else is touched."""
    for at, (start, end) in find_values(TEXT).items():
        if at[0] not in {"cards", "dotted key", "text"} and len(at) > 1:
            assert tomli.loads(f"x = {TEXT[start:end]}")["x"] == _get(tomli.loads(TEXT), at)


def _get(data: Any, at: At) -> Any:  # noqa: ANN401  # whatever TOML holds
    for key in at:
        data = data[key]
    return data


def _ways(data: Any, at: At = ()) -> set[At]:  # noqa: ANN401  # whatever TOML holds
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return {at} | {way for key, value in items for way in _ways(value, (*at, key))}


SCALARS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
    st.booleans(),
    st.integers(-9, 9),
    st.datetimes(),
    st.floats(allow_nan=False),
)
KEYS = st.text(st.sampled_from("ab \"'.é-_#=[]"), min_size=1, max_size=4)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_nothing_is_missed_in_any_file(data: dict[str, Any]) -> None:
    """Whatever a file holds and however it is laid out, each value has a line."""
    text = tomlkit.dumps(data)
    found = find_lines(text)
    assert found.keys() | {()} == _ways(tomli.loads(text))
    assert all(1 <= line <= text.count("\n") + 1 for line in found.values())
