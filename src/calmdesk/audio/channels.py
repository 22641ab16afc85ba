"""Which channel of a recording is the client's, and which the desk's."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from calmdesk.audio.levels import Levels, Verdict, judge
from calmdesk.call.events import Notice, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LEFT, RIGHT = 0, 1


class ClientChannel(StrEnum):
    """Where the client is heard, as the user says it."""

    AUTO = "auto"
    LEFT = "left"
    RIGHT = "right"
    MIX = "mix"


@dataclass(frozen=True, slots=True)
class Plan:
    """The channels each side is heard on, client first; the desk is missing where it cannot be told apart.

    ``why`` explains a choice nobody asked for (a notice's template, "" when there is nothing to explain).
    """

    sides: Mapping[Side, tuple[int, ...]]
    why: str = ""
    details: dict[str, object] = field(default_factory=dict)

    @property
    def notice(self) -> Notice | None:
        """The explanation, as the screen shows it."""
        return Notice(0.0, self.why, self.details) if self.why else None


def plan(wanted: ClientChannel, channels: int, levels: Callable[[], Levels]) -> Plan:
    """Decide who is heard where.

    Args:
        wanted: what the user asked for.
        channels: how many the recording has.
        levels: measures its first two channels; called only when the sound itself must tell.
    """
    every = tuple(range(channels))
    if channels == 1:
        return Plan({Side.CLIENT: every}, _MONO[wanted])
    match wanted:
        case ClientChannel.LEFT:
            return _apart(LEFT)
        case ClientChannel.RIGHT:
            return _apart(RIGHT)
        case ClientChannel.MIX:
            return Plan({Side.CLIENT: every})
        case ClientChannel.AUTO if channels > 2:  # noqa: PLR2004 - more than left and right
            return Plan({Side.CLIENT: every}, _MANY, {"channels": channels})
        case ClientChannel.AUTO:
            return _by_evidence(judge(levels()))


def _apart(client: int, why: str = "") -> Plan:
    return Plan({Side.CLIENT: (client,), Side.DESK: (1 - client,)}, why)


def _by_evidence(verdict: Verdict) -> Plan:
    if verdict in _MIXED:
        return Plan({Side.CLIENT: (LEFT, RIGHT)}, _MIXED[verdict])
    client, why = _CHOSEN[verdict]
    return _apart(client, why)


_ONE_CHANNEL = "the recording has one channel: both voices are heard on it, and the desk's words may bring cards too"
_NO_SIDES = "the recording has one channel: there is no left or right, both voices are heard on it"
_MONO = {
    ClientChannel.AUTO: _ONE_CHANNEL,
    ClientChannel.MIX: "",
    ClientChannel.LEFT: _NO_SIDES,
    ClientChannel.RIGHT: _NO_SIDES,
}

_MANY = "the recording has {channels} channels: they are mixed; choose the client's with --client left or right"

_MIXED = {
    Verdict.SAME: "both channels carry the same sound: they are mixed, and the desk's words may bring cards too",
    Verdict.ROOM: "both channels hear both voices: they are mixed, and the desk's words may bring cards too",
    Verdict.SILENT: "nobody speaks in the first minute: the channels are mixed; choose one with --client left or right",
}

_CHOSEN = {
    Verdict.LEFT_FIRST: (
        RIGHT,
        "client: right channel, because the left one speaks first, as a desk does (else: --client left)",
    ),
    Verdict.RIGHT_FIRST: (
        LEFT,
        "client: left channel, because the right one speaks first, as a desk does (else: --client right)",
    ),
    Verdict.LEFT_SILENT: (RIGHT, "client: right channel, because the left one is silent"),
    Verdict.RIGHT_SILENT: (LEFT, "client: left channel, because the right one is silent"),
    Verdict.UNCLEAR: (
        RIGHT,
        "client: right channel, as most recorders do; both voices begin together (else: --client left)",
    ),
}
