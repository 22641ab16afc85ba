from pathlib import Path

import pytest
import tomli

from calmdesk.advice.flow import CONNECTION, LONG_TALK
from calmdesk.errors import PhrasebookError
from calmdesk.overlay.labels import Labels, read_labels, shipped_labels
from calmdesk.places import shipped

LANGUAGES = sorted(path.parent.name for path in shipped("phrasebooks").glob("*/screen.toml"))
FAMILIES = tomli.loads((shipped("phrasebooks") / "families.toml").read_text(encoding="utf-8"))
LONGEST_TITLE = 22


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text(language: str) -> None:
    """No language shows a hole, and every family of cues has a title that fits the status line."""
    titled = {*FAMILIES, LONG_TALK, CONNECTION}
    labels = shipped_labels(language, titled)
    assert set(labels.families) == titled
    assert all(len(labels.title(family)) <= LONGEST_TITLE for family in titled)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a copy of a good file of screen texts."""
    path = tmp_path / "screen.toml"
    path.write_bytes((shipped("phrasebooks") / LANGUAGES[0] / "screen.toml").read_bytes())
    return path


def changed(file: Path, old: str, new: str) -> Path:
    """Replace a text of the file that is there once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_missing_texts_are_all_named(file: Path) -> None:
    """A translator is told the file and every key at once."""
    changed(changed(file, "\nrelay = ", "\n# relay = "), "\npause = ", "\n# pause = ")
    changed(file, "[prompts]\nanimal = ", "[prompts]\n# animal = ")
    with pytest.raises(PhrasebookError) as caught:
        read_labels(file, ["waiting", "an_own_family"])
    named = "families.an_own_family, keys.pause, labels.relay, prompts.animal"
    assert str(caught.value) == f"in {file}, these texts are missing: {named}"


def test_a_key_that_means_nothing_is_named(file: Path) -> None:
    """A misspelt key is not passed over in silence."""
    with pytest.raises(PhrasebookError, match=r"mean nothing: labels\.lisening"):
        read_labels(changed(file, "[labels]\n", '[labels]\nlisening = "x"\n'))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("\n[keys]\nnext = ", "\n[keys]\nnext = 1 #", r"keys\.next"),
        ("\nfear = ", '\nfear = "" #', r"families\.fear"),
        ("help = [\n", "help = [1,\n", "help"),
        ("steps = [", "steps = 1 # ", "steps"),
        ("steps = [", 'steps = ["one more", ', r"steps \(5 of them\)"),
        ("rungs = [", 'rungs = ["one more", ', r"rungs \(5 of them\)"),
    ],
)
def test_what_is_no_text_is_named(file: Path, old: str, new: str, named: str) -> None:
    """A number or an empty text in a label's place is found before the call."""
    with pytest.raises(PhrasebookError, match=named):
        read_labels(changed(file, old, new))


def test_a_table_of_another_kind_is_named(tmp_path: Path) -> None:
    """A file that is TOML but not a file of texts is an error, not a crash."""
    path = tmp_path / "screen.toml"
    path.write_text("labels = 3", encoding="utf-8")
    with pytest.raises(PhrasebookError, match="labels"):
        read_labels(path)


@pytest.mark.parametrize("content", [b"[labels", b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_an_error_with_its_name(tmp_path: Path, content: bytes | None) -> None:
    """A broken or missing file gives one line with its name."""
    path = tmp_path / "screen.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PhrasebookError, match=r"screen\.toml"):
        read_labels(path)


def test_a_family_without_title_shows_its_name(labels: Labels) -> None:
    """A clinic's own family is readable before somebody writes its title."""
    assert labels.title("lost_collar") == "lost collar"
