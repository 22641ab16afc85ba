from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from calmdesk.audio.capture.records import Opened, Order, Record, Refused, Sound, read, write

numbers = st.integers(0, 2**40)
sounds = st.builds(Sound, numbers, st.floats(0, 1e9), st.binary(max_size=200), st.booleans())
opened = st.builds(Opened, st.text(), st.text(), st.integers(1, 192_000), st.integers(1, 2))
refused = st.builds(Refused, st.text(), st.text(), st.dictionaries(st.text(), st.text()))
records = st.lists(sounds | opened | refused, max_size=8)


def _written(said: list[Record]) -> bytes:
    stream = io.BytesIO()
    for record in said:
        write(stream, record)
    return stream.getvalue()


def _read(data: bytes) -> list[Record]:
    stream = io.BytesIO(data)
    return list(iter(lambda: read(stream), None))


@given(records)
def test_what_the_capture_program_says_is_understood(said: list[Record]) -> None:
    """Sound, names in any script and refusals arrive as they were sent, in order."""
    assert _read(_written(said)) == said


@given(records, st.integers(0, 2000))
def test_a_program_killed_while_it_speaks_is_understood_up_to_there(said: list[Record], cut: int) -> None:
    """Half a record is the end, never an error, and never half a sound."""
    assert _read(_written(said)[:cut]) == said[: len(_read(_written(said)[:cut]))]


@given(st.builds(Order, st.text(), st.text(), st.text()))
def test_an_order_reaches_the_program(order: Order) -> None:
    """A device's name survives the way, whatever characters a driver put into it."""
    assert Order.from_json(order.to_json()) == order


def test_the_default_device_has_many_names() -> None:
    """Whoever asks for « default » or « pulse » leaves the choice to the system, as whoever asks for nothing."""
    assert all(Order(name).follows for name in ("", "default", "pulse", "pipewire"))
    assert not Order("deskmic").follows
    assert not Order("pulse", pulse="jabra").follows
