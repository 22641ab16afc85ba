from __future__ import annotations

import contextlib
import random
import shutil
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calmdesk.errors import ModelError
from calmdesk.speech import unpack as unpacking
from calmdesk.speech.unpack import size_unpacked, unpack
from speech.archives import link_zip, model_zip, zipped

if TYPE_CHECKING:
    from pathlib import Path

SMALL = zipped({"model/am/final.mdl": b"m" * 50, "model/README": b"read me"}, zipfile.ZIP_DEFLATED)

CUT_SHORT = 0.3
"""Part of the damaged archives that end early."""


def refused(archive: bytes, folder: Path) -> str:
    """Return why a zip file is not unpacked; nothing of it may be anywhere."""
    outside = folder / "outside"
    room = outside / "room"
    room.mkdir(parents=True)
    path = folder / "model.zip"
    path.write_bytes(archive)
    with pytest.raises(ModelError) as caught:
        unpack(path, room)
    assert list(outside.rglob("*")) == [room]
    return str(caught.value)


def test_a_model_is_unpacked_as_it_was_packed(tmp_path: Path) -> None:
    """Every file lies where it belongs, with its checksum."""
    archive = tmp_path / "model.zip"
    archive.write_bytes(model_zip("modèle"))
    room = tmp_path / "room"
    room.mkdir()
    files = unpack(archive, room)
    assert (room / "modèle" / "am" / "final.mdl").stat().st_size == files["modèle/am/final.mdl"].bytes
    assert sum(found.bytes for found in files.values()) == size_unpacked(archive)


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",
        "model/../../outside.txt",
        "/etc/outside.txt",
        "//server/share",
        "C:/outside.txt",
        "c:outside.txt",
        "model\\..\\..\\outside.txt",
        "model/./x",
        "model//x",
        "",
        "model/CON",
        "model/nul.txt",
        "model/com1.mdl",
        "model/LPT²",
        "model/aux.tar.gz",
        "model/x ",
        "model/x.",
        "model/x:stream",
        "model/a\x00b",
        "model/a\x1b[2Jb",
        "model/" + "x" * 300,
        "model/" + "x/" * 150 + "x",
    ],
)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    """Neither upwards nor to a drive or a device, on this system or another: the whole archive is refused."""
    assert "is refused" in refused(zipped({"model/am/final.mdl": b"m", name: b"outside"}), tmp_path)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFBLK, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices_are_refused(kind: int, tmp_path: Path) -> None:
    """A link to a file of the clinic, later overwritten, is an old trick."""
    assert "is a link or a device" in refused(link_zip(kind=kind), tmp_path)


@pytest.mark.parametrize(
    "names", [("model/am", "model/AM"), ("model/am", "model/am/final.mdl"), ("model/É", "model/é")]
)
def test_two_files_in_one_place_are_refused(names: tuple[str, str], tmp_path: Path) -> None:
    """Which of them it was would depend on the system."""
    assert "two files in it have the same name" in refused(zipped(dict.fromkeys(names, b"m")), tmp_path)


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    """A few kilobytes that would fill the disk are not unpacked at all."""
    assert "would become" in refused(zipped({"model/x": bytes(30_000_000)}, zipfile.ZIP_DEFLATED), tmp_path)


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    """No more is written than was announced, however much there is inside."""
    honest = zipped({"model/x": bytes(100_000)}, zipfile.ZIP_DEFLATED)
    lying = honest.replace((100_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != honest
    path = tmp_path / "model.zip"
    path.write_bytes(lying)
    (tmp_path / "room").mkdir()
    with pytest.raises(ModelError, match="damaged"):
        unpack(path, tmp_path / "room")
    assert sum(file.stat().st_size for file in tmp_path.rglob("x")) <= 100


def test_a_model_of_ten_gigabytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is an end to how large a model may be, however well it is packed."""
    monkeypatch.setattr(unpacking, "MOST_BYTES", 40)
    assert "would become 57" in refused(SMALL, tmp_path)


def test_thousands_of_files_are_refused(tmp_path: Path) -> None:
    """A model has some dozens of files."""
    assert "it holds 2000 files" in refused(zipped({f"model/{number}": b"" for number in range(2_000)}), tmp_path)


def test_what_only_few_programs_can_unpack_is_refused(tmp_path: Path) -> None:
    """Encrypted entries and rare methods are no way to publish a model."""
    assert "unusual way" in refused(zipped({"model/x": b"m" * 99}, zipfile.ZIP_LZMA), tmp_path / "a")
    encrypted = bytearray(SMALL)
    encrypted[SMALL.index(b"PK\x01\x02") + 8] |= 1
    assert "unusual way" in refused(bytes(encrypted), tmp_path / "b")


def test_an_error_page_is_no_zip_file(tmp_path: Path) -> None:
    """What a proxy sends instead of the model is said to be what it is."""
    assert "is not a zip file, or a damaged one" in refused(b"<html>404 not found</html>", tmp_path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A typing mistake is said as such."""
    with pytest.raises(ModelError, match=r"there is no file .*modle\.zip"):
        size_unpacked(tmp_path / "modle.zip")


@settings(max_examples=300)
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 6))
def test_a_damaged_archive_never_brings_the_program_down(
    seed: int, changes: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Bytes that changed on the way give one sentence, or do no harm."""
    dice = random.Random(seed)  # noqa: S311  # damage, not secrets
    damaged = bytearray(SMALL)
    for _ in range(changes):
        damaged[dice.randrange(len(damaged))] = dice.randrange(256)
    if dice.random() < CUT_SHORT:
        del damaged[dice.randrange(len(damaged)) :]
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "room").mkdir()
    (folder / "model.zip").write_bytes(damaged)
    with contextlib.suppress(ModelError):
        unpack(folder / "model.zip", folder / "room")
    assert {path.name for path in folder.iterdir()} == {"room", "model.zip"}
    shutil.rmtree(folder)
