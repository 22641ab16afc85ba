"""What a reader may rely on in README and docs, without building the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)#]+)[^)]*\)")
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")

README_NAMES = ("review", "rehearse", "incidents", "privacy", "purge", "doctor", "models install", "settings", "[keep]")
ADVICE_NAMES = ("[keep]", "[incidents]", "purge")
LIGHT = 200_000
"""Bytes."""


def pages(repository: Path) -> list[Path]:
    """Return every page that is read in the repository."""
    return [*sorted(repository.glob("*.md")), *sorted((repository / "docs").rglob("*.md"))]


def test_readme_is_short_and_names_the_way(repository: Path) -> None:
    """A computer person with ten minutes reads all of it, and learns of every command that matters."""
    readme = (repository / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) < 200
    assert [name for name in README_NAMES if name not in readme] == []


def test_who_looks_for_how_long_finds_it(repository: Path) -> None:
    """The page on settings names what limits keeping, and what removes."""
    advice = (repository / "docs" / "advice.md").read_text(encoding="utf-8")
    assert [name for name in ADVICE_NAMES if name not in advice] == []


def test_every_link_leads_to_a_file(repository: Path) -> None:
    """Also in README, CONTRIBUTING and CHANGELOG, which the site's own check does not see."""
    lost = [
        f"{page.name}: {target}"
        for page in pages(repository)
        for target in _LINK.findall(page.read_text(encoding="utf-8"))
        if "…" not in target and not (page.parent / target.strip("<>")).exists()
    ]
    assert lost == []


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_pictures_are_light_and_shown(repository: Path, kind: str) -> None:
    """Each picture is used, loads at once, and says in words what is on it."""
    shown: dict[str, list[str]] = {}
    for page in pages(repository):
        for words, target in _PICTURE.findall(page.read_text(encoding="utf-8")):
            shown.setdefault((page.parent / target).name, []).append(words)
    pictures = sorted((repository / "docs" / "pictures").glob(f"*.{kind}"))
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < LIGHT
        assert all(len(words) > 20 for words in shown[picture.name]), picture.name
