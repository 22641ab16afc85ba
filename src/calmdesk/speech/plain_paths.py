r"""Folders Vosk can read on Windows.

Vosk hands the bytes of a path to the C library, which on Windows takes them for the machine's old code page: a model
under ``C:\Users\Inès`` is not found (Vosk's issue 1072). There models are kept in, or for the moment of loading copied
to, ``C:\ProgramData``, whose path has no accents and where every user may write. Elsewhere any path will do.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

WINDOWS: Final = os.name == "nt"
_COMMON: Final = "ProgramData"


def readable(path: Path, *, windows: bool = WINDOWS) -> bool:
    """Tell whether Vosk can open files under ``path``."""
    return not windows or str(path).isascii()


def home(wanted: Path, *, windows: bool = WINDOWS) -> Path:
    """Return the folder to keep models in: ``wanted``, or the one all users of the machine share."""
    if readable(wanted, windows=windows):
        return wanted
    common = Path(os.environ.get(_COMMON) or r"C:\ProgramData")
    return common / "calmdesk" / wanted.name


def temporary(*, windows: bool = WINDOWS) -> Path | None:
    """Return where to make a temporary folder that Vosk shall read; None for the usual place."""
    usual = Path(tempfile.gettempdir())
    if readable(usual, windows=windows):
        return None
    folder = home(usual / "loading", windows=windows)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
