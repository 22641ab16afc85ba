"""Finds, in the source, everything that can go wrong and be told: templates of errors, notices and findings.

A template is a key of ``messages``, so only strings that have a French translation count. Each is told apart by where
it stands: what is said in passing (``say``, ``tell``) is no problem, and what stands beside a problem is its remedy.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TALK = {"say", "told", "tell", "tell_aside", "echo", "prompt", "confirm"}
"""Calls whose texts are said in passing: nothing is wrong."""

REMEDIES = {"hint", "mend"}
"""Names under which a call is given how to mend it."""


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A template of what is wrong, the module of the package that tells it, and the templates of its remedies."""

    module: str
    line: int
    template: str
    remedies: tuple[str, ...] = ()


def find(package: Path, catalogue: Mapping[str, str]) -> list[Message]:
    """Return the messages of a package, module by module, each template once for each module that tells it."""
    found: dict[tuple[str, str], Message] = {}
    for path in sorted(package.rglob("*.py")):
        module = path.relative_to(package).as_posix()
        for each in _Module(path, catalogue).messages():
            known = found.get((module, each.template))
            remedies = tuple(dict.fromkeys((*(known.remedies if known else ()), *each.remedies)))
            line = known.line if known else each.line
            found[module, each.template] = Message(module, line, each.template, remedies)
    return sorted(found.values())


class _Module:
    """The strings of one module that are templates, and the part each of them plays."""

    def __init__(self, path: Path, catalogue: Mapping[str, str]) -> None:
        self._tree = ast.parse(path.read_text(encoding="utf-8"))
        self._catalogue = catalogue
        self._named = {
            target.id: each.value
            for each in ast.walk(self._tree)
            if isinstance(each, ast.Assign | ast.AnnAssign) and each.value
            for target in (each.targets if isinstance(each, ast.Assign) else [each.target])
            if isinstance(target, ast.Name)
        }

    def messages(self) -> Iterator[Message]:
        """Yield the messages in the order of the file; a template may come several times."""
        remedies, talk, paired = set[str](), set[str](), dict[str, list[str]]()
        for node in ast.walk(self._tree):
            problems, mends = self._told_together(node)
            if isinstance(node, ast.Call) and _name(node) in TALK:
                talk |= {*problems, *mends}
            else:
                remedies |= set(mends)
                for problem in problems:
                    paired.setdefault(problem, []).extend(mends)
        for node in ast.walk(self._tree):
            for template in self._template(node):
                if template in paired or template not in remedies | talk:
                    yield Message("", getattr(node, "lineno", 0), template, tuple(paired.get(template, ())))

    def _told_together(self, node: ast.AST) -> tuple[list[str], list[str]]:
        """Return what a call, or a pair of texts, says is wrong, and what it says mends that."""
        match node:
            case ast.Call(args=args, keywords=keywords):
                given = [list(self._texts(each)) for each in args]
                given += [list(self._texts(each.value)) for each in keywords if each.arg not in REMEDIES]
                mends = [text for each in keywords if each.arg in REMEDIES for text in self._texts(each.value)]
            case ast.Tuple(elts=[one, other, *_]):
                given, mends = [list(self._texts(one)), list(self._texts(other))], []
                if not all(given):
                    return [], []
            case _:
                return [], []
        problems, *more = [texts for texts in given if texts] or [[]]
        return problems, [*(text for texts in more for text in texts), *mends]

    def _texts(self, node: ast.expr) -> Iterator[str]:
        """Yield the templates an argument writes out, names, or chooses between."""
        match node:
            case ast.Name(id=name) if name in self._named:
                yield from self._template(self._named[name])
            case ast.IfExp(body=one, orelse=other):
                yield from self._texts(one)
                yield from self._texts(other)
            case _:
                yield from self._template(node)

    def _template(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.Constant(value=str(text)) if " " in text.strip() and text in self._catalogue:
                yield text


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
