"""Where a line may not end."""

from __future__ import annotations

import pytest

from calmdesk.pages.spaces import unbroken


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("il a dit « non » : pourquoi ?", "il a dit «~non~»~: pourquoi~?"),
        ("tout va bien ; vraiment !", "tout va bien~; vraiment~!"),
        ("As it is: nothing? “no”", "As it is: nothing? “no”"),
        ("déjà «\u00a0tenu\u00a0»", "déjà «~tenu~»"),
    ],
)
def test_signs_stay_with_their_words(text: str, held: str) -> None:
    """No line begins with a question mark or ends with an opening quotation mark; ~ is such a space here."""
    assert unbroken(text) == held.replace("~", "\N{NO-BREAK SPACE}")
