from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.made_up import row
from calmdesk.bench.held_out import HeldOut, number_of
from calmdesk.errors import UsageError


def test_a_fifth_is_held_back_by_number() -> None:
    """The numbers at the end of the ids decide, whatever stands before them."""
    rows = [row(f"d-{number:04}") for number in range(1, 11)]
    assert [each.id for each in HeldOut.parse("0/5").of(rows)] == ["d-0005", "d-0010"]
    assert len(HeldOut.parse("not-0/5").of(rows)) == 8
    assert number_of("blame.match.12") == 12


@given(st.lists(st.text(max_size=12), unique=True), st.integers(1, 9))
def test_the_parts_are_the_whole(names: list[str], parts: int) -> None:
    """No sentence is measured twice or never, and a part and its rest are everything; ids may be anything."""
    rows = [row(name) for name in names]
    pieces = [HeldOut(part, parts).of(rows) for part in range(parts)]
    assert sorted(each.id for piece in pieces for each in piece) == sorted(names)
    rest = HeldOut(0, parts, others=True).of(rows)
    assert {each.id for each in pieces[0] + rest} == set(names)
    assert len(pieces[0] + rest) == len(names)


@pytest.mark.parametrize("text", ["5/5", "1", "a/b", "-1/5", "0/0", "not 0/5", ""])
def test_a_part_that_is_none_is_refused(text: str) -> None:
    """A slip in the option does not silently measure everything."""
    with pytest.raises(UsageError, match="--held-out does not understand"):
        HeldOut.parse(text)


@pytest.mark.parametrize("text", ["0/5", "not-3/7"])
def test_a_part_is_written_as_it_is_read(text: str) -> None:
    """The report names the part as it was asked for."""
    assert str(HeldOut.parse(text)) == text
