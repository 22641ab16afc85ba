from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from calmdesk import places
from calmdesk.errors import ModelError
from calmdesk.speech import models
from calmdesk.speech.models import FoundModel, How
from calmdesk.speech.recogniser import VoskRecogniser

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tester's own model out of the tests."""
    monkeypatch.delenv(models.VARIABLE, raising=False)


@pytest.fixture
def user(shipped: Path, tmp_path: Path) -> Callable[..., Path]:
    """Return what installs the shipped model in a user's folder under the given names."""

    def install(*names: str) -> Path:
        for name in names:
            (tmp_path / "models").mkdir(exist_ok=True)
            (tmp_path / "models" / name).symlink_to(shipped, target_is_directory=True)
        return tmp_path / "models"

    return install


def test_the_shipped_model_is_the_last_resort(tmp_path: Path) -> None:
    """With nothing installed the demo model is used, and the screen can say that it is one."""
    found = models.find("fr", user_models=tmp_path)
    assert found == FoundModel(places.shipped("models") / "demo-fr", "demo-fr", "fr", shipped=True, how=How.SHIPPED)


def test_an_installed_model_comes_before_the_shipped_one(user: Callable[..., Path]) -> None:
    """Whoever installs an official model gets it without any option."""
    folder = user("vosk-model-small-fr-0.22")
    found = models.find("fr", user_models=folder)
    assert (found.name, found.shipped, found.how) == ("vosk-model-small-fr-0.22", False, How.INSTALLED)


def test_of_several_installed_models_the_plainly_named_one_is_used(user: Callable[..., Path]) -> None:
    """Renaming a folder to `fr` chooses it; otherwise the first by name, every time the same."""
    folder = user("vosk-model-small-fr-0.22", "vosk-model-fr-0.22")
    assert models.find("fr", user_models=folder).name == "vosk-model-fr-0.22"
    user("fr")
    assert models.find("fr", user_models=folder).name == "fr"


def test_the_variable_comes_before_what_is_installed(
    user: Callable[..., Path], copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clinic sets its model once for all desks; an empty variable is none."""
    folder = user("fr")
    monkeypatch.setenv(models.VARIABLE, str(copied))
    found = models.find("fr", user_models=folder)
    assert (found.path, found.how, found.shipped) == (copied, How.ENVIRONMENT, False)
    monkeypatch.setenv(models.VARIABLE, "")
    assert models.find("fr", user_models=folder).how is How.INSTALLED


def test_the_path_given_comes_first(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line overrules the variable, for any language."""
    monkeypatch.setenv(models.VARIABLE, "/nowhere")
    found = models.find("nl", shipped)
    assert (found.path, found.name, found.language, found.how) == (shipped, "demo-fr", "nl", How.PATH)


def test_a_home_in_the_path_is_understood(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a variable nobody else replaces the ~."""
    monkeypatch.setenv("HOME", str(copied.parent))
    monkeypatch.setenv("USERPROFILE", str(copied.parent))
    assert models.find("fr", Path("~") / copied.name).path == copied


def test_the_home_of_nobody_is_no_home() -> None:
    """A home that does not exist is a path that does not exist."""
    with pytest.raises(ModelError, match="there is no speech model at ~nobody-of-that-name"):
        models.find("fr", Path("~nobody-of-that-name/model"))


@pytest.mark.parametrize("wanted", [True, False])
def test_a_wrong_path_is_never_replaced_by_another_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, wanted: bool
) -> None:
    """A typing mistake does not quietly start the demo model."""
    monkeypatch.setenv(models.VARIABLE, str(tmp_path / "modle"))
    with pytest.raises(ModelError, match="there is no speech model at"):
        models.find("fr", tmp_path / "modle" if wanted else None)


def test_an_unknown_language_names_those_there_are(user: Callable[..., Path]) -> None:
    """A clinic that asks for Dutch learns which languages can be used, and where to put a Dutch model."""
    with pytest.raises(ModelError) as caught:
        models.find("nl", user_models=user("vosk-model-small-en-us-0.15"))
    assert str(caught.value) == "there is no speech model for nl; there are models for: en-us, fr"
    assert "models" in caught.value.hint.format(**caught.value.details)


@pytest.mark.parametrize("language", ["../models/demo-fr", "", "f", "*", "fr/../fr", "f\x00r"])
def test_a_language_is_never_a_path(language: str, tmp_path: Path) -> None:
    """What stands after --lang cannot reach into other folders."""
    with pytest.raises(ModelError, match="there is no speech model for"):
        models.find(language, user_models=tmp_path)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("vosk-model-small-en-us-0.15", "en-us"),
        ("vosk-model-fr-0.6-linto-2.2.0", "fr"),
        ("vosk-model-nl-spraakherkenning-0.6", "nl"),
        ("vosk-model-small-cn-0.22", "cn"),
        ("fr", "fr"),
        ("fr-clinique", "fr"),
        ("demo-fr", "fr"),
    ],
)
def test_the_language_is_read_from_the_name(user: Callable[..., Path], name: str, language: str) -> None:
    """Models keep the names they are published under."""
    found = next(model for model in models.installed(user(name)) if not model.shipped)
    assert (found.name, found.language) == (name, language)


def test_a_language_finds_its_regions(user: Callable[..., Path]) -> None:
    """`en` is content with American English; `fr` is not with `frisian`."""
    folder = user("vosk-model-small-en-us-0.15", "frisian")
    assert models.find("en", user_models=folder).language == "en-us"
    assert models.find("fr", user_models=folder).shipped


def test_what_is_no_folder_is_not_listed(user: Callable[..., Path]) -> None:
    """A zip file or a note beside the models is no model."""
    folder = user("fr")
    (folder / "vosk-model-nl.zip").write_bytes(b"")
    (folder / "README").write_text("en", "utf-8")
    assert [model.name for model in models.installed(folder)] == ["fr", "demo-fr"]


def test_a_broken_installed_model_is_said_so(tmp_path: Path) -> None:
    """The demo model does not step in for one that the clinic believes it uses."""
    (tmp_path / "fr").mkdir()
    with pytest.raises(ModelError, match="is empty"):
        models.find("fr", user_models=tmp_path)


def test_the_users_models_lie_in_the_data_folder() -> None:
    """`models list` can say where to put a model."""
    assert models.user_folder() == places.user_data() / "models"


def test_a_model_in_a_folder_with_accents_loads(copied: Path) -> None:
    """A folder « Modèles » in the home of « Inès » is a folder like any other."""
    assert not copied.name.isascii()
    VoskRecogniser(models.load(models.find("fr", copied)))


@pytest.mark.parametrize("file", ["am/final.mdl", "graph/HCLG.fst", "graph/words.txt", "conf/mfcc.conf"])
@pytest.mark.parametrize("content", [b"<html>404 not found</html>\n", None])
def test_a_damaged_model_is_one_sentence(
    copied: Path, file: str, content: bytes | None, capfd: pytest.CaptureFixture[str]
) -> None:
    """A broken download gives one line what and one line how to mend; no traceback, no lines of Kaldi's."""
    path = copied / file
    if content is None:
        # Cut short in the middle; a list of words cut between two lines is still one.
        content = path.read_bytes()[: path.stat().st_size // 2] + (b"\n\n\nx" if file.endswith("txt") else b"")
    path.write_bytes(content)
    with pytest.raises(ModelError, match="cannot be loaded: it is damaged") as caught:
        models.load(models.find("fr", copied))
    assert caught.value.hint == "unpack or copy the model again"
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="such names cannot be made there")
def test_a_folder_whose_name_is_no_text(shipped: Path, tmp_path: Path) -> None:
    """A name in an old encoding cannot be given to Vosk: a sentence, not a traceback."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/mod\xe8le"))
    shutil.copytree(shipped, path)
    with pytest.raises(ModelError, match="cannot be loaded"):
        models.load(models.find("fr", path))


def test_loading_never_touches_the_network(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unplug the cable: a model still loads, and one that is missing is not looked for elsewhere."""

    def refuse(*_: object) -> NoReturn:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    models.load(models.find("fr", shipped))
    with pytest.raises(ModelError):
        models.find("nl")


def test_vosk_prints_nothing_when_a_model_loads(shipped: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The screen is not torn by Vosk's log."""
    VoskRecogniser(models.load(models.find("fr", shipped)))
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_looking_for_a_model_does_not_load_vosk() -> None:
    """`models list` and `--help` answer at once."""
    code = "import sys; from calmdesk.speech import models; models.find('fr'); print('vosk' in sys.modules)"
    environment = {name: value for name, value in os.environ.items() if name != models.VARIABLE}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert result.stdout == "False\n"
