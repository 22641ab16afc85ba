"""The page of a call, as a file: harmless, small, whole."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.call.events import Side
from calmdesk.phrasebook import folders
from calmdesk.places import PACKAGE
from calmdesk.review import charts
from calmdesk.review.page import review_page
from calmdesk.review.texts import Texts, read_texts
from review.made_up import HOSTILE, hostile_call, long_call, shipped_call

OWN_TAGS = {"script": 1, "style": 1}


class Tags(HTMLParser):
    """Reads a page as a browser does, as far as tags and attributes go."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag with its attributes."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text.append(data)


@pytest.fixture(scope="module")
def texts() -> Texts:
    """Return the French texts."""
    return read_texts("fr")


def check_harmless(page: str) -> Tags:
    """Fail when anything but the page's own script could run, or anything could be fetched."""
    tags = Tags(page)
    for tag, count in OWN_TAGS.items():
        assert tags.tags.count(tag) == count
    assert not [each for each in tags.attributes if each[1].startswith("on") or each[1] in {"style", "srcdoc"}]
    links = [value for _, name, value in tags.attributes if name in {"href", "src", "xlink:href", "action", "data"}]
    assert all(link.startswith(("#", "data:audio/mpeg;base64,")) for link in links), links
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", page)
    return tags


def test_hostile_texts_come_out_harmless(texts: Texts) -> None:
    """A caller, a file's name and a clinic's cards may say what they like: no script, no tag, no reversed text."""
    page = review_page(hostile_call(), texts)
    tags = check_harmless(page)
    assert "alert(1)" in "".join(tags.text)
    assert HOSTILE not in page


@given(st.text(min_size=1, max_size=60))
def test_any_text_comes_out_harmless(text: str) -> None:
    """No text at all gets out of its place."""
    check_harmless(review_page(hostile_call(text), read_texts("fr")))


def test_the_policy_allows_the_own_script_only(texts: Texts) -> None:
    """The browser runs what calmdesk wrote, byte for byte, and nothing else; nothing is fetched."""
    page = review_page(shipped_call("insultes"), texts)
    policy = next(value for tag, name, value in Tags(page).attributes if name == "content" and "default-src" in value)
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in OWN_TAGS:
        body = page.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_page_tells_what_happened(texts: Texts) -> None:
    """What the trainer needs stands there as text: who said what, the cards and why, what was said instead."""
    told = " ".join(" ".join(Tags(review_page(shipped_call("insultes"), texts)).text).split())
    for text in (
        "bande d'incapables",
        "S'il vous plaît, ne dites pas ça",
        "Déclenchée par",
        "Pourquoi",
        "fin de l'appel",
    ):
        assert text in told
    assert "« mais »" in told
    assert "Mieux : « et », ou deux phrases" in told


def test_nobody_is_scored(texts: Texts) -> None:
    """No mark, no grade, no percentage of a person's work; the shares are of talk and silence."""
    told = " ".join(Tags(review_page(shipped_call("insultes"), texts)).text)
    assert not re.search(r"(?i)\bscore|\bnote de|/100|/20|étoile", told)


def test_a_call_of_half_an_hour_is_a_small_file(texts: Texts) -> None:
    """Thirty minutes without sound stay under two megabytes."""
    facts = long_call(30)
    assert facts.seconds >= 1_800
    assert len(review_page(facts, texts).encode()) <= 2_000_000


def test_the_same_call_gives_the_same_page(texts: Texts) -> None:
    """No date and no random name is in it: two pages can be compared."""
    facts = shipped_call("rendez-vous")
    assert review_page(facts, texts) == review_page(facts, texts)


def test_an_empty_call_has_a_page(texts: Texts) -> None:
    """A recording of nothing is a page that says so, not a failure."""
    from calmdesk.review.facts import ReviewFacts, Talk  # noqa: PLC0415

    page = review_page(ReviewFacts("rien.wav", "fr", 0.0, redacted=True, talk=Talk()), texts)
    assert "Rien de particulier" in page


@pytest.mark.parametrize("lang", folders.languages())
def test_every_language_has_all_texts(lang: str) -> None:
    """The page of a call in any language is in that language, without holes."""
    found = read_texts(lang)
    assert found.lang == lang
    assert review_page(shipped_call("insultes"), found)


def test_every_text_is_used_and_every_text_used_is_there() -> None:
    """A clinic that translates the page translates nothing in vain, and no place stays empty."""
    template = (PACKAGE / "review" / "pages" / "review.html").read_text(encoding="utf-8")
    named = set(re.findall(r't\["(\w+)"\]', template))
    computed = {*charts.shares(shipped_call("insultes")), *Side, "why", "avoid", "ask", "next", "relay"}
    assert named | computed | {"decimal", "no_rung", "yes_key", "no_key"} == set(read_texts("en").data["labels"])


def test_the_dots_stand_at_their_time(texts: Texts) -> None:
    """A dot's place in the picture is that of its cue in the call, and it tells the time a click leads to."""
    facts = shipped_call("insultes")
    svg = charts.timeline(facts, texts)
    start, stop = (float(re.search(rf'data-{name}="([\d.]+)"', svg)[1]) for name in ("from", "to"))  # type: ignore[index]  # it is there
    dots = re.findall(r'<circle cx="([\d.]+)"[^>]*data-at="([\d.]+)"', svg)
    assert len(dots) == len(facts.cues) + len(facts.wordings)
    for x, at in dots:
        share = start + (stop - start) * float(at) / facts.seconds
        assert (float(x) + 4) / 1_000 == pytest.approx(share, abs=0.001)
