"""Photographs of pages: the system's own Chromium without a window, then a palette, so that a picture stays small."""

from __future__ import annotations

import io
import shutil
import sys
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

WIDTH = 1_100
"""Pixels of the window."""

COLOURS = 64


def photograph(page: Path, picture: Path, most: int, *, dark: bool = False) -> None:
    """Write the uppermost pixels of a page, ``most`` at most, into a PNG of at most ``COLOURS`` colours."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # heavy, and not needed for the overlay

    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if (found := shutil.which(name))), None)
    if program is None:
        sys.exit("the pictures of pages need Chromium: apt install chromium")
    with sync_playwright() as playwright:
        # As root, in a container, Chromium's own sandbox cannot start; the pages are calmdesk's.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context(
            color_scheme="dark" if dark else "light", viewport={"width": WIDTH, "height": most}
        )
        opened = context.new_page()
        opened.goto(page.as_uri())
        filled = opened.evaluate("Math.ceil(document.body.getBoundingClientRect().bottom)")
        taken = opened.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": min(most, filled + 24)})
        browser.close()
    with Image.open(io.BytesIO(taken)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)
