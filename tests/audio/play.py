"""Replays a recording aloud on the real default loudspeaker: ``python -m audio.play FILE`` in ``tests/``."""

from __future__ import annotations

import sys
from contextlib import closing

from calmdesk.audio.loudspeaker import Loudspeaker
from calmdesk.audio.pacing import WallClock, paced
from calmdesk.audio.playback import played
from calmdesk.audio.recording import Recording


def main() -> None:
    """Play the whole recording at real speed."""
    path = sys.argv[1]
    with closing(Loudspeaker()) as loudspeaker:
        source = played(Recording(path, "right"), Recording(path, "mix"), loudspeaker)
        for _ in paced(source, WallClock()).blocks():
            pass


if __name__ == "__main__":
    main()
