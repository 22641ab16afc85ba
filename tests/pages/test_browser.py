"""Every page that calmdesk writes, in a real browser: on the screen, for a screen reader, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browsing import SCHEMES, Opened
from pages.made_up import PAGES
from review.made_up import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

A4 = {"width": 703, "height": 1_032}
"""Pixels of CSS between the margins of a sheet."""

WHITE = "rgb(255, 255, 255)"


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Return what opens a page, alone in its folder."""
    contexts = []

    def opened(page: str, *, scheme: str = "light", width: int = 1_100) -> Opened:
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]  # one of its words
        contexts.append(context)
        return Opened(context.new_page(), file)

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_fit_for_screen_readers(show: Callable[..., Opened], name: str, scheme: str) -> None:
    """axe-core finds nothing in the light and in the dark, the browser complains of nothing and asks for nothing."""
    opened = show(PAGES[name](), scheme=scheme)
    assert (opened.ground == WHITE) == (scheme == "light")
    opened.check_fit()
    opened.check_quiet()


@pytest.mark.parametrize("name", PAGES)
def test_on_paper(show: Callable[..., Opened], name: str) -> None:
    """Black on white even where the screen is dark; no column is cut, however many families there are."""
    opened = show(PAGES[name](), scheme="dark", width=A4["width"])
    opened.page.emulate_media(media="print", color_scheme="dark")
    assert opened.page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert opened.ground == WHITE
    cut = opened.page.evaluate(
        """() => [...document.querySelectorAll("body, .wide, table, td, th, dd, svg")]
            .filter((each) => each.checkVisibility())
            .filter((each) => each.getBoundingClientRect().right > innerWidth + 1
                || each.scrollWidth > each.clientWidth + 1)
            .map((each) => each.tagName + each.className)"""
    )
    assert cut == []
    assert opened.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize(
    ("name", "drawn"),
    [("trends", ".counts .rect"), ("incidents", ".counts .rect"), ("review", ".timeline .line, .talk .rect")],
)
def test_the_pictures_are_in_the_page(show: Callable[..., Opened], name: str, drawn: str, media: str) -> None:
    """Bars and waveforms are drawn, and not in the colour of what is behind them; no other file is needed."""
    opened = show(PAGES[name](), scheme="dark")
    opened.page.emulate_media(media=media)  # type: ignore[arg-type]  # one of its words
    shapes = opened.page.evaluate(
        """(drawn) => [...document.querySelectorAll(drawn)].map((shape) => {
            const box = shape.getBoundingClientRect();
            return [box.width * box.height, getComputedStyle(shape).fill];
        })""",
        drawn,
    )
    seen = {fill for area, fill in shapes if area > 1}
    assert len(seen) >= 2
    assert not seen & {"none", "rgba(0, 0, 0, 0)", opened.ground}
    opened.check_quiet()


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_window(show: Callable[..., Opened], name: str) -> None:
    """On a telephone the page itself does not move sideways; wide tables do, by finger or by keyboard."""
    opened = show(PAGES[name](), width=380)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 380


@pytest.mark.parametrize("name", PAGES)
def test_no_word_is_cut_in_a_narrow_window(show: Callable[..., Opened], name: str) -> None:
    """On a telephone a table reads « Généralisation », and never « Générali », « sation » below it."""
    opened = show(PAGES[name](), width=390)
    cut = opened.page.evaluate(
        r"""() => [...document.querySelectorAll("td, th")].flatMap((cell) => {
            const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), cut = [];
            for (let text; (text = texts.nextNode());) {
                for (const word of text.data.matchAll(/(?<!\S)\p{L}{2,20}(?!\S)/gu)) {
                    const range = document.createRange();
                    range.setStart(text, word.index);
                    range.setEnd(text, word.index + word[0].length);
                    if (range.getClientRects().length > 1) cut.push(word[0]);
                }
            }
            return cut;
        })"""
    )
    assert cut == []


def test_quotes_as_the_french_write_them(show: Callable[..., Opened]) -> None:
    """« A sentence » does not stick to its quotes, on the page of changes as on the others."""
    opened = show(PAGES["comparison"]())
    quotes = opened.page.evaluate("getComputedStyle(document.querySelector('q')).quotes")
    assert quotes == '"«\N{NO-BREAK SPACE}" "\N{NO-BREAK SPACE}»"'


@pytest.mark.parametrize("name", PAGES)
def test_hostile_texts_do_nothing(show: Callable[..., Opened], name: str) -> None:
    """Scripts, tags, quotes and reversed text in names, words and phrasebooks are text in the browser, too."""
    opened = show(PAGES[name](HOSTILE))
    assert opened.page.locator("script").count() == (name == "review")
    assert opened.page.locator("style").count() == 1
    assert "<script>alert(1)" in opened.page.locator("body").inner_text()
    opened.check_quiet()
