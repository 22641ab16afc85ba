"""Where things lie: the data that ships with the program, and the user's own folders."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

PACKAGE = Path(__file__).resolve().parent

SETTINGS_VARIABLE: Final = "CALMDESK_SETTINGS"
"""Environment variable that names another settings file."""


def shipped(name: str) -> Path:
    """Return the shipped folder ``name`` (``phrasebooks``, ``models`` or ``calls``).

    An installed wheel carries them in ``calmdesk/data``; a checkout has them at its top.
    """
    packed = PACKAGE / "data" / name
    return packed if packed.is_dir() else PACKAGE.parents[1] / name


def compiled_file(lang: str) -> Path:
    """Return where the build keeps a language's phrases made ready for the matcher; the file may not exist."""
    return PACKAGE / "data" / "compiled" / f"{lang}.json"


def user_data() -> Path:
    """Return the user's data folder for calmdesk; it may not exist yet."""
    # Imported late: `calmdesk --help` does not need it.
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path("calmdesk", appauthor=False)


def settings_file() -> Path:
    """Return where the clinic's settings are looked for; the file may not exist."""
    named = os.environ.get(SETTINGS_VARIABLE)
    if named:
        return Path(named)
    # Imported late: commands that answer no call do not need it.
    from platformdirs import user_config_path  # noqa: PLC0415

    return user_config_path("calmdesk", appauthor=False) / "settings.toml"
