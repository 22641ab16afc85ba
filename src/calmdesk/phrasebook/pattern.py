"""Turns phrase templates into rows of slots and gaps.

``hassil`` parses a template (the syntax of Home Assistant's sentence templates); here its tree is flattened.
"""

from __future__ import annotations

import re
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from hassil.expression import Alternative, Expression, ListReference, Permutation, RuleReference, Sequence, TextChunk
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from calmdesk.phrasebook.branch import Branch, Gap, Slot, slot_choices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from calmdesk.phrasebook.branch import Wording

MAX_WORDINGS = 4_000
MAX_BRANCHES = 400
_MAX_DEPTH = 20
_GAP = re.compile(r"\.\.\.|…")


class TemplateError(Exception):
    """A template cannot be read; the message says why, in words for its author."""


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
        self._lists = lists
        self._rules = rules
        self._known: dict[str, list[Branch]] = {}

    def compile(self, template: str) -> list[Branch]:
        """Return the branches of a template.

        Raises:
            TemplateError: the syntax is wrong, a list or rule is unknown or refers to itself, or it grows too large.
        """
        branches = self._flatten(self._parse(template), 0)
        if not any(_says_something(branch) for branch in branches):
            raise TemplateError("it holds no words")
        return [_tidy(branch) for branch in branches if _says_something(branch)]

    def _parse(self, template: str) -> Expression:
        try:
            return parse_sentence(_GAP.sub(" … ", template)).expression
        except (ParseError, AssertionError) as error:
            raise TemplateError(f"the brackets do not fit ({error})") from None

    def _flatten(self, expression: Expression, depth: int) -> list[Branch]:
        if depth > _MAX_DEPTH:
            raise TemplateError("a rule or list refers to itself")
        match expression:
            case TextChunk():
                return [self._literal(expression.original_text)]
            case ListReference():
                return self._named("{}", expression.list_name, self._list_template, depth)
            case RuleReference():
                return self._named("<>", expression.rule_name, self._rule_template, depth)
            case Alternative():
                return self._alternative(expression, depth)
            case Permutation():
                raise TemplateError("« ; » (any order) is not supported; write the orders as (a b|b a)")
            case Sequence():
                return self._sequence(expression.items, depth)
        raise TemplateError(f"« {expression} » cannot be used here")

    def _literal(self, text: str) -> Branch:
        parts: list[Slot | Gap] = []
        for i, piece in enumerate(text.split("…")):
            if i:
                parts.append(Gap())
            parts.extend(Slot((word,)) for word in _wordings(self._read(piece)))
        return tuple(parts)

    def _list_template(self, name: str) -> list[str]:
        if name not in self._lists:
            raise TemplateError(f"the list {{{name}}} is not defined")
        return list(self._lists[name])

    def _rule_template(self, name: str) -> list[str]:
        if name not in self._rules:
            raise TemplateError(f"the rule <{name}> is not defined")
        return [self._rules[name]]

    def _named(self, kind: str, name: str, templates: Callable[[str], list[str]], depth: int) -> list[Branch]:
        key = kind + name
        if key not in self._known:
            branches = [branch for text in templates(name) for branch in self._flatten(self._parse(text), depth + 1)]
            self._known[key] = _as_slot(branches, optional=False)
        return self._known[key]

    def _alternative(self, expression: Alternative, depth: int) -> list[Branch]:
        items = expression.items[:-1] if expression.is_optional else expression.items
        branches = [branch for item in items for branch in self._flatten(item, depth + 1)]
        return _as_slot(branches, optional=expression.is_optional)

    def _sequence(self, items: list[Expression], depth: int) -> list[Branch]:
        parts = [self._flatten(item, depth + 1) for item in items]
        if prod(len(part) for part in parts) > MAX_BRANCHES:
            raise TemplateError("too many alternatives hold a gap; split the phrase")
        return [tuple(piece for branch in combination for piece in branch) for combination in product(*parts)]


def _wordings(words: Wording) -> list[Wording]:
    return [(word,) for word in words]


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
            raise TemplateError(f"more than {MAX_WORDINGS} wordings stand in one place; split the phrase")
    optional = optional or () in wordings
    wordings.pop((), None)
    return [(Slot(tuple(wordings), optional),)] if wordings else [()]


def _spell_out(branch: Branch) -> Iterable[Wording]:
    choices = [slot_choices(part) for part in branch if isinstance(part, Slot)]
    if prod(len(choice) for choice in choices) > MAX_WORDINGS:
        raise TemplateError(f"more than {MAX_WORDINGS} wordings stand in one place; split the phrase")
    for combination in product(*choices):
        yield tuple(word for wording in combination for word in wording)


def _says_something(branch: Branch) -> bool:
    return any(isinstance(part, Slot) and not part.optional for part in branch)


def _tidy(branch: Branch) -> Branch:
    """Drop gaps and optional slots at both ends: they match anything, so they prove nothing."""
    parts = list(branch)
    for end in (0, -1):
        while isinstance(parts[end], Gap) or parts[end].optional:  # type: ignore[union-attr]  # a Gap is caught first
            parts.pop(end)
    return tuple(parts)
