"""What is wrong with a file that is not TOML, as ``tomli`` says it, in templates that can be translated."""

from __future__ import annotations

import re
from typing import Final

REASONS: Final = (
    "Cannot declare {key} twice",
    "Cannot mutate immutable namespace {key}",
    "Cannot overwrite a value",
    "Cannot redefine namespace {key}",
    "Duplicate inline table key {key}",
    "Escaped character is not a Unicode scalar value",
    "Expected '=' after a key in a key/value pair",
    "Expected ']' at the end of a table declaration",
    "Expected ']]' at the end of an array declaration",
    "Expected newline or end of document after a statement",
    "Expected {expected}",
    "Found invalid character {character}",
    "Illegal character '\\n'",
    "Illegal character {character}",
    "Invalid date or datetime",
    "Invalid hex value",
    "Invalid initial character for a key part",
    "Invalid statement",
    "Invalid value",
    "Unclosed array",
    "Unclosed inline table",
    "Unescaped '\\' in a string",
    "Unterminated string",
    "a number is too long",
    "too many brackets inside each other",
)
"""What ``tomli`` 2 finds, and what ``toml_text`` adds; the more general templates stand behind the others."""

PLACED: Final = "{reason} (line {line}, column {column})"


def reason_of(message: str) -> tuple[str, dict[str, str]]:
    """Return the template of a message of ``tomli``, and its details; a message that is not known stands for itself."""
    for template in REASONS:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(template))
        if found := re.fullmatch(pattern, message, re.DOTALL):
            # A key is written as a tuple.
            return template, {name: value.strip("(,)") for name, value in found.groupdict().items()}
    return "{message}", {"message": message}
