"""What a page over many calls counts, and that nothing on it can do harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from html.parser import HTMLParser

import pytest

from calmdesk.phrasebook import folders
from calmdesk.phrasebook.files import Problems
from calmdesk.review.many.facts import FoundCue
from calmdesk.review.many.moments import began
from calmdesk.review.many.page import trends_page
from calmdesk.review.many.suspects import Sign, signs_of
from calmdesk.review.many.texts import FILE, read_all_texts, read_texts
from calmdesk.review.many.trends import count
from review.many.conftest import made_up


class Tags(HTMLParser):
    """Collects the tags of a page, and what it would fetch."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_calls_are_counted_by_week_hour_and_length() -> None:
    """Weeks begin on Monday and have no gap; an hour is that of the beginning."""
    later = replace(made_up(cues=3), began=made_up().began + timedelta(days=14, hours=3), seconds=400.0)
    trends = count([made_up(), later])
    assert [(row.key, row.calls, row.cues["waiting"]) for row in trends.weeks] == [
        (date(2026, 11, 16), 1, 1),
        (date(2026, 11, 23), 0, 0),
        (date(2026, 11, 30), 1, 3),
    ]
    assert [(row.key, row.calls) for row in trends.hours] == [(9, 1), (10, 0), (11, 0), (12, 1)]
    assert [row.calls for row in trends.lengths] == [1, 0, 0, 1, 0]


def test_a_card_is_a_candidate_when_two_signs_speak_against_it() -> None:
    """One that was said, or that came among other cues, is none for a weak match alone."""
    alone = made_up(score=0.85)
    assert signs_of(alone.cards[0], alone) == (Sign.UNSAID, Sign.ALONE, Sign.WEAK)
    assert count([made_up(score=0.85, said=12.0, cues=2)]).candidates == 0
    assert count([made_up()]).candidates == 1
    worst = count([made_up("a.wav"), made_up("b.wav"), made_up("c.wav", cues=2, said=14.0)]).worst
    assert [(each.shown, each.said, each.candidates) for each in worst] == [(4, 2, 2)]
    assert [place.call for place in worst[0].examples] == ["a.wav", "b.wav"]


def test_an_unheard_desk_is_not_blamed() -> None:
    """Where the desk could not be heard, not having said a sentence is no sign."""
    facts = replace(made_up(), desk_heard=False)
    assert signs_of(facts.cards[0], facts) == (Sign.ALONE,)


@pytest.mark.parametrize("lang", folders.languages())
def test_hostile_names_and_phrases_come_out_harmless(lang: str) -> None:
    """A file's name and a phrase full of markup, quotes, escapes and right-to-left marks are text, and nothing else."""
    name = "\"'><img src=x onerror=alert(1)>\x1b[2J\u202egpj.wav\udcff"
    cue = FoundCue(10.0, "</style><script>x</script>", "x", 1.0)
    hostile = replace(made_up(name), cues=(cue,))
    page = trends_page(count([hostile, made_up("{{ 7*7 }}")]), read_texts(lang))
    seen = Tags(page)
    assert not seen.tags & {"script", "img", "iframe", "object", "link", "a", "form"}
    assert not [name for name in seen.attributes if name.startswith("on") or name in {"src", "href", "style"}]
    assert "default-src 'none'" in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert not {"\x1b", "\u202e", "\udcff"} & set(page)
    page.encode("utf-8")


def test_no_call_makes_a_page_that_says_so() -> None:
    """An empty folder of results is no mistake."""
    assert read_texts("fr")("no_calls").replace("'", "&#39;") in trends_page(count([]), read_texts("fr"))


@pytest.mark.parametrize("lang", [path.parent.name for path in folders.shipped_root().glob("*/language.toml")])
def test_every_language_has_all_texts(lang: str) -> None:
    """Nothing is missing, unknown, or filled in otherwise than the page does."""
    problems = Problems()
    read_all_texts(folders.shipped_root() / lang / FILE, problems)
    problems.raise_if_any()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("20261123-091502.wav", (2026, 11, 23, 9, 15, 2)),
        ("2026-11-23_09h15 Dupont.mp3", (2026, 11, 23, 9, 15, 0)),
        ("2026-11-23/09.15.wav", (2026, 11, 23, 9, 15, 0)),
        ("rec-2026-11-23T09:15:02.wav", (2026, 11, 23, 9, 15, 2)),
    ],
)
def test_a_call_began_when_its_name_says(name: str, expected: tuple[int, ...]) -> None:
    """Recorders write the time into the name in many ways."""
    moment = began(name, 0.0, 60.0)
    assert moment.named
    assert moment.at.timetuple()[:6] == expected


@pytest.mark.parametrize("name", ["call.wav", "20261399-091502.wav", "0612345678-20269.wav", "2026-11-23.wav"])
def test_else_by_the_date_of_the_file(name: str) -> None:
    """Digits that are no moment do not count; the file was last written to when the call ended."""
    moment = began(name, 1_790_000_000.0, 60.0)
    assert not moment.named
    assert moment.at == datetime.fromtimestamp(1_790_000_000 - 60)  # noqa: DTZ006  # the desk's own clock
