"""Values of the settings as they may be shown: the address of a database may hold a password."""

from __future__ import annotations

import re
from typing import Final

# Also where it was not written as it should be: with an @ or a / in it, without a scheme, or in libpq's own form.
_IN_AN_ADDRESS: Final = re.compile(r"^((?!sqlite:)\w[\w+.-]*:/+[^:@/]*|[^:@/\\]{2,}(?!:/)):.*@")
_BY_NAME: Final = re.compile(r"(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s&]*)", re.IGNORECASE)


def without_password(value: str) -> str:
    """Return a value with ``***`` in the place of a password; a path stays as it is."""
    return _BY_NAME.sub(r"\1***", _IN_AN_ADDRESS.sub(r"\1:***@", value))
