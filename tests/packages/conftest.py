from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packages.making import ROOT, build, git

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository's files without its history, as an archive unpacks."""
    names = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard")
    if not names:
        pytest.skip("this is no git checkout")
    folder = tmp_path_factory.mktemp("bare")
    for name in names:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


@pytest.fixture(scope="session")
def sdist(bare: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the source package."""
    return build(bare, "sdist", tmp_path_factory.mktemp("sdist"))
