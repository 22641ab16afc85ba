"""The pictures can be made again: the real program, a real terminal, a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.tmux import NEEDS_TMUX

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Script = Callable[..., subprocess.CompletedProcess[str]]


class TestOverlay:
    """A call in a terminal."""

    pytestmark = NEEDS_TMUX

    def test_the_picture_shows_a_card(self, script: Script, tmp_path: Path) -> None:
        """The drawing holds the sentence to say, the client's words and the frame, and fetches no font."""
        script("pictures.py", "overlay-waiting", "--into", tmp_path)
        svg = (tmp_path / "overlay-waiting.svg").read_text(encoding="utf-8")
        assert "dire" in svg
        assert "Attente" in svg
        assert "que" in svg
        assert "@font-face" not in svg
        assert "╭" in svg


@pytest.mark.browser
@pytest.mark.parametrize("name", ["register", "review"])
def test_a_page_is_photographed(name: str, script: Script, tmp_path: Path) -> None:
    """The page is not blank, and the picture small."""
    from PIL import Image  # noqa: PLC0415  # comes with the drawing library of the tests

    script("pictures.py", name, "--into", tmp_path)
    with Image.open(tmp_path / f"{name}.png") as image:
        assert image.width == 1_100
        assert len(image.getcolors() or []) > 8
    assert (tmp_path / f"{name}.png").stat().st_size < 200_000
