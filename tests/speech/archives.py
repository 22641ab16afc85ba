"""Zip files of the shipped model, and zip files nobody should unpack."""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from functools import cache
from typing import TYPE_CHECKING

from calmdesk import places
from calmdesk.speech.catalogue import Offer, Size, Sum

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "vosk-model-small-fr-9.9"
MODEL = places.shipped("models") / "demo-fr"


@cache
def model_zip(name: str = NAME) -> bytes:
    """Return the shipped model as its publisher would pack it: one folder, the model in it."""
    files = {f"{name}/{file.relative_to(MODEL)}": file.read_bytes() for file in MODEL.rglob("*") if file.is_file()}
    return zipped(files, zipfile.ZIP_DEFLATED)


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip file with these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method, compresslevel=1) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo("x")
            entry.filename = name
            entry.compress_type = method
            archive.writestr(entry, content)
    return packed.getvalue()


def link_zip(target: str = "/etc/passwd", kind: int = stat.S_IFLNK) -> bytes:
    """Return a zip file whose only entry is a link, or a device."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("model/am")
        entry.create_system = 3
        entry.external_attr = (kind | 0o777) << 16
        archive.writestr(entry, target)
    return packed.getvalue()


def offer_for(body: bytes, *, exact: bool = True, files: Mapping[str, Sum] | None = None) -> Offer:
    """Return what a catalogue says of a zip file."""
    return Offer(
        name=NAME,
        language="fr",
        size=Size.SMALL,
        licence="Apache-2.0",
        graph="static",
        address=f"https://models.invalid/{NAME}.zip",
        bytes=len(body),
        sha256=hashlib.sha256(body).hexdigest() if exact else "",
        word_error_rates={},
        files=files or {},
    )


def catalogue_text(body: bytes) -> str:
    """Return a catalogue with that one model."""
    return (
        f'[[models]]\nname = "{NAME}"\nlanguage = "fr"\nsize = "small"\nlicence = "Apache-2.0"\ngraph = "static"\n'
        f'address = "https://models.invalid/{NAME}.zip"\nbytes = {len(body)}\n'
        f'sha256 = "{hashlib.sha256(body).hexdigest()}"\n'
    )


def content_of(model: Path) -> dict[str, str]:
    """Return the checksum of every file of a model, its receipt left out."""
    return {
        file.relative_to(model).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in model.rglob("*")
        if file.is_file() and file.name != "calmdesk-receipt.json"
    }
