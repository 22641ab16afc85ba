from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from calmdesk.speech import models, plain_paths
from calmdesk.speech.recogniser import VoskRecogniser
from speech.archives import MODEL

if TYPE_CHECKING:
    import pytest


def test_windows_keeps_models_where_paths_have_no_accents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inès finds her models in ProgramData; Ines, and everybody on another system, in their own folder."""
    monkeypatch.setenv("ProgramData", str(tmp_path))
    accents, plain = Path("/Users/Inès/calmdesk/models"), Path("/Users/Ines/calmdesk/models")
    assert plain_paths.home(accents, windows=True) == tmp_path / "calmdesk" / "models"
    assert plain_paths.home(plain, windows=True) == plain
    assert plain_paths.home(accents, windows=False) == accents


def test_windows_loads_through_a_plain_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the temporary folder has accents too, another one is made."""
    monkeypatch.setenv("ProgramData", str(tmp_path / "common"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert plain_paths.temporary(windows=True) is None
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "Inès"))
    folder = plain_paths.temporary(windows=True)
    assert folder
    assert folder.is_dir()
    assert tmp_path / "common" in folder.parents
    assert plain_paths.temporary(windows=False) is None


def test_a_model_that_vosk_cannot_read_is_read_elsewhere(
    copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if this were Windows: the model in a folder with accents loads, through links that are gone afterwards."""
    monkeypatch.setenv("ProgramData", str(tmp_path / "common"))
    monkeypatch.setattr(plain_paths.readable, "__kwdefaults__", {"windows": True})
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert not plain_paths.readable(copied)
    assert plain_paths.readable(MODEL)
    VoskRecogniser(models.load(models.find("fr", copied)))
    assert not list(tmp_path.glob("calmdesk-*"))
