"""Dates as people at a desk write them, read strictly: a guess would put an incident on another day."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from re import Match

_DAY: Final = r"(?:(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)|(?P<dd>\d{1,2})/(?P<mm>\d{1,2})/(?P<yy>\d{4}))"
_TIME: Final = r"(?P<hour>\d{1,2})\s?[:hH]\s?(?P<minute>\d\d)(?::(?P<second>\d\d))?"
_ZONE: Final = r"(?P<zone>Z|[+-]\d\d:?\d\d)?"
_DATE: Final = re.compile(_DAY, re.ASCII)
_MOMENT: Final = re.compile(rf"{_DAY}(?:T|\s+)(?:à\s+)?{_TIME}{_ZONE}", re.ASCII)


def moment(text: str) -> datetime:
    """Read a date and a time: ``2026-11-23 14:05`` (ISO) or « 23/11/2026 14:05 »; without a zone, this machine's.

    Raises:
        UsageError: it is none, or there was no such moment.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise UsageError(
            "no date and time: {text}", hint="for example 23/11/2026 14:05, or 2026-11-23 14:05", text=text
        )
    try:
        return _made(match)
    except ValueError:
        raise UsageError("there is no such moment: {text}", text=text) from None


def start_of_day(text: str, *, later: int = 0) -> datetime:
    """Read a date: ``2026-11-23`` or « 23/11/2026 »; return the moment the day begins here, ``later`` days on.

    Raises:
        UsageError: it is none.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise UsageError("no date: {text}", hint="for example 23/11/2026, or 2026-11-23", text=text)
    try:
        day = datetime(*_day(match))  # noqa: DTZ001  # a day begins by the clock on the wall
        return (day + timedelta(days=later)).astimezone()
    except (ValueError, OverflowError):
        raise UsageError("there is no such day: {text}", text=text) from None


def _made(match: Match[str]) -> datetime:
    time = (int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    if match["zone"]:
        written = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*_day(match), *time)
        return datetime.fromisoformat(written + match["zone"])
    wall = datetime(*_day(match), *time)  # noqa: DTZ001  # the clock on the wall; its zone comes next
    here = wall.astimezone()
    # In the night the clocks go forward, an hour does not exist.
    if here.astimezone(tz=None).replace(tzinfo=None) != wall:
        raise ValueError(wall)
    return here


def _day(match: Match[str]) -> tuple[int, int, int]:
    year, month, day = match["y"] or match["yy"], match["m"] or match["mm"], match["d"] or match["dd"]
    return int(year), int(month), int(day)
