from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from speech.archives import MODEL, NAME, catalogue_text, content_of, model_zip, zipped
from speech.model_server import Manners, serving
from support.tmux import NEEDS_TMUX, Tmux

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return where the program of these tests keeps its models."""
    return tmp_path / "data" / "calmdesk" / "models"


@pytest.fixture
def manners() -> Manners:
    """Return how the server that has the model behaves."""
    return Manners(model_zip())


@pytest.fixture
def run(calmdesk: Run, manners: Manners, tmp_path: Path) -> Iterator[Run]:
    """Run the program with a catalogue of one model and a mirror that has it."""
    catalogue = tmp_path / "catalogue.toml"
    catalogue.write_text(catalogue_text(manners.body), encoding="utf-8")
    with serving(manners) as address:
        variables = {"CALMDESK_MODEL_CATALOGUE": str(catalogue), "CALMDESK_MODEL_MIRROR": address, "NO_PROXY": "*"}
        yield lambda *args, **more: calmdesk(*args, **(variables | more))


def test_from_nothing_to_a_call_with_a_real_model(run: Run, home: Path) -> None:
    """One command, which says that it uses the network and from where; then calls are heard with the new model."""
    done = run("models", "install", "fr")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"installed: {NAME}, in {home / NAME}\n"
    assert re.search(
        rf"this uses the network: {NAME} \(4 MB, licence Apache-2\.0\) from http://127\.0\.0\.1", done.stderr
    )
    assert "downloading" in done.stderr
    listed = run("models", "list").stdout.splitlines()
    assert NAME in listed[1]
    assert "installed" in listed[1]
    demo = run("demo", "--speed", "max", "--format", "jsonl")
    assert demo.returncode == 0
    assert "official" not in demo.stdout


def test_installed_is_installed(run: Run, manners: Manners) -> None:
    """The same command again changes nothing and asks nobody; --again does it anew."""
    run("models", "install", "fr")
    again = run("models", "install", "fr")
    assert "here already" in again.stderr
    assert len(manners.asked) == 1
    assert run("models", "install", "fr", "--again").returncode == 0
    assert len(manners.asked) == 2


def test_a_damaged_model_is_installed_anew(run: Run, home: Path) -> None:
    """`models verify` finds the flipped bit, with exit code 4 and the way out; that way out mends it."""
    run("models", "install", "fr")
    graph = home / NAME / "graph" / "HCLG.fst"
    graph.write_bytes(graph.read_bytes()[:-1] + b"\x7f")
    done = run("models", "verify", NAME)
    assert done.returncode == 4
    assert f"{NAME}: the speech model {NAME} is damaged: graph/HCLG.fst" in done.stdout
    assert "calmdesk models install" in done.stdout
    assert run("models", "install", "fr").returncode == 0
    done = run("models", "verify")
    assert done.returncode == 0
    assert f"{NAME}: undamaged, and it works" in done.stdout
    assert "demo-fr: it works; there are no checksums to compare" in done.stdout


def test_from_a_stick(run: Run, home: Path, tmp_path: Path, manners: Manners) -> None:
    """A clinic without a network brings the zip file; the old model stays if it is a bad one."""
    archive = tmp_path / "modèle.zip"
    archive.write_bytes(manners.body)
    assert "does not say the model's language" in run("models", "install", "--file", str(archive)).stderr
    done = run("models", "install", "fr", "--file", str(archive))
    assert done.returncode == 0, done.stderr
    assert content_of(home / "fr-mod-le") == content_of(MODEL)
    archive.write_bytes(zipped({"../../../outside": b"x"}))
    done = run("models", "install", "fr", "--file", str(archive))
    assert done.returncode == 4
    assert "is refused: a file in it is called '../../../outside'" in done.stderr
    assert content_of(home / "fr-mod-le") == content_of(MODEL)
    assert manners.asked == []


def test_removed_is_gone(run: Run, home: Path) -> None:
    """With what it was tuned to; what ships is not removed."""
    run("models", "install", "fr")
    run("models", "tune", NAME, "--pause", "0.3")
    assert (home / f"{NAME}.endpoint.toml").exists()
    assert run("models", "remove", NAME).stdout == f"removed: {NAME}\n"
    assert sorted(path.name for path in home.iterdir()) == [".ready", ".work"]
    done = run("models", "remove", "demo-fr")
    assert done.returncode == 2
    assert "there is no installed model demo-fr" in done.stderr


def test_where(run: Run, home: Path) -> None:
    """A script asks for the folder and gets nothing else."""
    assert run("models", "where").stdout == f"{home}\n"
    assert Path(run("models", "where", "fr").stdout.strip()).name == "demo-fr"


def test_tune_shows_sets_and_resets(run: Run) -> None:
    """What is not given stays; without options it is only shown; a senseless pause is refused."""
    ends = "an utterance ends after {} s of pause, {} s without a word, or {} s in all"
    assert ends.format(0.5, 5.0, 20.0) in run("models", "tune", "fr").stdout
    assert ends.format(0.4, 5.0, 20.0) in run("models", "tune", "fr", "--pause", "0.4").stdout
    assert ends.format(0.4, 5.0, 30.0) in run("models", "tune", "fr", "--longest", "30").stdout
    assert ends.format(0.4, 5.0, 30.0) in run("models", "tune", "demo-fr").stdout
    assert run("models", "tune", "fr", "--pause", "0").returncode == 2
    assert run("models", "tune", "fr", "--reset", "--pause", "1").returncode == 2
    assert ends.format(0.5, 5.0, 20.0) in run("models", "tune", "fr", "--reset").stdout


def test_only_install_uses_the_network(run: Run, manners: Manners) -> None:
    """Neither looking, nor checking, nor tuning asks anybody anything."""
    run("models", "install", "fr")
    manners.asked.clear()
    for command in ("list", "verify", "where", f"tune {NAME} --pause 0.3", f"remove {NAME}"):
        assert run("models", *command.split()).returncode == 0
    assert manners.asked == []


def test_it_speaks_french(run: Run, home: Path) -> None:
    """On a French system the clinic reads French, from the first word to the error."""
    french = {"LANG": "fr_FR.UTF-8"}
    assert f"installé : {NAME}, dans {home / NAME}" in run("models", "install", "fr", **french).stdout
    listed = run("models", "list", **french).stdout
    assert "installé" in listed
    assert "4 Mo" in listed
    assert "après 0,5 s de pause" in run("models", "tune", "fr", **french).stdout
    assert "--pause doit être compris entre 0,1 et 5,0" in run("models", "tune", "fr", "--pause", "9", **french).stderr
    assert f"{home} est un dossier" in run("models", "install", "fr", "--file", str(home), **french).stderr
    assert "il n'y a pas de modèle installé" in run("models", "remove", "x", **french).stderr


@NEEDS_TMUX[0]
@NEEDS_TMUX[1]
def test_a_narrow_window_cuts_no_word_of_the_list(window: Tmux) -> None:
    """In 80 columns each model has two lines: what it is, and below it whether it is here, how large, how good."""
    window.calmdesk("--ui", "fr", "models", "list")
    shown = window.wait_for("ended with 0")
    assert "fr     vosk-model-small-fr-0.22\n       peut être installé · 42 Mo · mots faux " in shown


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("install", "which model?"),
        ("install xx", "has no small model for xx"),
        ("install fr --file a.zip --from https://b", "exclude each other"),
        ("install fr --from http://example.com", "is not a safe address"),
        ("install fr --file nothing.zip", "there is no file nothing.zip"),
        ("tune xx", "there is no speech model for xx"),
        ("verify xx", "there is no speech model for xx"),
    ],
)
def test_mistakes_are_two_lines(command: str, said: str, run: Run) -> None:
    """What is wrong, and how to mend it; never a traceback."""
    done = run("models", *command.split())
    assert done.returncode in {2, 4}
    problem, hint = done.stderr.strip().splitlines()[-2:]
    assert said in problem
    assert hint.strip().startswith("→")
