"""Writes into the settings file what a command was asked to keep, and leaves the rest as its author wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.errors import SettingsError
from calmdesk.places import settings_file
from calmdesk.settings.file import check_file
from calmdesk.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def remember(values: Mapping[str, Mapping[str, str]], path: Path | None = None) -> Path:
    """Write texts into the settings, table by table.

    Returns:
        The file, which is made where it was not there.

    Raises:
        SettingsError: the file cannot be used as it is, or cannot be written; then it is unchanged.
    """
    # Imported late: only a command that remembers something edits the file.
    import tomlkit  # noqa: PLC0415
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    path = path or settings_file()
    if path.exists():
        check_file(path)
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig")) if path.exists() else tomlkit.document()
        for name, table in values.items():
            document.setdefault(name, tomlkit.table()).update(table)
        write_whole(path, tomlkit.dumps(document).encode(), new_folder=True)
    except (OSError, TOMLKitError) as error:
        raise SettingsError("cannot write the settings in {path}: {reason}", path=path, reason=error) from error
    return path
