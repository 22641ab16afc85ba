"""How long a device is waited for, in seconds, and how often it is tried again."""

from __future__ import annotations

STALLED = 1.0
"""Without a block, after which the user is told, and the device is opened anew."""

FIRST = 3.0
"""The same before the first block: a program must start, a device open."""

OPENED = 2.0
"""For an open device to bring its first sound, before it is opened anew."""

OPENING = (3.0, 8.0)
"""For a device to open: at first, and at most, as a headset without wire may need them."""

PAUSES = (0.1, 1.5)
"""Between two attempts: at first, and at most, so that a device that comes back is heard within 3 s."""

REOPENINGS = (2.0, 30.0)
"""Between two openings of a device that brings zeros: at first, and at most, as it may be muted for hours."""

PROVEN = 2.0
"""Of sound, after which a device counts as well again."""


def growing(limits: tuple[float, float], times: int) -> float:
    """Return the first limit, doubled ``times`` times, but not more than the second."""
    first, most = limits
    return min(most, first * 2.0 ** min(times, 10))
