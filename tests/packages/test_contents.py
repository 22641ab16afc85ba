from __future__ import annotations

import shutil
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from packages.making import ROOT, build, git

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def unpacked(sdist: Path, folder: Path) -> Path:
    """Return the one folder an sdist holds."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    [top] = folder.iterdir()
    return top


def files(folder: Path) -> set[str]:
    """Return the names of all files beneath a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_sdist_is_the_repository(bare: Path, sdist: Path, tmp_path: Path) -> None:
    """Who gets the source package has what who clones has: nothing stray, nothing left out."""
    assert files(unpacked(sdist, tmp_path)) == files(bare) | {"PKG-INFO"}


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel that is made of the unpacked source package."""
    folder = tmp_path_factory.mktemp("wheel")
    return build(unpacked(sdist, folder / "from"), "wheel", folder / "to")


def test_a_wheel_made_of_the_sdist_carries_all_data(bare: Path, sdist: Path, wheel: Path) -> None:
    """A wheel from an unpacked source package has every phrasebook, compiled, the model, calls, pages, migrations."""
    assert wheel.name.split("-")[1] == sdist.name.removesuffix(".tar.gz").split("-")[1]
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    for folder in ("phrasebooks", "models", "calls"):
        assert {f"calmdesk/data/{folder}/{name}" for name in files(bare / folder)} <= carried
    languages = [path.parent.name for path in (bare / "phrasebooks").glob("*/language.toml")]
    assert {f"calmdesk/data/compiled/{language}.json" for language in languages} <= carried
    assert {f"calmdesk/{name}" for name in files(bare / "src" / "calmdesk")} <= carried


def test_a_wheel_holds_the_program_and_nothing_else(wheel: Path) -> None:
    """Neither tests nor tools land in a clinic's Python."""
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"calmdesk"}


def test_the_version_is_the_tag(bare: Path, tmp_path: Path) -> None:
    """A release is called what its tag says, without anybody editing a file."""
    checkout = tmp_path / "checkout"
    shutil.copytree(bare, checkout)
    name = ("-c", "user.name=x", "-c", "user.email=x@localhost")
    git(checkout, "init", "--quiet")
    git(checkout, "add", "--all", "--force")
    git(checkout, *name, "commit", "--quiet", "--message", "all")
    git(checkout, *name, "tag", "--annotate", "v9.8.7", "--message", "9.8.7")
    assert build(checkout, "sdist", tmp_path / "to").name == "calmdesk-9.8.7.tar.gz"


def test_without_git_there_is_still_a_version(sdist: Path) -> None:
    """A bare copy of the files can be built."""
    assert sdist.name == "calmdesk-0.1.dev0.tar.gz"


def test_no_file_names_a_registry() -> None:
    """Nobody is sent to one address for packages: each machine's own configuration says where they come from."""
    named = git(ROOT, "grep", "--files-with-matches", "--ignore-case", "--extended-regexp", "index-url *[= ] *.?http")
    locks = git(ROOT, "ls-files", "*.lock", "pylock*.toml", "Pipfile*", "*requirements*.lock")
    assert named + locks == []
