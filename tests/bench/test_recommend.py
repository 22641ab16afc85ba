from __future__ import annotations

from difflib import ndiff
from typing import TYPE_CHECKING

import pytest
import tomli

from calmdesk.bench.recommend import write_thresholds
from calmdesk.errors import PhrasebookError
from calmdesk.phrasebook.language import read_whole_language
from calmdesk.phrasebook.thresholds import Thresholds
from calmdesk.places import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from calmdesk.bench.book import Book

NEW = Thresholds(strict=0.9, doubt=0.01, harmless=0.9, speak_up=0.65, hush=0.02)


@pytest.mark.parametrize(
    "path", sorted(shipped("phrasebooks").glob("*/language.toml")), ids=lambda path: path.parent.name
)
def test_comments_and_layout_survive(path: Path, tmp_path: Path) -> None:
    """Only the values change: not a comment, a blank line or an alignment of anything else."""
    copy = tmp_path / "language.toml"
    copy.write_bytes(path.read_bytes())
    write_thresholds(copy, NEW)
    before, after = path.read_text(encoding="utf-8").splitlines(), copy.read_text(encoding="utf-8").splitlines()
    changed = [line[2:] for line in ndiff(before, after) if line.startswith(("- ", "+ ")) and line[2:]]
    assert all(line == "[thresholds]" or line.split(" ")[0] in Thresholds.__slots__ for line in changed)


def test_a_comment_beside_a_value_stays(tmp_path: Path) -> None:
    """Why a value was chosen stands behind it, and is still there when it has changed."""
    path = tmp_path / "language.toml"
    path.write_text("# how\n[thresholds]\nstrict   = 0.84   # found by hand\n\n[guards]\n", encoding="utf-8")
    write_thresholds(path, NEW)
    text = path.read_text(encoding="utf-8")
    assert "strict   = 0.9   # found by hand\n" in text
    assert text.startswith("# how\n")
    assert text.index("hush = 0.02") < text.index("[guards]")


def test_what_was_written_is_in_use(own_book: Book) -> None:
    """The next call goes by the recommended values."""
    write_thresholds(own_book.source.folder / "language.toml", NEW)
    assert read_whole_language(own_book.source.folder).thresholds == NEW


def test_a_file_of_ones_own_is_made(tmp_path: Path) -> None:
    """A clinic that has none yet gets a file with nothing but the thresholds."""
    path = tmp_path / "phrasebooks" / "fr" / "language.toml"
    write_thresholds(path, NEW)
    assert tomli.loads(path.read_text(encoding="utf-8"))["thresholds"]["hush"] == 0.02
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_edited_is_left_alone(tmp_path: Path) -> None:
    """What is not TOML, or has something else by that name, is said and stays as it is."""
    path = tmp_path / "language.toml"
    for text in ("a = [", 'thresholds = "high"\n'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(PhrasebookError):
            write_thresholds(path, NEW)
        assert path.read_text(encoding="utf-8") == text
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(PhrasebookError, match="cannot be read"):
        write_thresholds(folder, NEW)
