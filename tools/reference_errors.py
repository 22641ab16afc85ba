"""Makes ``docs/errors``: a paragraph for everything the program can say is wrong, with its French and what to do."""

from __future__ import annotations

import fnmatch
import html
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reference_messages import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NOTE = "<!-- Made by tools/reference.py from the program's own messages: do not edit. -->"

_SLOT = re.compile(r"\{[a-z_]+(?:![rs])?\}")
_MARKS = re.compile(r"[\\`*_{}\[\]|]")


@dataclass(frozen=True, slots=True)
class Page:
    """A situation: the modules whose messages belong to it, and what is said around them."""

    name: str
    title: str
    intro: str
    otherwise: str
    rooms: tuple[str, ...]


@dataclass(slots=True)
class Paragraph:
    """A message as a reader meets it: its French, and all that mends it."""

    template: str
    french: str
    remedies: list[tuple[str, str]] = field(default_factory=list)
    """In English and in French."""

    advice: str = ""

    def text(self, otherwise: str) -> str:
        """Return the paragraph, as Markdown."""
        mends = "; or: ".join(dict.fromkeys(plain(english) for english, _ in self.remedies))
        told = [
            f"**What to do:** {mends}." if mends else "**What to do:**",
            self.advice or ("" if mends else otherwise),
        ]
        french = " ; ".join(dict.fromkeys(plain(each) for _, each in self.remedies))
        words = plain(self.french) + (f" → {french}" if french else "")
        what = " ".join(part for part in told if part)
        return f'## {plain(self.template)}\n\n<span lang="fr">« {words} »</span>\n\n{what}\n'


def translations(folder: Path) -> dict[str, str]:
    """Return what the program says of calls and mistakes, by its English; the help of commands is not among it."""
    table: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name != "help.toml":
            table |= tomllib.loads(path.read_text(encoding="utf-8"))
    return table


def pages(package: Path, catalogue: Mapping[str, str], written: Path) -> dict[str, str]:
    """Return the pages by file name; ``written`` is ``reference_errors.toml``."""
    data = tomllib.loads(written.read_text(encoding="utf-8"))
    plan = [Page(**(each | {"rooms": tuple(each["rooms"])})) for each in data["page"]]
    found: dict[str, dict[str, Paragraph]] = {page.name: {} for page in plan}
    passing = set(data["passing"]["texts"])
    for message in find(package, catalogue):
        if message.template in passing or message.module in data["passing"]["modules"]:
            continue
        page = next(page for page in plan if any(fnmatch.fnmatch(message.module, room) for room in page.rooms))
        new = Paragraph(message.template, catalogue[message.template], advice=data["advice"].get(message.template, ""))
        paragraph = found[page.name].setdefault(message.template, new)
        paragraph.remedies += [(each, catalogue[each]) for each in message.remedies]
    return {f"{page.name}.md": _page(page, found[page.name].values()) for page in plan}


def plain(template: str) -> str:
    """Return a template as a reader sees it: « … » for what differs each time, nothing that Markdown would read."""
    text = " ".join(_SLOT.sub("…", template).replace("{{", "{").replace("}}", "}").split())
    return _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", html.escape(text, quote=False))


def _page(page: Page, paragraphs: Iterable[Paragraph]) -> str:
    told = sorted(paragraphs, key=lambda each: each.template.lower().lstrip("…«{ "))
    body = "\n".join(each.text(page.otherwise) for each in told)
    return f"# {page.title}\n\n{NOTE}\n\n{page.intro.strip()}\n\n{body}"
