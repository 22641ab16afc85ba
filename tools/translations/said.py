"""The sentences that stand in the source and are said in the user's language, found in its syntax tree."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk import errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAYING = {"say", "_say", "tell", "tell_aside"}
"""Calls whose first text is said as it is, be it a single word."""

SPEAKING = {
    *SAYING,
    "Notice",
    "Problem",
    "_Problem",
    "Finding",
    "DiskError",
    "_HostileError",
    *(name for name in vars(errors) if name.endswith("Error")),
}
"""Calls whose texts somebody reads."""

_SPOKEN_KEYWORDS = {"hint", "message", "problem"}

_PLACEHOLDER = re.compile(r"\{[a-z_]+(![rs])?\}")


@dataclass(frozen=True, order=True)
class Said:
    """A sentence, and where it stands: the module's path, and the line."""

    text: str
    path: Path
    line: int


@dataclass(frozen=True)
class Module:
    """A module's path and tree, and what its names stand for, whichever function they belong to."""

    path: Path
    tree: ast.Module
    named: dict[str, list[ast.expr]]

    @classmethod
    def read(cls, path: Path) -> Module:
        """Parse a file."""
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named: dict[str, list[ast.expr]] = {}
        for name, value in _bindings(tree):
            named.setdefault(name, []).append(value)
        return cls(path, tree, named)


def modules(package: Path) -> list[Module]:
    """Return the modules of a package, those of its packages too."""
    return [Module.read(path) for path in sorted(package.rglob("*.py"))]


def said_in(module: Module) -> Iterator[Said]:
    """Yield the sentences a module hands to a call that says them."""
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in SPEAKING:
                hints = [each.value for each in node.keywords if each.arg in _SPOKEN_KEYWORDS]
                for argument in [*node.args[:2], *hints]:
                    one_word = name in SAYING and argument in node.args[:1]
                    for text in _texts(argument, module.named):
                        if one_word or " " in text.strip():
                            yield Said(text, module.path, argument.lineno)


def constants(module: Module) -> set[str]:
    """Return every text that is written out in a module."""
    return {
        node.value for node in ast.walk(module.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def templates(module: Module) -> Iterator[Said]:
    """Yield the texts with words and a ``{placeholder}``, wherever they stand: they are written to be said."""
    inside = {id(part) for node in ast.walk(module.tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    formatted = {
        id(part)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"format", "replace"}
        for part in ast.walk(node.func)
    }
    quiet = inside | formatted | _docstrings(module.tree)
    for node in ast.walk(module.tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in quiet:
                if _PLACEHOLDER.search(text) and re.search(r"[a-z]{2,} [a-z]{2,}", _PLACEHOLDER.sub("x", text)):
                    yield Said(text, module.path, node.lineno)


def _docstrings(tree: ast.Module) -> set[int]:
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _bindings(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield what names are given: assignments, and, as unpacked, the tables that loops go through."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                yield name, value
            case ast.For(target=target, iter=table) | ast.comprehension(target=target, iter=table):
                for name in ast.walk(target):
                    if isinstance(name, ast.Name):
                        yield name.id, ast.Starred(value=table)


def _texts(node: ast.AST | None, named: dict[str, list[ast.expr]]) -> Iterator[str]:
    """Yield the texts an argument writes out, or names: a constant, a choice of two, a table of them."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Name(id=name) | ast.Starred(value=ast.Name(id=name)):
            # What a name stands for is followed once: else a name given anew would be followed for ever.
            rest = {other: values for other, values in named.items() if other != name}
            for value in named.get(name, []):
                yield from _texts(ast.Starred(value=value) if isinstance(node, ast.Starred) else value, rest)
        case _:
            for part in _parts(node):
                yield from _texts(part, named)


def _parts(node: ast.AST | None) -> list[ast.expr | None]:
    """Return the expressions whose texts an expression may come to."""
    match node:
        case ast.IfExp(body=first, orelse=second):
            return [first, second]
        case ast.BoolOp(values=several) | ast.Tuple(elts=several) | ast.List(elts=several) | ast.Dict(values=several):
            return list(several)
        case ast.Starred(value=ast.Dict(keys=keys)):
            # A loop over a dictionary goes through its keys, as unpacking it does.
            return list(keys)
        case ast.Subscript(value=table) | ast.Starred(value=table):
            return [table]
    return []
