"""Turns phrase templates into rows of slots and gaps.

``hassil`` parses a template (the syntax of Home Assistant's sentence templates); here its tree is flattened.
"""

from __future__ import annotations

import re
from contextlib import suppress
from difflib import get_close_matches
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from hassil.expression import Alternative, Expression, ListReference, Permutation, RuleReference, Sequence, TextChunk
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from calmdesk.phrasebook.brackets import TemplateError, check_brackets
from calmdesk.phrasebook.branch import Branch, Gap, Slot, slot_choices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from calmdesk.phrasebook.branch import Wording

MAX_WORDINGS = 4_000
MAX_BRANCHES = 400
_MAX_OPEN = 20
_GAP = re.compile(r"\.\.\.|…")

__all__ = ["BrokenName", "BrokenNameError", "TemplateError", "Templates"]


class BrokenNameError(TemplateError):
    """A template uses a list or rule that is itself wrong: ``Templates.broken`` says why."""


class BrokenName(NamedTuple):
    """What is wrong with a list or rule, and with which of its entries (from 0; None: all of them together)."""

    entry: int | None
    error: TemplateError


class Templates:
    """Turns template texts into branches, with the lists and rules of one language.

    Args:
        read: turns a text into normalised words (``Language.words``).
        lists: list name to its entries, which may themselves be templates.
        rules: rule name to its template.
    """

    def __init__(
        self, read: Callable[[str], Wording], lists: Mapping[str, Iterable[str]], rules: Mapping[str, str]
    ) -> None:
        self._read = read
        self._names = {f"{{{name}}}": list(entries) for name, entries in lists.items()}
        self._names |= {f"<{name}>": [template] for name, template in rules.items()}
        self._known: dict[str, list[Branch]] = {}
        self._open: list[str] = []
        self.broken: dict[str, BrokenName] = {}
        self._literals: dict[str, Branch] = {}

    def compile(self, template: str) -> list[Branch]:
        """Return the branches of a template.

        Raises:
            BrokenNameError: it uses a list or rule that is wrong itself.
            TemplateError: the syntax is wrong, a list or rule is unknown or refers to itself, or it grows too large.
        """
        branches = [branch for branch in self._flatten(self._parse(template)) if _says_something(branch)]
        if not branches:
            raise TemplateError("it holds no words", "something in it must stand outside of [ ]")
        return [_tidy(branch) for branch in branches]

    def resolve_all(self) -> None:
        """Compile every list and rule ahead of its use, so that ``broken`` is complete."""
        for name in self._names:
            with suppress(BrokenNameError):
                self._named(name)

    def _parse(self, template: str) -> Expression:
        if not template.strip():
            raise TemplateError("it holds no words", "write some")
        check_brackets(template)
        try:
            return parse_sentence(_GAP.sub(" … ", template)).expression
        except (ParseError, AssertionError):
            raise TemplateError("it cannot be read", "look for empty brackets and for « \\ »") from None

    def _flatten(self, expression: Expression) -> list[Branch]:
        match expression:
            case TextChunk():
                return [self._literal(expression.original_text)]
            case ListReference():
                return self._named(f"{{{expression.list_name}}}")
            case RuleReference():
                return self._named(f"<{expression.rule_name}>")
            case Alternative():
                return self._alternative(expression)
            case Permutation():
                raise TemplateError("« ; » (any order) is not supported", "write the orders as (a b|b a)")
            case Sequence():
                return self._sequence(expression.items)
        raise TemplateError("it cannot be read", "look for empty brackets and for « \\ »")

    def _literal(self, text: str) -> Branch:
        known = self._literals.get(text)
        if known is None:
            parts: list[Slot | Gap] = []
            for i, piece in enumerate(text.split("…")):
                if i:
                    parts.append(Gap())
                parts.extend(Slot(((word,),)) for word in self._read(piece))
            known = self._literals[text] = tuple(parts)
        return known

    def _named(self, name: str) -> list[Branch]:
        if name not in self._names:
            raise self._unknown(name)
        if name in self._open:
            raise TemplateError("« {name} » refers to itself", name=name)
        if len(self._open) > _MAX_OPEN:
            raise TemplateError("too many lists and rules refer to each other", "write some of them out")
        if name not in self._known and name not in self.broken:
            self._open.append(name)
            self._compile_name(name)
            self._open.pop()
        if name in self.broken:
            raise BrokenNameError(
                "« {name} » cannot be used: {reason}", name=name, reason=self.broken[name].error.reason
            )
        return self._known[name]

    def _compile_name(self, name: str) -> None:
        branches: list[Branch] = []
        entry: int | None = None
        try:
            for entry, template in enumerate(self._names[name]):  # noqa: B007  # named when it is wrong
                branches.extend(self._flatten(self._parse(template)))
            entry = None
            self._known[name] = _as_slot(branches, optional=False)
        except TemplateError as error:
            self.broken[name] = BrokenName(entry, error)

    def _unknown(self, name: str) -> TemplateError:
        near = get_close_matches(name, self._names, n=1)
        if near:
            return TemplateError("« {name} » is not defined", "did you mean « {near} »?", name=name, near=near[0])
        return TemplateError("« {name} » is not defined", "add it to lists.toml", name=name)

    def _alternative(self, expression: Alternative) -> list[Branch]:
        items = expression.items[:-1] if expression.is_optional else expression.items
        branches = [branch for item in items for branch in self._flatten(item)]
        return _as_slot(branches, optional=expression.is_optional)

    def _sequence(self, items: list[Expression]) -> list[Branch]:
        parts = [self._flatten(item) for item in items]
        if prod(len(part) for part in parts) > MAX_BRANCHES:
            raise TemplateError("too many alternatives hold a gap", "split the phrase")
        return [tuple(piece for branch in combination for piece in branch) for combination in product(*parts)]


def _as_slot(branches: list[Branch], *, optional: bool) -> list[Branch]:
    """Fold branches of plain words into one slot; with gaps they stay branches of their own."""
    filled = [branch for branch in branches if branch]
    optional = optional or len(filled) < len(branches)
    if any(isinstance(part, Gap) for branch in filled for part in branch):
        return [*filled, ()] if optional else filled
    wordings: dict[Wording, None] = {}
    for branch in filled:
        wordings.update(dict.fromkeys(_spell_out(branch)))
        if len(wordings) > MAX_WORDINGS:
            raise _too_many()
    optional = optional or () in wordings
    wordings.pop((), None)
    return [(Slot(tuple(wordings), optional),)] if wordings else [()]


def _spell_out(branch: Branch) -> Iterable[Wording]:
    choices = [slot_choices(part) for part in branch if isinstance(part, Slot)]
    if prod(len(choice) for choice in choices) > MAX_WORDINGS:
        raise _too_many()
    for combination in product(*choices):
        yield tuple(word for wording in combination for word in wording)


def _too_many() -> TemplateError:
    return TemplateError("more than {most} wordings stand in one place", "split the phrase", most=MAX_WORDINGS)


def _says_something(branch: Branch) -> bool:
    return any(isinstance(part, Slot) and not part.optional for part in branch)


def _tidy(branch: Branch) -> Branch:
    """Drop gaps and optional slots at both ends: they match anything, so they prove nothing."""
    parts = list(branch)
    for end in (0, -1):
        while isinstance(parts[end], Gap) or parts[end].optional:  # type: ignore[union-attr]  # a Gap is caught first
            parts.pop(end)
    return tuple(parts)
