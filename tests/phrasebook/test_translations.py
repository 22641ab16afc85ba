"""Every sentence that the phrasebook's code can say has a translation with the same details."""

from __future__ import annotations

import ast
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import calmdesk
from calmdesk.messages import catalogue
from calmdesk.phrasebook.wording import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(calmdesk.__file__).parent
FILES = [
    *PACKAGE.glob("phrasebook/**/*.py"),
    *PACKAGE.glob("bench/lint/*.py"),
    *(PACKAGE / "cli" / f"phrasebook_{name}.py" for name in ("add", "check", "diff", "new", "sheet", "show", "tell")),
]
SPEAKING = {
    "add", "warn", "wrong", "tell", "comment", "say", "_head", "_not_a_number",
    "PhrasebookError", "UsageError", "TemplateError", "BrokenNameError", "Problem",
}  # fmt: skip
NAMES = {
    "says",
    "mend",
    "sentence",
    "problem",
    "template",
    "heads",
    "_SAYS",
    "_WORD_KEYS",
    "_HASH",
    "_KINDS",
    "_FIRES",
    "_STOPPED",
}


def sentences(node: ast.AST) -> Iterator[str]:
    """Yield the texts that a node writes out and that look like sentences."""
    for child in ast.walk(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and " " in child.value.strip():
            yield child.value


def spoken_by(path: Path) -> Iterator[str]:
    """Yield the templates a module may say."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in SPEAKING:
                for argument in [*node.args, *(each.value for each in node.keywords if each.arg == "hint")]:
                    if not isinstance(argument, ast.Call):
                        yield from sentences(argument)
            case ast.Assign(targets=[ast.Name(id=name)]) if name in NAMES:
                yield from sentences(node.value)
            case ast.For(target=ast.Tuple(elts=[ast.Name(id="template"), *_])):
                yield from sentences(node.iter)
            case ast.Return(value=ast.Tuple(elts=[first, *_])):
                yield from sentences(first)
            case ast.Yield(value=ast.Tuple(elts=[first, *_])):
                yield from sentences(first)


TEMPLATES = sorted({text for path in FILES for text in spoken_by(path)} | set(KINDS.values()))


def details(template: str) -> set[str]:
    """Return the names in a template's braces."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_receptionist_reads_it_in_french(template: str) -> None:
    """What is wrong with a phrasebook is said in the language of those who write phrasebooks."""
    translation = catalogue("fr").get(template)
    assert translation, "has no translation"
    assert details(translation) == details(template)
