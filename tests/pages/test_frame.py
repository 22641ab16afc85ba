"""The frame that all pages share."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import pytest
from jinja2 import UndefinedError

from calmdesk.pages.frame import Pages

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = """{% extends "base.html" %}
{% block title %}{{ name }}{% endblock %}
{% block main %}<h1>{{ name }}</h1>{% endblock %}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one template."""
    (tmp_path / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def policy(page: str) -> str:
    """Return a page's policy."""
    return page.split('Content-Security-Policy" content="')[1].split('"', maxsplit=1)[0]


def digest(page: str, tag: str) -> str:
    """Return what a policy knows the page's style or script by."""
    body = page.split(f"<{tag}>")[1].split(f"</{tag}>", maxsplit=1)[0]
    return base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()


def test_a_page_without_script_runs_none(folder: Path) -> None:
    """Its style is the only thing that its policy allows."""
    page = Pages(folder).draw("page.html", "fr", name="Tendances")
    assert policy(page) == (
        f"default-src 'none'; style-src 'sha256-{digest(page, 'style')}'; base-uri 'none'; form-action 'none'"
    )
    assert "<script" not in page
    assert '<html lang="fr">' in page


def test_own_style_and_script_are_allowed_by_their_digest(folder: Path) -> None:
    """The page's own style comes after the shared one, its script runs, a sound may be in it."""
    (folder / "style.css").write_text("h1 { color: red; }\n", encoding="utf-8")
    (folder / "script.js").write_text('"use strict";\n', encoding="utf-8")
    page = Pages(folder).draw("page.html", "fr", sound=True, name="x")
    allowed = policy(page)
    assert f"style-src 'sha256-{digest(page, 'style')}'" in allowed
    assert f"script-src 'sha256-{digest(page, 'script')}'" in allowed
    assert "media-src data:" in allowed
    assert "unsafe" not in allowed
    assert page.split("</style>")[0].endswith("h1 { color: red; }\n")


def test_texts_are_escaped_and_none_is_forgotten(folder: Path) -> None:
    """A name is text, whatever it holds; a fact that a template wants and nobody gives is a mistake, not a gap."""
    assert "<h1>&lt;script&gt;</h1>" in Pages(folder).draw("page.html", "fr", name="<script>")
    with pytest.raises(UndefinedError):
        Pages(folder).draw("page.html", "fr")
