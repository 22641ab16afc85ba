"""Is an installed model still what was installed, and does it work?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from calmdesk.errors import ModelError
from calmdesk.speech import layout
from calmdesk.speech.receipt import changed_files, read_receipt
from calmdesk.speech.trial import try_model
from calmdesk.speech.watch import Nobody, Step, Watch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from calmdesk.speech.catalogue import Offer, Sum

_AGAIN: Final = "install it again: calmdesk models install {name} --again"

_NAMED: Final = 3
"""Files that are named; another model has a dozen other ones."""


def verify(model: Path, offers: Sequence[Offer], watch: Watch | None = None) -> bool:
    """Compare a model's files with their checksums, then load it and let it hear half a second.

    Returns:
        Whether there were checksums: of the installation, or of the catalogue for one that was unpacked by hand.

    Raises:
        ModelError: it is damaged, or does not work.
    """
    layout.check(model)
    files = _expected(model, offers)
    wrong = _changed(model, files, watch or Nobody())
    if wrong:
        raise ModelError(
            "the speech model {name} is damaged: {files}", hint=_AGAIN, name=model.name, files=_some(wrong)
        )
    try_model(model)
    return bool(files)


def _some(names: Sequence[str]) -> str:
    """Return the first names of a list that may be long."""
    return ", ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])


def is_intact(model: Path, offers: Sequence[Offer], watch: Watch | None = None) -> bool:
    """Tell whether a model is still, byte for byte, what was installed; False when that is not known."""
    try:
        files = _expected(model, offers)
    except ModelError:
        return False
    return bool(files) and not _changed(model, files, watch or Nobody())


def _expected(model: Path, offers: Sequence[Offer]) -> Mapping[str, Sum]:
    listed = next((offer.files for offer in offers if offer.name == model.name), {})
    return read_receipt(model) or listed


def _changed(model: Path, files: Mapping[str, Sum], watch: Watch) -> list[str]:
    watch.begin(Step.CHECK, sum(found.bytes for found in files.values()))
    return changed_files(model, files, watch)
