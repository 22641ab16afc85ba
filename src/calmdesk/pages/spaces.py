"""Spaces at which no line may end: a French « and a sign of two parts do not stand alone."""

from __future__ import annotations

import re
from typing import Final

_SPACE: Final = re.compile(r"(?<=«) | (?=[»:;?!%])")


def unbroken(text: str) -> str:
    """Return a text whose spaces inside « » and before : ; ? ! % hold the line together."""
    return _SPACE.sub("\N{NO-BREAK SPACE}", text)
