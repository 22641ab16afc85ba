"""What was heard once, and saved, comes in again at its own pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.call.events import Listened, Side
from calmdesk.wiring.ears import BLOCK_SECONDS

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

    from calmdesk.call.events import Heard


def replay_heard(path: Path) -> Generator[Heard | Listened]:
    """Yield a saved stream of heard events, with the time that passed between them: it is then the same call again."""
    from calmdesk.speech.heard_file import read_heard  # noqa: PLC0415  # heavy

    return with_time(read_heard(path))


def with_time(heard: Iterable[Heard]) -> Generator[Heard | Listened]:
    """Yield heard events with the time that passed between them, as it passed while they were heard."""
    at: dict[Side, float] = {}
    for event in heard:
        last = at.get(event.side, event.at)
        for step in range(1, int((event.at - last) / BLOCK_SECONDS + 0.5)):
            yield Listened(round(last + step * BLOCK_SECONDS, 3), event.side)
        at[event.side] = event.at
        yield event
