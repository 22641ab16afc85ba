"""The site as a reader has it: built strictly, looked at in a real browser."""

from __future__ import annotations

import functools
import http.server
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ("", "demarrage/", "desk/", "adviser/", "commands/", "errors/sound/", "bench/", "practice/")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's own name
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the site, as `make docs` does, and serve it on this machine."""
    folder: Path = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("width", "scheme"), [(1_280, "light"), (390, "dark")])
def test_pages_fetch_nothing_and_fit(browser: Browser, site: str, width: int, scheme: str) -> None:
    """On a desk and on a telephone: no request leaves for another address, nothing is wider than the window."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        page.goto(site + name)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []


def test_a_message_is_found_by_its_words(browser: Browser, site: str) -> None:
    """Somebody types the French words from the screen into the search, and is led to the paragraph."""
    page = browser.new_page()
    page.goto(site)
    # Key by key, as a person types: the search listens to keys, a value set from outside may pass unseen.
    page.locator("input[name=query]").first.press_sequentially("fichier est vide")
    first = page.locator(".md-search-result__item").first
    first.wait_for(state="visible", timeout=60_000)
    assert "errors/recordings" in (first.locator("a").first.get_attribute("href") or "")
    page.close()
