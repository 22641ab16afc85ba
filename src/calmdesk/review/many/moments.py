"""When a recorded call began: as its name says, as most recorders write it there, else by the date of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# 20261123-091502, 2026-11-23_09h15, 2026-11-23T09.15.02 …: a day, something that parts, an hour and a minute.
_NAMED: Final = re.compile(
    r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)[-_.T ]{0,3}([01]\d|2[0-3])[-_.:h]?([0-5]\d)(?:[-_.:m]?([0-5]\d))?(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a call began, in local time; ``named``: its name says so, else it was told from the file's date."""

    at: datetime
    named: bool


def began(name: str, written: float, seconds: float) -> Moment:
    """Return when a call of ``seconds`` began.

    Args:
        name: of the call; folders count, so that ``2026-11-23/0915.wav`` would too.
        written: when the recording was last written to, which was when the call ended.
        seconds: its length.
    """
    for found in reversed(list(_NAMED.finditer(name.replace("/", "_")))):
        try:
            return Moment(datetime(*(int(part or 0) for part in found.groups())), named=True)  # type: ignore[arg-type]  # noqa: DTZ001  # six numbers; the desk's own clock
        except ValueError:  # 20261399…: digits, but no day
            continue
    ended = datetime.fromtimestamp(written)  # noqa: DTZ006  # the desk's own clock
    return Moment((ended - timedelta(seconds=seconds)).replace(microsecond=0), named=False)
