from __future__ import annotations

import hashlib
import shutil
import stat
import subprocess
import sys
from collections import namedtuple
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calmdesk.errors import ModelError, UsageError
from calmdesk.messages import explain
from calmdesk.speech import models
from calmdesk.speech.catalogue import Size, Sum
from calmdesk.speech.download import Patience
from calmdesk.speech.install import Installer, address_of, name_for
from calmdesk.speech.shelf import Shelf
from calmdesk.speech.trial import try_model
from calmdesk.speech.verify import is_intact, verify
from speech.archives import MODEL, NAME, content_of, link_zip, model_zip, offer_for, zipped
from speech.model_server import Manners, serving

if TYPE_CHECKING:
    from collections.abc import Callable

HASTY = Patience(connect=2, silence=1, tries=2, rest=0.01)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Return a user's folder of models that does not exist yet."""
    return Shelf(tmp_path / "models")


@pytest.fixture
def old(shelf: Shelf) -> Path:
    """Return an older model that is installed under the name of the new one."""
    place = shelf.folder / NAME
    shutil.copytree(MODEL, place)
    (place / "README.md").write_text("the old one", encoding="utf-8")
    return place


@pytest.fixture
def zip_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a zip file and return where it is."""

    def write(content: bytes, name: str = "vosk-model-small-fr-9.9.zip") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def left_over(shelf: Shelf) -> list[str]:
    """Return what an installation has left behind beside the models."""
    return sorted(path.name for path in [*shelf.work.iterdir(), *shelf.ready.glob("*")] if path.name != "lock")


def test_a_model_from_the_network_is_used_by_the_next_call(shelf: Shelf) -> None:
    """It lies where calls look for it, as it was published, and nothing else is left."""
    body = model_zip()
    with serving(Manners(body)) as address:
        place = Installer(shelf, patience=HASTY).from_network(offer_for(body), address)
    assert content_of(place) == content_of(MODEL)
    assert models.find("fr", user_models=shelf.folder).path == place
    assert left_over(shelf) == []


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no modes there")
def test_the_folder_around_the_models_is_closed(tmp_path: Path, zip_file: Callable[..., Path]) -> None:
    """What a clinic documents will lie beside them: a first installation does not open its folder to others."""
    data = tmp_path / "new" / "calmdesk"
    Installer(Shelf(data / "models")).from_file(zip_file(model_zip()), NAME)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (data, data / "models")] == [0o700, 0o700]


def test_a_model_packed_without_its_folder(shelf: Shelf, zip_file: Callable[..., Path]) -> None:
    """Some zip files hold the model's files themselves; macOS adds a folder of its own."""
    files = {file.relative_to(MODEL).as_posix(): file.read_bytes() for file in MODEL.rglob("*") if file.is_file()}
    place = Installer(shelf).from_file(zip_file(zipped(files)), NAME)
    assert content_of(place) == content_of(MODEL)
    mac = {f"m/{name}": content for name, content in files.items()} | {"__MACOSX/._m": b"mac"}
    place = Installer(shelf).from_file(zip_file(zipped(mac)), NAME)
    assert content_of(place) == content_of(MODEL)
    assert left_over(shelf) == []


def test_a_new_model_replaces_the_old_one(shelf: Shelf, old: Path) -> None:
    """Installed again, it is as published."""
    body = model_zip()
    with serving(Manners(body)) as address:
        Installer(shelf, patience=HASTY).from_network(offer_for(body), address)
    assert content_of(old) == content_of(MODEL)
    assert left_over(shelf) == []


def broken(*lacking: str, **changed: bytes) -> bytes:
    """Return the zip file of a model that lacks files, or has others."""
    files = {
        f"m/{file.relative_to(MODEL).as_posix()}": file.read_bytes() for file in MODEL.rglob("*") if file.is_file()
    }
    files |= {f"m/{name}": content for name, content in changed.items()}
    return zipped({name: content for name, content in files.items() if name.removeprefix("m/") not in lacking})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (broken("am/final.mdl"), "is incomplete: it lacks am/final.mdl"),
        (broken(**{"am/final.mdl": b"no network at all"}), "cannot be loaded: it is damaged"),
        (broken(**{"graph/HCLG.fst": (MODEL / "graph" / "HCLG.fst").read_bytes()[:100_000]}), "cannot be loaded"),
        (zipped({"holiday/photo.jpg": b"jpg"}), f"^{NAME} is not a Vosk speech model"),
        (zipped({}), f"the folder {NAME} is empty"),
        (link_zip(), "is a link or a device"),
        (b"<html>", "is not a zip file"),
    ],
    ids=["incomplete", "no model", "cut", "photos", "empty", "link", "html"],
)
def test_what_does_not_work_replaces_nothing(
    body: bytes, said: str, shelf: Shelf, old: Path, zip_file: Callable[..., Path]
) -> None:
    """However a zip file fails, from the network or from a stick, the old model still works and the disk is clean."""
    before = content_of(old)
    with serving(Manners(body)) as address, pytest.raises(ModelError, match=said):
        Installer(shelf, patience=HASTY).from_network(offer_for(body), address)
    with pytest.raises(ModelError, match=said):
        Installer(shelf).from_file(zip_file(body), NAME)
    assert content_of(old) == before
    assert left_over(shelf) == []


def test_a_model_that_ends_the_process_ends_another_one(shelf: Shelf, zip_file: Callable[..., Path]) -> None:
    """Kaldi aborts on some damaged models: that is a sentence here, not the end of calmdesk."""
    archive = zip_file(broken(**{"graph/phones/word_boundary.int": b"1 nonword\n"}))
    with pytest.raises(ModelError, match=r"broke down while it heard half a second of speech \(exit code -?\d+\)"):
        Installer(shelf).from_file(archive, NAME)
    assert left_over(shelf) == []


def test_a_model_that_never_answers(old: Path) -> None:
    """A machine that is too slow for a model is told so, in its language, and not kept waiting."""
    with pytest.raises(ModelError) as caught:
        try_model(old, seconds=0.01)
    problem, hint = explain(caught.value, "fr")
    assert problem == f"le modèle vocal {NAME} n'a pas écouté une demi-seconde de parole en 0 secondes"
    assert "--size small" in hint


def test_another_model_than_the_catalogue_names(shelf: Shelf, old: Path) -> None:
    """A mirror with a changed model is found out, even if that model works."""
    body = model_zip()
    offer = replace(offer_for(body), sha256="0" * 64)
    with serving(Manners(body)) as address, pytest.raises(ModelError, match="its checksum is another"):
        Installer(shelf, patience=HASTY).from_network(offer, address)
    assert (old / "README.md").read_text("utf-8") == "the old one"
    assert left_over(shelf) == []


def test_another_file_than_the_catalogue_names(shelf: Shelf, old: Path) -> None:
    """Where the zip file's checksum is not known, those of the files in it are compared."""
    body = model_zip()
    files = {"conf/mfcc.conf": Sum(140, hashlib.sha256(b"another").hexdigest())}
    with serving(Manners(body)) as address, pytest.raises(ModelError, match=r"conf/mfcc\.conf is another"):
        Installer(shelf, patience=HASTY).from_network(offer_for(body, exact=False, files=files), address)
    assert (old / "README.md").read_text("utf-8") == "the old one"


Usage = namedtuple("Usage", "total used free")  # noqa: PYI024  # what shutil.disk_usage returns


@pytest.mark.parametrize(("size", "way_out"), [(Size.LARGE, "--size small"), (Size.SMALL, "make room on the disk")])
def test_a_full_disk_is_said_before_the_download(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, size: Size, way_out: str
) -> None:
    """Nobody waits for a gigabyte without room, the server is not even asked; the small model is no cure for itself."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 12_000_000))
    manners = Manners(model_zip())
    with serving(manners) as address, pytest.raises(ModelError, match=r"needs 61 MB in .*, where 12 MB are free") as it:
        Installer(shelf, patience=HASTY).from_network(replace(offer_for(manners.body), size=size), address)
    assert way_out in it.value.hint
    assert manners.asked == []


def test_a_disk_that_fills_up_keeps_the_download(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """When there is room again, only the unpacking is left to do."""
    body = model_zip()
    manners, free = Manners(body), iter([10**9, 51_000_000])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 0, next(free)))
    with serving(manners) as address:
        with pytest.raises(ModelError, match="MB are free"):
            Installer(shelf, patience=HASTY).from_network(offer_for(body), address)
        monkeypatch.undo()
        Installer(shelf, patience=HASTY).from_network(offer_for(body), address)
    assert len(manners.asked) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
@pytest.mark.parametrize("most", [1_000_000, 4_500_000], ids=["while it downloads", "while it unpacks"])
def test_a_disk_that_takes_no_more(most: int, shelf: Shelf, old: Path) -> None:
    """Full in the middle: a sentence, the old model, and the next time goes on with what has come."""
    import resource  # noqa: PLC0415  # not on Windows

    manners = Manners(model_zip())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with serving(manners) as address:
        installer = Installer(shelf, patience=HASTY)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
        try:
            with pytest.raises(ModelError, match=r"cannot write the model into .*: File too large"):
                installer.from_network(offer_for(manners.body), address)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert (old / "README.md").read_text("utf-8") == "the old one"
        came = (shelf.work / "model.zip.part").stat().st_size
        installer.from_network(offer_for(manners.body), address)
    assert content_of(old) == content_of(MODEL)
    assert [asked for _, asked in manners.asked][1:] == ([f"bytes={came}-"] if came < len(manners.body) else [])


def test_two_installations_at_once(shelf: Shelf, zip_file: Callable[..., Path]) -> None:
    """The second one waits for nobody and breaks nothing: it says that another one is under way."""
    archive = zip_file(model_zip())
    code = (
        "import sys; from pathlib import Path; from calmdesk.speech.shelf import Shelf\n"
        "with Shelf(Path(sys.argv[1])).changing(): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(shelf.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == "held\n"
        with pytest.raises(ModelError, match="another calmdesk is just changing the models"):
            Installer(shelf).from_file(archive, NAME)
        other.stdin.close()
    Installer(shelf).from_file(archive, NAME)
    assert models.find("fr", user_models=shelf.folder).name == NAME


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
def test_a_folder_that_cannot_be_written(tmp_path: Path, zip_file: Callable[..., Path]) -> None:
    """A file where the folder should be, or a folder of somebody else's, is one sentence."""
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot change the models in"):
        Installer(Shelf(tmp_path / "data" / "models")).from_file(zip_file(model_zip()), NAME)


def test_killed_between_old_and_new(shelf: Shelf, old: Path) -> None:
    """The old model is out of the way, the new one not yet in its place: a call finds the new one."""
    shelf.ready.mkdir()
    shutil.copytree(MODEL, shelf.ready / NAME)
    shutil.rmtree(old)
    found = models.find("fr", user_models=shelf.folder)
    assert (found.name, found.path.parent) == (NAME, shelf.ready)
    with shelf.changing():
        assert models.find("fr", user_models=shelf.folder).path == old
    assert left_over(shelf) == []


def test_left_overs_are_cleaned_away(shelf: Shelf, zip_file: Callable[..., Path]) -> None:
    """What a killed installation left is gone after the next one."""
    (shelf.work / "tmpabc" / "model" / "am").mkdir(parents=True)
    (shelf.work / "model.zip.part").write_bytes(b"half")
    Installer(shelf).from_file(zip_file(model_zip()), NAME)
    assert left_over(shelf) == []


def test_a_flipped_bit_is_found(shelf: Shelf, zip_file: Callable[..., Path]) -> None:
    """A failing disk changes one bit of a model that still loads: `models verify` names the file."""
    place = Installer(shelf).from_file(zip_file(model_zip()), NAME)
    assert verify(place, [])
    assert is_intact(place, [])
    graph = place / "graph" / "HCLG.fst"
    content = bytearray(graph.read_bytes())
    content[len(content) // 2] ^= 1
    graph.write_bytes(content)
    with pytest.raises(ModelError, match=r"is damaged: graph/HCLG\.fst"):
        verify(place, [])
    assert not is_intact(place, [])


def test_a_damaged_receipt_is_damage(shelf: Shelf, zip_file: Callable[..., Path]) -> None:
    """Whoever cannot read the checksums does not pretend that there were none."""
    place = Installer(shelf).from_file(zip_file(model_zip()), NAME)
    (place / "calmdesk-receipt.json").write_text('{"files": {"am', encoding="utf-8")
    with pytest.raises(ModelError, match="is damaged: calmdesk-receipt"):
        verify(place, [])


def test_a_model_unpacked_by_hand_is_compared_with_the_catalogue(old: Path) -> None:
    """The catalogue knows the files of some models; of others `verify` says only that they work."""
    offer = offer_for(b"", files={"README.md": Sum(11, hashlib.sha256(b"the old one").hexdigest())})
    assert verify(old, [offer])
    assert not verify(old, [])
    (old / "README.md").write_text("the new one", encoding="utf-8")
    with pytest.raises(ModelError, match=r"is damaged: README\.md"):
        verify(old, [offer])


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("", f"https://models.invalid/{NAME}.zip"),
        ("https://mirror.invalid/models/", f"https://mirror.invalid/models/{NAME}.zip"),
        ("https://mirror.invalid/models", f"https://mirror.invalid/models/{NAME}.zip"),
        ("https://mirror.invalid/other.zip?key=1", "https://mirror.invalid/other.zip?key=1"),
    ],
)
def test_a_mirror_is_a_folder_or_a_file(source: str, address: str) -> None:
    """A clinic's mirror holds the publisher's files under their own names."""
    assert address_of(offer_for(b""), source) == address


@pytest.mark.parametrize(
    ("file", "language", "name"),
    [
        ("vosk-model-small-fr-0.22.zip", None, "vosk-model-small-fr-0.22"),
        ("vosk-model-small-fr-0.22.zip", "fr", "vosk-model-small-fr-0.22"),
        ("vosk-model-small-en-us-0.15 (1).zip", "en", "vosk-model-small-en-us-0.15-1"),
        ("model.zip", "fr", "fr-model"),
        ("fr-clinique.zip", "fr", "fr-clinique"),
        ("modèle de la clinique.zip", "fr", "fr-mod-le-de-la-clinique"),
        ("..zip", "fr", "fr"),
    ],
)
def test_a_zip_file_names_its_model(file: str, language: str | None, name: str) -> None:
    """Calls find a model by the language its name begins with; browsers add to names what they like."""
    assert name_for(Path(file), language) == name
    assert models.language_of(name).startswith(language or "fr")


@pytest.mark.parametrize(
    ("file", "language"), [("model.zip", None), ("new-model.zip", None), ("x" * 120 + ".zip", "fr")]
)
def test_a_zip_file_that_names_no_model(file: str, language: str | None) -> None:
    """Without the language nobody would ever find it."""
    with pytest.raises(UsageError):
        name_for(Path(file), language)
