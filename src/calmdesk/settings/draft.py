"""A copy of the settings to be edited: the settings themselves change at once, and only to what holds no mistake."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from calmdesk.errors import SettingsError
from calmdesk.settings.file import check_file
from calmdesk.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Draft:
    """The draft of a settings file; it lies beside it, and is kept until it took its place.

    Args:
        settings: the file; it need not be there.
        beginning: what a new file begins with.

    Raises:
        SettingsError: the file cannot be read, or the draft not be written.
    """

    def __init__(self, settings: Path, beginning: str) -> None:
        self.settings = settings
        place = settings.resolve()
        self.path = place.with_name(f"{place.stem}.draft{place.suffix}")
        with _told(settings):
            self._there = _content(settings)
            self._before = beginning.encode() if self._there is None else self._there
            self.resumed = _content(self.path) not in {None, self._before}
            if not self.resumed:
                write_whole(self.path, self._before, new_folder=True)

    @property
    def changed(self) -> bool:
        """Whether it says something else than the settings did."""
        return _content(self.path) != self._before

    def check(self) -> None:
        """Refuse a draft with mistakes.

        Raises:
            SettingsError: it cannot be read, or names everything that is wrong with it.
        """
        with _told(self.path):
            if _content(self.path) is None:
                # An editor that takes it away has changed nothing.
                write_whole(self.path, self._before)
        check_file(self.path)

    def take_its_place(self) -> None:
        """Put it in the place of the settings.

        Raises:
            SettingsError: it cannot be written, or the settings were changed meanwhile; then both are kept.
        """
        with _told(self.settings):
            if _content(self.settings) != self._there:
                raise SettingsError(
                    "another command has changed the settings meanwhile; your text is kept in {path}",
                    hint="calmdesk settings edit",
                    path=self.path,
                )
            write_whole(self.settings, self.path.read_bytes(), new_folder=True)
            self.path.unlink()

    def drop_unless_changed(self) -> None:
        """Remove it where nothing of the user's stands in it."""
        if not self.changed:
            self.path.unlink(missing_ok=True)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what the system refuses."""
    try:
        yield
    except OSError as error:
        raise SettingsError("cannot write the settings in {path}: {reason}", path=path, reason=error) from error
