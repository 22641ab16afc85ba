"""Cards that were called wrong, kept for tuning, where the clinic has asked for it: labelled sentences, one a line.

``phrasebook bench`` and ``tune`` read the file as they read any other; a sentence in it calls for nothing.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from calmdesk.errors import SettingsError
from calmdesk.places import user_data

if TYPE_CHECKING:
    from pathlib import Path


def feedback_file() -> Path:
    """Return where the sentences are kept; the file may not exist."""
    return user_data() / "feedback.jsonl"


def keep(text: str, family: str, path: Path | None = None) -> Path:
    """Add the sentence that brought a wrong card of ``family``; only its owner may read the file.

    Raises:
        SettingsError: it cannot be written.
    """
    path = path or feedback_file()
    line = json.dumps({"text": text, "labels": [], "wrong": family}, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(descriptor, "a", encoding="utf-8") as file:  # noqa: PTH123  # opened with its permissions
            file.write(line)
    except OSError as error:
        raise SettingsError(
            "cannot keep the wrong card in {path}: {reason}", path=path, reason=error.strerror or error
        ) from error
    return path
