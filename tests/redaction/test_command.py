from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.conftest import calmdesk

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]

__all__ = ["calmdesk"]

SPOKEN = Path(__file__).parent / "spoken"


def test_the_figures_can_be_had(calmdesk: Run) -> None:
    """A clinic, or its adviser, sees how much is hidden, in shipped sentences or in its own, and what went wrong."""
    done = calmdesk("bench", "redaction", "--lang", "en", "-v", str(SPOKEN / "en.txt"))
    assert done.returncode == 0, done.stderr
    own, shipped = done.stdout.split("the phrasebook's sentences (en)")
    assert "(goal 95% or more: reached)" in own
    assert "under mcdonald i think" in own
    assert "(goal 1% or less: reached)" in shipped


def test_a_file_that_is_not_there_is_one_line(calmdesk: Run) -> None:
    """No traceback."""
    done = calmdesk("bench", "redaction", "nowhere.txt")
    assert done.returncode == 6
    assert "nowhere.txt" in done.stderr
    assert "Traceback" not in done.stderr
