"""Every sentence of the bench has its French, found by reading the code that says it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from calmdesk.messages import catalogue
from calmdesk.places import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CODE = [
    *sorted((PACKAGE / "bench").rglob("*.py")),
    *(PACKAGE / "cli" / f"{name}.py" for name in ("bench", "bench_live", "shipped", "phrasebook_bench", "proving")),
]
SAYS = ("Error", "tell")


def said(path: Path) -> Iterator[str]:
    """Yield the templates that a module raises or shows."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and (name.endswith(SAYS) or name.startswith("proving.tell_in(")):
            hints = [keyword.value for keyword in node.keywords if keyword.arg == "hint"]
            texts = [*node.args[:1], *hints]
            yield from (each.value for each in texts if isinstance(each, ast.Constant) and isinstance(each.value, str))


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.name)
def test_everything_is_said_in_french_too(path: Path) -> None:
    """A receptionist in Namur reads no English, and no placeholder is lost on the way."""
    french = catalogue("fr")
    for template in said(path):
        assert template in french, template
        assert french[template].count("{") == template.count("{"), template
