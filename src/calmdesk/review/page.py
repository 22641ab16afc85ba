"""A call as one HTML file: what happened in it, to be looked at, listened to, printed and marked."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from calmdesk.pages.frame import Pages
from calmdesk.review import charts, points
from calmdesk.review.turns import turns

if TYPE_CHECKING:
    from calmdesk.review.facts import ReviewFacts
    from calmdesk.review.texts import Texts

SOUND_TYPE: Final = "audio/mpeg"


def review_page(facts: ReviewFacts, texts: Texts, sound: bytes | None = None) -> str:
    """Return the page of a call.

    Args:
        facts: the call.
        texts: the language of the page.
        sound: the recording as MP3, to be put into the page; voices cannot be redacted.
    """
    encoded = base64.b64encode(sound).decode("ascii") if sound else ""
    return _pages().draw(
        "review.html",
        texts.lang,
        sound=bool(sound),
        source=f"data:{SOUND_TYPE};base64,{encoded}",
        t=texts,
        facts=facts,
        turns=turns(facts),
        points=points.find(facts),
        timeline=charts.timeline(facts, texts),
        ladder=charts.ladder(facts, texts) if facts.ladder else "",
        talk=charts.talk(facts, texts),
        shares=charts.shares(facts),
    )


@cache
def _pages() -> Pages:
    return Pages(Path(__file__).parent / "pages")
