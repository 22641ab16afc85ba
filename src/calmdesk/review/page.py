"""A call as one HTML file: nothing fetched, no script and no style but its own, everything that was said escaped."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from calmdesk.review import charts, points
from calmdesk.review.turns import turns

if TYPE_CHECKING:
    from calmdesk.review.facts import ReviewFacts
    from calmdesk.review.texts import Texts

_FOLDER: Final = Path(__file__).parent / "page_files"

SOUND_TYPE: Final = "audio/mpeg"


def review_page(facts: ReviewFacts, texts: Texts, sound: bytes | None = None) -> str:
    """Return the page of a call.

    Args:
        facts: the call.
        texts: the language of the page.
        sound: the recording as MP3, to be put into the page; voices cannot be redacted.
    """
    style, script = (_own_text(name) for name in ("review.css", "review.js"))
    return (
        _templates()
        .get_template("review.html")
        .render(
            t=texts,
            facts=facts,
            turns=turns(facts),
            points=points.find(facts),
            timeline=charts.timeline(facts, texts),
            ladder=charts.ladder(facts, texts) if facts.ladder else "",
            talk=charts.talk(facts, texts),
            shares=charts.shares(facts),
            sound=f"data:{SOUND_TYPE};base64,{base64.b64encode(sound).decode('ascii')}" if sound else "",
            style=style,
            script=script,
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
    )


def _own_text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Return what the page's policy knows a style or script by: the browser runs no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
