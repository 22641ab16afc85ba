"""What was installed, file by file: written into the model's folder, so that it comes and goes with the model."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from calmdesk.errors import ModelError
from calmdesk.speech.catalogue import Sum, read_sum

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from calmdesk.speech.watch import Watch

NAME: Final = "calmdesk-receipt.json"
_CHUNK: Final = 1024 * 1024


def write_receipt(model: Path, files: Mapping[str, Sum]) -> None:
    """Note what the files of a model are."""
    content = {"files": {name: asdict(found) for name, found in files.items() if name != NAME}}
    (model / NAME).write_text(json.dumps(content, indent=1), encoding="utf-8")


def read_receipt(model: Path) -> dict[str, Sum]:
    """Return what the files of a model were when it was installed; empty when calmdesk did not install it.

    Raises:
        ModelError: it did, and the receipt is damaged.
    """
    try:
        content = json.loads((model / NAME).read_text(encoding="utf-8"))
        return {name: read_sum(found) for name, found in content["files"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise ModelError(
            "the speech model {name} is damaged: {files}",
            hint="install it again: calmdesk models install {name} --again",
            name=model.name,
            files=NAME,
        ) from error


def changed_files(model: Path, files: Mapping[str, Sum], watch: Watch) -> list[str]:
    """Return the files that are not, or no longer, what they must be."""
    return [name for name, expected in files.items() if _sum_of(model / name, watch) != expected]


def sha256_of(path: Path, watch: Watch) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            watch.advance(len(chunk))
    return digest.hexdigest()


def _sum_of(path: Path, watch: Watch) -> Sum | None:
    try:
        return Sum(path.stat().st_size, sha256_of(path, watch))
    except OSError:
        return None
