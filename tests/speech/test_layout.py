from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from calmdesk.errors import ModelError
from calmdesk.speech import layout


def refused(path: Path) -> ModelError:
    """Return why ``path`` is not taken for a model."""
    with pytest.raises(ModelError) as caught:
        layout.check(path)
    return caught.value


def hint(error: ModelError) -> str:
    """Return how to mend it."""
    return error.hint.format(**error.details)


def old_layout(new: Path, folder: Path) -> Path:
    """Return the model in the flat layout of Vosk's first models."""
    folder.mkdir()
    for name in ("am/final.mdl", "conf/mfcc.conf", "graph/HCLG.fst", "graph/words.txt"):
        shutil.copy(new / name, folder)
    return folder


def test_a_complete_model_is_taken(shipped: Path, tmp_path: Path) -> None:
    """The shipped model is one, and so is one in the flat layout of Vosk's first models."""
    layout.check(shipped)
    layout.check(old_layout(shipped, tmp_path / "old"))


def test_a_model_composed_while_decoding_is_taken(copied: Path) -> None:
    """Official small models have two graphs instead of one, and no list of words."""
    (copied / "graph" / "HCLG.fst").rename(copied / "graph" / "HCLr.fst")
    shutil.copy(copied / "graph" / "HCLr.fst", copied / "graph" / "Gr.fst")
    (copied / "graph" / "words.txt").rename(copied / "graph" / "disambig_tid.int")
    layout.check(copied)


def test_a_path_that_leads_nowhere(tmp_path: Path) -> None:
    """A typing mistake in the path is said as such."""
    error = refused(tmp_path / "modle")
    assert str(error) == f"there is no speech model at {tmp_path / 'modle'}"
    assert "models list" in hint(error)


def test_a_path_the_system_refuses(tmp_path: Path) -> None:
    """What the system says is passed on in one sentence."""
    assert str(refused(tmp_path / ("x" * 5_000))).startswith("cannot read the speech model")


def test_the_zip_file_itself(tmp_path: Path) -> None:
    """Whoever gives the downloaded zip is told how to install it."""
    path = tmp_path / "vosk-model-small-fr-0.22.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("vosk-model-small-fr-0.22/am/final.mdl", b"x")
    assert str(refused(path)).endswith("is the model's zip file, not its folder")
    assert hint(refused(path)) == f"install it: calmdesk models install LANGUAGE --file {path}"


def test_any_other_file(shipped: Path) -> None:
    """Giving one of the model's files instead of its folder is told apart from the zip."""
    assert "is a file, not the folder" in str(refused(shipped / "am" / "final.mdl"))


def test_an_empty_folder(tmp_path: Path) -> None:
    """A folder made for a model that was never unpacked."""
    assert str(refused(tmp_path)) == f"the folder {tmp_path} is empty"


def test_the_folder_above_the_model(copied: Path) -> None:
    """Unpacking often leaves a folder in a folder: the hint names the inner one."""
    error = refused(copied.parent)
    assert str(copied) in str(error)
    assert hint(error) == f"give that folder: {copied}"


@pytest.mark.parametrize("part", ["am", "conf", "graph"])
def test_a_folder_inside_the_model(shipped: Path, part: str) -> None:
    """One step too far: the hint names the model's own folder."""
    assert hint(refused(shipped / part)) == f"give {shipped}"


def test_a_folder_inside_the_model_when_standing_in_it(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path is understood as the shell understands it."""
    monkeypatch.chdir(shipped)
    layout.check(Path())
    assert "is only a part" in str(refused(Path("graph")))


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    """A folder of holiday pictures is no speech model."""
    (tmp_path / "img_0001.jpg").write_bytes(b"x")
    assert "is not a Vosk speech model" in str(refused(tmp_path))


@pytest.mark.parametrize("lost", ["am/final.mdl", "conf/model.conf", "conf/mfcc.conf", "graph/HCLG.fst"])
def test_a_missing_file_is_named(copied: Path, lost: str) -> None:
    """An interrupted copy: the sentence names what lacks."""
    (copied / lost).unlink()
    error = refused(copied)
    assert str(error) == f"the speech model {copied} is incomplete: it lacks {lost}"
    assert hint(error) == "unpack or copy the model again"


def test_half_of_a_composed_graph_is_not_enough(copied: Path) -> None:
    """Of an official small model's graph, all the pieces are asked for."""
    (copied / "graph" / "HCLG.fst").rename(copied / "graph" / "HCLr.fst")
    assert str(refused(copied)).endswith("it lacks graph/Gr.fst, graph/disambig_tid.int")


@pytest.mark.parametrize("file", ["am/final.mdl", "conf/model.conf", "graph/HCLG.fst", "graph/words.txt"])
def test_an_empty_file_is_named(copied: Path, file: str) -> None:
    """A full disk leaves empty files; with an empty word list Vosk would hear words without letters."""
    (copied / file).write_bytes(b"")
    assert str(refused(copied)) == f"the speech model {copied} is damaged: {file} is empty"


def test_settings_without_silence(copied: Path) -> None:
    """Kaldi would end the whole program at the first sound; it is refused before."""
    (copied / "conf" / "model.conf").write_text("--beam=11.0\n", "utf-8")
    assert "does not say which phones are silence" in str(refused(copied))
