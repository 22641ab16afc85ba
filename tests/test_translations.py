"""Every sentence the program can say has a French translation with the same details, wherever it is written."""

from __future__ import annotations

import ast
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import calmdesk
from calmdesk import errors
from calmdesk.messages import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(calmdesk.__file__).parent
SPEAKING = {
    "say",
    "tell",
    "tell_aside",
    "Finding",
    "Probe",
    "Notice",
    "_Problem",
    "DiskError",
    "_HostileError",
    *(name for name in vars(errors) if name.endswith("Error")),
}
"""Calls whose texts somebody reads."""


def texts_of(node: ast.AST, named: dict[str, ast.AST]) -> Iterator[str]:
    """Yield the sentences an argument writes out, or names: a constant, a choice of two, a table of them."""
    match node:
        case ast.Constant(value=str(text)) if " " in text.strip():
            yield text
        case ast.IfExp(body=first, orelse=second):
            yield from texts_of(first, named)
            yield from texts_of(second, named)
        case ast.BoolOp(values=several) | ast.Tuple(elts=several) | ast.Dict(values=several):
            for each in several:
                yield from texts_of(each, named)
        case ast.Name(id=name) if name in named:
            yield from texts_of(named[name], {})
        case ast.Subscript(value=table):
            yield from texts_of(table, named)


def spoken_by(path: Path) -> Iterator[str]:
    """Yield the templates a module may say."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named: dict[str, ast.AST] = {}
    for node in ast.walk(tree):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                named[name] = value
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in SPEAKING:
                hints = [each.value for each in node.keywords if each.arg in {"hint", "message", "problem"}]
                for argument in [*node.args[:2], *hints]:
                    yield from texts_of(argument, named)


TEMPLATES = sorted({(text, path.stem) for path in PACKAGE.rglob("*.py") for text in spoken_by(path)})


def details(template: str) -> set[str]:
    """Return the names in a template's braces."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_many_sentences_are_found() -> None:
    """The search itself works: a hundred sentences at least, from every part of the program."""
    assert len({text for text, _ in TEMPLATES}) > 100
    assert {"file", "replay", "recording", "models", "retell"} <= {module for _, module in TEMPLATES}


@pytest.mark.parametrize("template", sorted({text for text, _ in TEMPLATES}))
def test_a_receptionist_reads_it_in_french(template: str) -> None:
    """Errors, hints and notices speak the language of the desk."""
    translation = catalogue("fr").get(template)
    assert translation, "has no translation"
    assert details(translation) == details(template)
