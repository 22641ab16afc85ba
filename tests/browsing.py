"""Pages in a real browser: Chromium, without a window."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SCHEMES = ("light", "dark")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's own Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only CI and developers have it

    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if (found := shutil.which(name))), None)
    assert program, "these tests need Chromium: apt install chromium"
    with sync_playwright() as playwright:
        # As root, in a container, Chromium's own sandbox cannot start; the page is calmdesk's.
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


class Opened:
    """A page, and all that a browser said and asked for while it was open."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("dialog", lambda dialog: self.said.append(f"dialog: {dialog.message}"))
        page.goto(file.as_uri())

    def check_quiet(self) -> None:
        """Fail when the browser complained, a foreign script ran, or anything was asked for beside the file."""
        assert self.said == []
        assert [url for url in self.asked if not url.startswith(("file:", "data:", "blob:"))] == []

    def check_fit(self) -> None:
        """Fail when axe-core finds anything: names, contrast, landmarks, tables."""
        from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  # only CI and developers have it

        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()

    @property
    def ground(self) -> str:
        """The colour that the page stands on."""
        return str(self.page.evaluate("getComputedStyle(document.body).backgroundColor"))

    @property
    def position(self) -> float:
        """Where the player of a review stands, in seconds of the call."""
        return float(self.page.locator("#position").input_value())

    @property
    def heard(self) -> float:
        """Where the recording of a review stands, in seconds."""
        return float(self.page.evaluate("document.querySelector('audio').currentTime"))
