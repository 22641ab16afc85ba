"""The pages that the program dictates: every command's help, and a paragraph for everything that can be wrong."""

from __future__ import annotations

import ast
import html
import re
from typing import TYPE_CHECKING

import pytest

import calmdesk
from calmdesk.messages import catalogue

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PARAGRAPH = re.compile(r'^## (.+)\n\n<span lang="fr">« (.+) »</span>\n\n(.+)\n', re.MULTILINE)
_SLOT = re.compile(r"\{[a-z_]+(?:![rs])?\}")


def read(text: str) -> str:
    """Return Markdown as a reader sees it."""
    return html.unescape(text)


def shown(template: str) -> str:
    """Return a template as the pages show it: « … » for what differs each time."""
    return " ".join(_SLOT.sub("…", template).replace("{{", "{").replace("}}", "}").split())


@pytest.fixture
def paragraphs(repository: Path) -> dict[str, tuple[str, str]]:
    """Return all paragraphs about messages: what is wrong, its French, what to do."""
    pages = [path.read_text(encoding="utf-8") for path in sorted((repository / "docs" / "errors").glob("*.md"))]
    return {
        read(wrong): (read(french), read(mend)) for page in pages for wrong, french, mend in _PARAGRAPH.findall(page)
    }


def raised(package: Path) -> Iterator[str]:
    """Yield the sentences that an error or a notice is made with, wherever that is."""
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=args) if name.endswith("Error") or name == "Notice":
                    written = (each.value for each in args if isinstance(each, ast.Constant))
                    text = next((value for value in written if isinstance(value, str)), "")
                    if text in catalogue("fr"):
                        yield text


def test_the_pages_are_what_the_program_says_now(script: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Whoever reads a page sees today's options and messages; `make reference` writes them anew."""
    script("reference.py", "--check")


def test_every_error_and_notice_has_a_paragraph(repository: Path, paragraphs: dict[str, tuple[str, str]]) -> None:
    """Somebody who looks for the words on the screen finds them, whichever part of the program said them."""
    sentences = set(raised(repository / "src" / "calmdesk"))
    talk = {"the sentences say {name} from now on", "the sentences do without the name from now on"}
    assert len(sentences) > 200
    assert {text for text in sentences - talk if shown(text) not in paragraphs} == set()


def test_the_french_words_lead_there_too(paragraphs: dict[str, tuple[str, str]]) -> None:
    """A French message is found by its own words."""
    french = "impossible de lire … : le fichier est vide"
    assert paragraphs["cannot read …: the file is empty"][0].startswith(french)
    assert all(words.strip("… ") for words, _ in paragraphs.values())


def test_every_paragraph_says_what_to_do(paragraphs: dict[str, tuple[str, str]]) -> None:
    """Nobody is left with a message that only repeats itself."""
    without = {
        wrong for wrong, (_, mend) in paragraphs.items() if len(mend.removeprefix("**What to do:**").strip()) < 5
    }
    assert without == set()


def test_every_command_stands_in_the_reference(repository: Path) -> None:
    """The whole tree is there, commands within commands as well."""
    page = (repository / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in ("listen", "models install", "phrasebook add", "incidents purge", "bench latency"):
        assert re.search(rf"^##+ calmdesk {command}$", page, re.MULTILINE), command


def test_the_package_is_the_checkouts(repository: Path) -> None:
    """What is documented is what is tested: the program beside the pages."""
    assert (repository / "src" / "calmdesk" / "__init__.py").samefile(calmdesk.__file__)
