"""Installs a model: from the network or from a zip file, proven to work before it replaces anything."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from calmdesk.errors import ModelError, UsageError
from calmdesk.speech import layout
from calmdesk.speech.catalogue import NAME, Offer, Size, Sum
from calmdesk.speech.download import MOST, Download, Patience, Wanted
from calmdesk.speech.models import PREFIX, language_of
from calmdesk.speech.receipt import sha256_of, write_receipt
from calmdesk.speech.trial import try_model
from calmdesk.speech.unfinished import NOTE, PART, Unfinished
from calmdesk.speech.unpack import size_unpacked, unpack
from calmdesk.speech.watch import Nobody, Step, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from calmdesk.speech.shelf import Shelf

_GROWTH: Final = 2
"""A model unpacked is about so many times its zip file; before the download its true size is not known."""

_SLACK: Final = 1.2
"""How much larger than its rounded size a zip file may be."""

_SPARE: Final = 50_000_000
"""Bytes of the disk left free."""

_STRAY: Final = "__MACOSX"
"""A folder that macOS adds to zip files."""

_GET_AGAIN: Final = "run the same command again; where a mirror is used, tell whoever keeps it"


class DiskError(ModelError):
    """The disk is the trouble, not the model."""


@dataclass(frozen=True, slots=True)
class Installer:
    """Puts models on a shelf.

    Args:
        shelf: where they go.
        watch: told how far it is.
        patience: how long a download waits.
    """

    shelf: Shelf
    watch: Watch = field(default_factory=Nobody)
    patience: Patience = field(default_factory=Patience)

    def from_network(self, offer: Offer, address: str) -> Path:
        """Download and install a model, and return its folder.

        Raises:
            UsageError: the address is not safe.
            ModelError: it cannot be had, or is not what the catalogue says, or does not work; the old one stays.
        """
        exact = offer.bytes if offer.sha256 else None
        wanted = Wanted(address, min(MOST, int(offer.bytes * _SLACK)), exact)
        with self.shelf.changing(keep={PART, NOTE}), self._disk():
            unfinished = Unfinished(self.shelf.work)
            self._check_room(offer.bytes * (1 + _GROWTH) - unfinished.size, offer)
            archive = Download(wanted, self.shelf.work, self.watch, self.patience).run()
            try:
                self._check_archive(archive, offer)
                place = self._install(archive, offer.name, offer)
            except DiskError:
                raise  # the next time nothing has to be downloaded
            except ModelError:
                unfinished.discard()
                raise
            unfinished.discard()
        return place

    def from_file(self, archive: Path, name: str) -> Path:
        """Install a model from its zip file, and return its folder.

        Raises:
            ModelError: the file is not the zip file of a model, or the model does not work; the old one stays.
        """
        with self.shelf.changing(), self._disk():
            return self._install(archive, name)

    def _check_archive(self, archive: Path, offer: Offer) -> None:
        if not offer.sha256:
            return
        self.watch.begin(Step.CHECK, archive.stat().st_size)
        if sha256_of(archive, self.watch) != offer.sha256:
            raise ModelError(
                "what came is not the model {name}: its checksum is another", hint=_GET_AGAIN, name=offer.name
            )

    def _install(self, archive: Path, name: str, offer: Offer | None = None) -> Path:
        """Unpack, prove and place a model; hold the lock."""
        self._check_room(size_unpacked(archive), offer)
        room = self.shelf.room()
        try:
            files = unpack(archive, room, self.watch)
            model = model_in(room)
            prefix = "" if model == room else f"{model.name}/"
            own = {path.removeprefix(prefix): found for path, found in files.items() if path.startswith(prefix)}
            _check_layout(model, name)
            if offer:
                _check_files(own, offer)
            write_receipt(model, own)
            self.watch.begin(Step.TRY, None)
            try_model(model)
            return self.shelf.put(model, name)
        finally:
            shutil.rmtree(room, ignore_errors=True)

    @contextmanager
    def _disk(self) -> Iterator[None]:
        """Say in our own words what the disk refuses."""
        try:
            yield
        except OSError as error:
            raise DiskError(
                "cannot write the model into {folder}: {reason}",
                hint="check how much room there is and who may write there",
                folder=self.shelf.folder,
                reason=error,
            ) from error

    def _check_room(self, needed: int, offer: Offer | None) -> None:
        free = shutil.disk_usage(self.shelf.work).free
        if free < needed + _SPARE:
            smaller = "make room, or install the small model: --size small"
            raise DiskError(
                "the model needs {needed} MB in {folder}, where {free} MB are free",
                hint=smaller if offer and offer.size is Size.LARGE else "make room on the disk, then try again",
                needed=(needed + _SPARE) // 1_000_000 + 1,
                free=free // 1_000_000,
                folder=self.shelf.folder,
            )


def model_in(folder: Path) -> Path:
    """Return the model that was unpacked: the only folder in ``folder``, or ``folder`` itself."""
    inner = [path for path in folder.iterdir() if path.is_dir() and path.name != _STRAY]
    if len(inner) == 1 and not (folder / "am").is_dir() and not (folder / "final.mdl").is_file():
        return inner[0]
    return folder


def _check_layout(model: Path, name: str) -> None:
    """Check an unpacked model; what is wrong is said of its name, as nobody knows the folder it is in."""
    try:
        layout.check(model)
    except ModelError as error:
        raise ModelError(error.problem, hint="get the zip file again", **(error.details | {"path": name})) from error


def _check_files(files: dict[str, Sum], offer: Offer) -> None:
    wrong = [name for name, expected in offer.files.items() if files.get(name) != expected]
    if wrong:
        raise ModelError(
            "what came is not the model {name}: {file} is another",
            hint=_GET_AGAIN,
            name=offer.name,
            file=wrong[0],
        )


def address_of(offer: Offer, source: str) -> str:
    """Return where to get a model from.

    Args:
        offer: which model.
        source: the address of its zip file, or of a folder of such files; empty for the publisher's.
    """
    if not source:
        return offer.address
    return source if urlsplit(source).path.endswith(".zip") else f"{source.rstrip('/')}/{offer.name}.zip"


def name_for(archive: Path, language: str | None) -> str:
    """Return what a model from a zip file shall be called: as the file, the language in front where it does not say it.

    Raises:
        UsageError: nobody says the language.
    """
    stem = re.sub(r"[^A-Za-z0-9_.-]+", "-", archive.stem).strip("-.")
    if language is None and not stem.startswith(PREFIX):
        raise UsageError(
            "the name of {path} does not say the model's language",
            hint="say it: calmdesk models install LANGUAGE --file {path}",
            path=archive,
        )
    spoken = language_of(stem)
    name = stem if spoken and f"{spoken}-".startswith(f"{language or spoken}-") else f"{language}-{stem}".strip("-")
    if not NAME.fullmatch(name):
        raise UsageError("{name} cannot be the name of a model", hint="rename the zip file", name=name)
    return name
