from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

TOOLS = Path(__file__).parents[2] / "tools"
BUILD_LIMIT = 1200
VOSK_LIMIT = 120  # Vosk can hang on a file it does not understand


@dataclass(frozen=True)
class Built:
    """What a short build left behind."""

    work: Path
    model: Path
    venv: Path
    said: str


def build(work: Path, model: Path, venv: Path, *options: str) -> str:
    """Run the one command that makes a model; return what it printed."""
    done = subprocess.run(
        [TOOLS / "demo_fr" / "build.sh", work, model, "--short", *options],
        env=os.environ | {"DEMO_FR_VENV": str(venv), "PYTHON": sys.executable},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=BUILD_LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def built() -> Iterator[Built]:
    """A model made from nothing: build.sh installs what it needs in a virtual environment that goes away again."""
    with tempfile.TemporaryDirectory(prefix="demo-fr-") as folder:
        work, model = Path(folder) / "work", Path(folder) / "model"
        venv = Path(os.environ.get("DEMO_FR_VENV", work / "venv"))
        yield Built(work, model, venv, build(work, model, venv))


@pytest.fixture(scope="module")
def measured(built: Built) -> dict[str, dict[str, Any]]:
    """What the installed Vosk hears with the built model; a process of its own, since a bad file makes Vosk hang."""
    recordings = built.work / "tests" / "list.tsv"
    done = subprocess.run(
        [sys.executable, "-m", "demo_fr.evaluate", built.model, recordings, "--rate", "16000", "--json"],
        env=os.environ | {"PYTHONPATH": str(TOOLS)},
        capture_output=True,
        text=True,
        timeout=VOSK_LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


def test_the_model_has_the_files_of_a_vosk_model(built: Built) -> None:
    """The folder can be given to any program that takes a Vosk model."""
    files = {str(path.relative_to(built.model)) for path in built.model.rglob("*") if path.is_file()}
    assert files == {
        "am/final.mdl",
        "conf/mfcc.conf",
        "conf/model.conf",
        "graph/HCLG.fst",
        "graph/phones.txt",
        "graph/phones/word_boundary.int",
        "graph/words.txt",
    }


def test_it_is_configured_like_the_model_that_ships(built: Built, repository: Path) -> None:
    """What the tools make today is the kind of model that was shipped."""
    shipped = repository / "models" / "demo-fr"
    for name in ("conf/mfcc.conf", "conf/model.conf", "graph/phones.txt", "graph/phones/word_boundary.int"):
        assert (built.model / name).read_text(encoding="utf8") == (shipped / name).read_text(encoding="utf8")


@pytest.mark.parametrize(("group", "highest"), [("learned", 0.15), ("learned-line", 0.25)])
def test_vosk_hears_the_sentences_it_learned(measured: dict[str, dict[str, Any]], group: str, highest: float) -> None:
    """Voices it was not trained on, saying sentences it knows, clean and on a telephone line, are understood."""
    assert measured[group]["words"] > 60
    assert measured[group]["wer"] <= highest


def test_word_times_are_right(measured: dict[str, dict[str, Any]]) -> None:
    """A word's start is off by less than the twentieth of a second that nobody notices."""
    assert measured["learned"]["start_error"] <= 0.05


def test_a_finished_build_is_not_done_again(built: Built) -> None:
    """Running the command again costs seconds."""
    assert " train\n" in built.said
    again = build(built.work, built.model, built.venv)
    assert " train\n" not in again
    assert " evaluate\n" in again


def test_the_same_texts_give_the_same_speech(built: Built, tmp_path: Path) -> None:
    """A build can be repeated: every voice, noise and telephone line is drawn from the seed."""
    arguments = ["--shards", "1", "--seconds", "240", "--seed", "1"]
    subprocess.run(
        [built.venv / "bin" / "python", "-m", "demo_fr.speech", built.work / "texts", tmp_path, *arguments],
        env=os.environ | {"PYTHONPATH": str(TOOLS)},
        timeout=VOSK_LIMIT,
        check=True,
    )
    assert (tmp_path / "shard-0.npz").read_bytes() == (built.work / "shards" / "shard-0.npz").read_bytes()


def test_recordings_with_known_words_are_aligned_and_join_the_later_rounds(built: Built, tmp_path: Path) -> None:
    """Whoever has recorded speech can train on it: only the words are needed, not their times."""
    work = tmp_path / "work"
    shutil.copytree(built.work / "texts", work / "texts")
    shutil.copy(built.work / "network-1.pt", work)
    (work / "shards").mkdir()
    for number in range(2):
        shutil.copy(built.work / "shards" / f"shard-{number}.npz", work / "shards")
    recordings = built.work / "tests" / "list.tsv"
    said = build(work, tmp_path / "model", built.venv, "--recordings", str(recordings))
    assert " align\n" in said
    listed = {line.split("\t")[1]: line.split("\t")[3] for line in recordings.read_text(encoding="utf8").splitlines()}
    aligned = (work / "aligned-2-tests-list.jsonl").read_text(encoding="utf8").splitlines()
    assert len(aligned) >= 0.8 * len(listed)
    late = []
    for row in map(json.loads, aligned):
        first_phone = next(start for start, phone in row["segments"] if phone != 0)
        late.append(abs(first_phone - float(listed[Path(row["path"]).name].split()[0])))
    assert sorted(late)[len(late) // 2] <= 0.05
