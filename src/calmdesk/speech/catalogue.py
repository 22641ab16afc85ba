"""The catalogue of models that can be installed: ``models/catalogue.toml``, or the clinic's own."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NoReturn

from calmdesk import places
from calmdesk.errors import ModelError, UsageError
from calmdesk.toml_text import parse_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VARIABLE: Final = "CALMDESK_MODEL_CATALOGUE"
"""Environment variable that names another catalogue: a clinic with models of its own."""

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
"""What a model may be called: its name becomes a folder's, on every system."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Size(StrEnum):
    """Small models run on any machine of a desk; large ones hear better and want some gigabytes of memory."""

    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Sum:
    """What a file must be: its size in bytes and its SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that can be installed.

    Args:
        name: its folder's name.
        language: a code such as ``fr`` or ``en-us``.
        size: small or large.
        licence: under which it may be used.
        graph: ``dynamic`` when it can be given a list of expected words, else ``static``.
        address: where its zip file is published.
        bytes: size of the zip file; exact when ``sha256`` is known, rounded otherwise.
        sha256: of the zip file; empty when not known.
        word_error_rates: percent of wrong words, by what was tested.
        files: what is in it, by path within the model; empty when not known.
    """

    name: str
    language: str
    size: Size
    licence: str
    graph: str
    address: str
    bytes: int
    sha256: str
    word_error_rates: Mapping[str, float]
    files: Mapping[str, Sum]

    def is_for(self, language: str) -> bool:
        """Tell whether it hears a language: ``en-us`` is ``en`` too."""
        return f"{self.language}-".startswith(f"{language}-")

    @property
    def best_rate(self) -> float | None:
        """The lowest of its word error rates, in percent: on the easiest of the test sets."""
        return min(self.word_error_rates.values(), default=None)


def catalogue_file() -> Path:
    """Return the catalogue in use."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else places.shipped("models") / "catalogue.toml"


def read_catalogue(path: Path | None = None) -> tuple[Offer, ...]:
    """Return all models that can be installed, in the order of the file.

    Raises:
        ModelError: the file cannot be read, or says something a catalogue cannot say.
    """
    path = path or catalogue_file()
    try:
        entries = parse_toml(path.read_text(encoding="utf-8")).get("models", [])
        return tuple(_offer(entry) for entry in entries)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        _refuse(path, error)


def _refuse(path: Path, error: Exception) -> NoReturn:
    lacking = isinstance(error, KeyError)
    raise ModelError(
        "the catalogue of models {path} cannot be used: {reason}",
        hint="models/catalogue.toml of calmdesk shows how one is written",
        path=path,
        reason=f"{error} ?" if lacking else error,
    ) from error


def find_offer(offers: Sequence[Offer], wanted: str, size: Size) -> Offer:
    """Return the model that ``wanted`` means: a model's name, or a language and a size.

    Raises:
        UsageError: there is none; names the languages there are.
    """
    for offer in offers:
        if wanted == offer.name or (offer.size is size and offer.is_for(wanted)):
            return offer
    raise UsageError(
        "the catalogue has no {size} model for {language}; it has models for: {languages}",
        hint="`calmdesk models list` shows them; another model is installed with --file model.zip",
        size=size,
        language=wanted,
        languages=", ".join(sorted({offer.language for offer in offers})) or "-",
    )


def _offer(entry: Mapping[str, Any]) -> Offer:
    if not NAME.fullmatch(entry["name"]):
        raise ValueError(entry["name"])
    return Offer(
        name=entry["name"],
        language=str(entry["language"]),
        size=Size(entry["size"]),
        licence=str(entry["licence"]),
        graph=str(entry["graph"]),
        address=str(entry["address"]),
        bytes=int(entry["bytes"]),
        sha256=_sha256(entry["sha256"]) if "sha256" in entry else "",
        word_error_rates=MappingProxyType({str(k): float(v) for k, v in entry.get("word_error_rates", {}).items()}),
        files=MappingProxyType({str(name): read_sum(found) for name, found in entry.get("files", {}).items()}),
    )


def read_sum(found: Mapping[str, Any]) -> Sum:
    """Return a ``Sum`` from a table; a ``ValueError``, ``TypeError`` or ``KeyError`` where it is none."""
    return Sum(int(found["bytes"]), _sha256(found["sha256"]))


def _sha256(text: str) -> str:
    if not _SHA256.fullmatch(text):
        raise ValueError(text)
    return text
