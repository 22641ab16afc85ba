from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.errors import UsageError
from calmdesk.incidents.moments import moment, start_of_day

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _in_brussels(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the system's zone cannot be chosen here")
    with monkeypatch.context() as here:
        here.setenv("TZ", "Europe/Brussels")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("23/11/2026 14:05", "2026-11-23T14:05:00+01:00"),
        ("3/7/2026 9:05", "2026-07-03T09:05:00+02:00"),
        ("23/11/2026 à 14h05", "2026-11-23T14:05:00+01:00"),
        ("2026-11-23 14:05", "2026-11-23T14:05:00+01:00"),
        ("2026-11-23T14:05:06", "2026-11-23T14:05:06+01:00"),
        ("2026-11-23T13:05:00Z", "2026-11-23T13:05:00+00:00"),
        ("2026-11-23T08:05+05:30", "2026-11-23T08:05:00+05:30"),
        (" 23/11/2026  14:05 ", "2026-11-23T14:05:00+01:00"),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, meant: str) -> None:
    """ISO, or day, month, year; without a zone, the desk's."""
    assert moment(written).isoformat() == meant


@pytest.mark.parametrize(
    "written",
    [
        "11/23/2026 14:05",  # month first
        "31/11/2026 10:00",
        "29/02/2026 10:00",
        "2026-11-23",
        "23/11/26 14:05",
        "23.11.2026 14:05",
        "23/11/2026 24:00",
        "23/11/2026 14h",
        "2026-03-29 02:30",  # the clocks go forward
        "0000-00-00 00:00",
        "hier",
        "",
        "2026-11-23T10:00+99:00",
        "٢٣/١١/٢٠٢٦ ١٤:٠٥",
    ],
)
def test_a_date_is_never_guessed(written: str) -> None:
    """What could mean another day, or none, is refused."""
    with pytest.raises(UsageError):
        moment(written)


def test_a_day_begins_at_midnight_of_the_desk() -> None:
    """And the next one an hour later than usual, when the clocks go back."""
    assert start_of_day("25/10/2026").isoformat() == "2026-10-25T00:00:00+02:00"
    assert start_of_day("2026-10-25", later=1).isoformat() == "2026-10-26T00:00:00+01:00"


@pytest.mark.parametrize("written", ["32/01/2026", "2026-13-01", "demain", "9999-12-31", "23/11/2026 14:05"])
def test_a_day_that_is_none_is_refused(written: str) -> None:
    """No traceback, however far away."""
    with pytest.raises(UsageError):
        start_of_day(written, later=1)


@given(
    st.one_of(
        st.text(max_size=30),
        st.from_regex(r"\d{1,4}[-/]\d\d?[-/]\d{1,4}[T ]\d\d?[:h]\d\d(Z|\+\d\d:\d\d)?", fullmatch=True),
    )
)
def test_whatever_is_typed_is_read_or_refused(written: str) -> None:
    """Never a crash; what is read has a zone."""
    try:
        assert moment(written).utcoffset() is not None
    except UsageError as error:
        assert str(error)  # noqa: PT017  # either is well
