"""What Kaldi prints: errors on file descriptor 2, past Python and past ``SetLogLevel``."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

STDERR = 2


@contextmanager
def hushed() -> Iterator[None]:
    """Send what native code prints on standard error nowhere, for the time of one call.

    For calls whose failure is reported in our own words. The descriptor belongs to the whole process: keep it short.
    """
    try:
        kept = os.dup(STDERR)
    except OSError:
        # Started without standard error (a windowed program): there is nothing to hush.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, STDERR)
        yield
    finally:
        os.dup2(kept, STDERR)
        os.close(nowhere)
        os.close(kept)
