"""The page of a call in a real browser: Chromium, without a window."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from browsing import SCHEMES, Opened
from calmdesk.audio.compact import as_mp3
from calmdesk.places import shipped
from calmdesk.review.marks import read_marks
from calmdesk.review.page import review_page
from calmdesk.review.texts import read_texts
from review.made_up import hostile_call, long_call, shipped_call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from calmdesk.review.facts import ReviewFacts

pytestmark = pytest.mark.browser

NOTICEABLE = 0.5
"""Seconds that a person waits for a click to do something, on a busy machine."""

SLOW_MACHINE = 15
"""Seconds at most for a page to be there, on a machine that does six things at once."""


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Return what opens the page of a call."""
    contexts = []

    def opened(facts: ReviewFacts, *, sound: bytes | None = None, scheme: str = "light") -> Opened:
        file = tmp_path / "page.html"
        file.write_text(review_page(facts, read_texts("fr"), sound), encoding="utf-8")
        context = browser.new_context(color_scheme=scheme, viewport={"width": 1_100, "height": 900})  # type: ignore[arg-type]  # one of its words
        contexts.append(context)
        return Opened(context.new_page(), file)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def sound() -> bytes:
    """Return the sound of a shipped call as the page carries it."""
    return as_mp3(shipped("calls") / "insultes.wav")


def test_a_click_on_a_cue_seeks_the_recording(show: Callable[..., Opened], sound: bytes) -> None:
    """A trainer clicks on a cue and hears the client say it."""
    facts = shipped_call("insultes")
    opened = show(facts, sound=sound)
    opened.page.locator("button.cue", has_text="bande").click()
    cue = next(cue for cue in facts.cues if "bande" in cue.words)
    assert opened.heard == pytest.approx(cue.start, abs=0.1)
    assert opened.position == pytest.approx(cue.start, abs=0.1)
    assert opened.page.locator("[data-s].now").inner_text() == "bande"
    assert opened.page.evaluate("document.querySelector('audio').seekable.end(0)") == pytest.approx(109, abs=1)
    opened.check_quiet()


def test_the_transcript_follows_the_recording(show: Callable[..., Opened], sound: bytes) -> None:
    """While the call plays, the words light up one after the other, and the turn is told to screen readers."""
    opened = show(shipped_call("insultes"), sound=sound)
    opened.page.locator("button.cue").first.click()
    opened.page.evaluate("document.querySelector('audio').muted = true")
    opened.page.evaluate("document.querySelector('audio').play()")
    opened.page.locator("[data-s].now", has_text="hein").wait_for(timeout=60_000)
    assert opened.page.locator("li[aria-current=true]").count() == 1
    opened.check_quiet()


@pytest.mark.parametrize("place", ["dot", "middle"])
def test_a_click_on_the_timeline(show: Callable[..., Opened], place: str) -> None:
    """Without sound, too, the picture leads to its moment: a dot to its cue, any other place to its time."""
    facts = shipped_call("insultes")
    opened = show(facts)
    chart = opened.page.locator("svg.timeline")
    chart.scroll_into_view_if_needed()
    if place == "dot":
        opened.page.locator("svg.timeline circle").nth(3).click(force=True)
        assert opened.position == pytest.approx(facts.cues[3].start, abs=0.1)
    else:
        box = chart.bounding_box()
        assert box
        chart.click(position={"x": box["width"] / 2, "y": 60})
        assert opened.position == pytest.approx(facts.seconds / 2, rel=0.02)
    opened.check_quiet()


def test_by_keyboard_alone(show: Callable[..., Opened]) -> None:
    """Without a mouse: the first key stop leads to the transcript, arrows move through the call, Enter seeks."""
    opened = show(shipped_call("insultes"))
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.hash") == "#transcript"
    opened.page.locator("#position").focus()
    opened.page.keyboard.press("PageUp")
    assert opened.position > 0
    cue = opened.page.locator("button.cue").nth(2)
    cue.focus()
    assert opened.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    opened.page.keyboard.press("Enter")
    assert opened.position == pytest.approx(shipped_call("insultes").cues[2].start, abs=0.1)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["insultes", "rendez-vous"])
def test_fit_for_screen_readers(show: Callable[..., Opened], name: str, scheme: str) -> None:
    """axe-core finds nothing: names, contrast, landmarks, tables, in the light and in the dark."""
    opened = show(shipped_call(name), scheme=scheme)
    assert (opened.ground == "rgb(255, 255, 255)") == (scheme == "light")
    opened.check_fit()


def test_on_paper(show: Callable[..., Opened]) -> None:
    """What is printed is the call: no player, no buttons to mark, black on white even where the screen is dark."""
    opened = show(shipped_call("insultes"), scheme="dark")
    opened.page.emulate_media(media="print", color_scheme="dark")
    assert not opened.page.locator(".player").is_visible()
    assert not opened.page.locator(".marks").first.is_visible()
    assert opened.page.locator(".card").first.is_visible()
    assert opened.page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert opened.page.pdf().startswith(b"%PDF")


def test_hostile_texts_do_nothing(show: Callable[..., Opened]) -> None:
    """Scripts, tags and quotes in what was said, in names and in cards are text in the browser, too."""
    opened = show(hostile_call())
    opened.page.locator("button.cue").first.click()
    assert opened.page.locator("script").count() == 1
    assert "alert(1)" in opened.page.locator("h1").inner_text()
    opened.check_quiet()


def test_half_an_hour_without_lag(show: Callable[..., Opened]) -> None:
    """The page of a long call opens, and a click answers before anybody wonders."""
    facts = long_call(30)
    start = time.monotonic()
    opened = show(facts)
    assert time.monotonic() - start < SLOW_MACHINE
    spent = opened.page.evaluate(
        """() => {
            const cues = [...document.querySelectorAll("button.cue")], start = performance.now();
            for (const cue of cues.slice(0, 20)) { cue.click(); document.body.getBoundingClientRect(); }
            return (performance.now() - start) / 20_000;
        }"""
    )
    assert spent < NOTICEABLE
    opened.check_quiet()


def test_marks_are_saved_as_a_file(show: Callable[..., Opened], tmp_path: Path) -> None:
    """A trainer marks a cue wrong and another missing; the file says so, and is what `annotate --apply` reads."""
    opened = show(shipped_call("insultes"))
    page = opened.page
    place = page.locator(".marks", has=page.locator("fieldset")).first
    place.get_by_label("Faux").check()
    place.locator("button.missing").click()
    page.locator("dialog select").select_option("treatment_failure")
    page.locator("dialog button[value=add]").click()
    assert page.locator("#count").inner_text() == "2"
    with page.expect_download() as download:
        page.locator("#save").click()
    assert download.value.suggested_filename == "insultes.wav.marks.json"
    download.value.save_as(tmp_path / "m.json")
    (mark,) = read_marks(tmp_path / "m.json", read_texts("fr").titles).marks
    assert (mark.found, mark.wrong, mark.missing) == (("insult",), ("insult",), ("treatment_failure",))
    assert "bras cassés" in mark.text
    assert json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))["lang"] == "fr"
    opened.check_quiet()


def test_a_mark_can_be_taken_back(show: Callable[..., Opened]) -> None:
    """A trainer who thinks better of it says « sans avis », and there is nothing to save."""
    page = show(shipped_call("insultes")).page
    place = page.locator(".marks", has=page.locator("fieldset")).first
    assert place.get_by_label("Sans avis").first.is_checked()
    place.get_by_label("Juste").first.check()
    assert page.locator("#save").is_enabled()
    place.get_by_label("Sans avis").first.check()
    assert page.locator("#count").inner_text() == "0"
    assert page.locator("#save").is_disabled()
