"""``python -m calmdesk.audio.capture``: started by ``program``, never by hand."""

from __future__ import annotations

from calmdesk.audio.capture.child import main

main()
