"""Checks the brackets of a phrase template before it is parsed, in words for its author."""

from __future__ import annotations

from typing import NamedTuple

from calmdesk.phrasebook.problems import Reason

_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_GROUPS = "(["
_ESCAPE = "\\"
_MAX_DEPTH = 15


class TemplateError(Exception):
    """A template cannot be read; ``reason`` says why, and how to write it."""

    def __init__(self, says: str, mend: str = "", **details: object) -> None:
        super().__init__(says)
        self.reason = Reason(says, mend, details)

    def __str__(self) -> str:
        return str(self.reason)


class _Pair(NamedTuple):
    start: int
    end: int


def check_brackets(template: str) -> None:
    """Check that brackets fit and that none stands inside a word.

    Raises:
        TemplateError: says where, and how to write it.
    """
    for pair in _pairs(template):
        if _glued(template, pair):
            raise TemplateError(
                "« {part} »: a bracket stands inside a word, and phrases are made of whole words",
                "write « {instead} »",
                part=_word_around(template, pair),
                instead=_whole_words(template, pair),
            )


def _pairs(template: str) -> list[_Pair]:
    pairs: list[_Pair] = []
    opened: list[int] = []
    escaped = False
    for i, letter in enumerate(template):
        if escaped or letter == _ESCAPE:
            escaped = not escaped
        elif letter in _CLOSING:
            opened.append(i)
        elif letter in _CLOSING.values():
            if not opened or _CLOSING[template[opened[-1]]] != letter:
                raise TemplateError("the bracket « {bracket} » closes nothing", bracket=_near(template, i, before=True))
            pairs.append(_Pair(opened.pop(), i))
        if len(opened) > _MAX_DEPTH:
            raise TemplateError("there are too many brackets inside each other", "split the phrase")
    if opened:
        raise TemplateError("the bracket « {bracket} » is not closed", bracket=_near(template, opened[-1]))
    return sorted(pairs)


def _near(template: str, i: int, *, before: bool = False) -> str:
    """Return a bracket with the words beside it, for the author to find it."""
    return template[max(0, i - 15) : i + 1].lstrip() if before else template[i : i + 15].rstrip()


def _glued(template: str, pair: _Pair) -> bool:
    """Tell whether a letter touches a bracket from outside while a letter touches it from inside."""
    alternatives = _alternatives(template, pair)
    before = template[pair.start - 1 : pair.start].isalnum()
    after = template[pair.end + 1 : pair.end + 2].isalnum()
    if template[pair.start] not in _GROUPS:
        return before or after
    starts = before and any(not each[:1].isspace() for each in alternatives)
    return starts or (after and any(not each[-1:].isspace() for each in alternatives))


def _alternatives(template: str, pair: _Pair) -> list[str]:
    """Return the alternatives of a group, brackets inside them untouched."""
    depth, parts = 0, [""]
    for letter in template[pair.start + 1 : pair.end]:
        depth += (letter in _CLOSING) - (letter in _CLOSING.values())
        if letter == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _word_around(template: str, pair: _Pair) -> str:
    start, end = _reach(template, pair)
    return template[start:end]


def _reach(template: str, pair: _Pair) -> tuple[int, int]:
    start, end = pair.start, pair.end + 1
    while start and template[start - 1].isalnum():
        start -= 1
    while end < len(template) and template[end].isalnum():
        end += 1
    return start, end


def _whole_words(template: str, pair: _Pair) -> str:
    start, end = _reach(template, pair)
    before, after = template[start : pair.start], template[pair.end + 1 : end]
    inside = template[pair.start : pair.end + 1]
    if inside[0] not in _GROUPS:
        return " ".join(part for part in (before, inside, after) if part)
    alternatives = _alternatives(template, pair)
    if inside[0] == "[" or len(alternatives) == 1:
        alternatives = ["", *alternatives]
    return f"({'|'.join(before + each.strip() + after for each in alternatives)})"
