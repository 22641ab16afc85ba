"""The check's texts: complete in every language, whole sentences on every system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calmdesk.errors import PhrasebookError
from calmdesk.messages import explain
from calmdesk.phrasebook import folders
from calmdesk.places import shipped
from calmdesk.soundcheck.findings import KINDS, Finding, Severity
from calmdesk.soundcheck.texts import CLIENT_UNHEARD, NAME, SYSTEMS, read_texts, texts_of

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = sorted(path.parent.name for path in shipped("phrasebooks").glob("*/language.toml"))
LONGEST_HINT = 20
SHOUTING = {"ok", "warning", "problem", "clipped"}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_is_told_in_every_language_on_every_system(lang: str, system: str) -> None:
    """No hole, no brace left over, and where the client is not heard there is always a way out."""
    assert (shipped("phrasebooks") / lang / NAME).is_file()
    texts = texts_of(lang, system)
    for kind, details in KINDS.items():
        told = texts.tell(Finding(Severity.WARNING, kind, dict.fromkeys(details, 12.3)), "Jabra")
        assert told.text[-1] in ".:"
        assert not {"{", "}"} & set(told.text + "".join(told.advice))
        assert told.advice or kind in {"quiet", "clear", "understood"}
        assert len(told.advice) >= 4 or kind not in CLIENT_UNHEARD


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_system_has_advice_of_its_own(lang: str) -> None:
    """Windows, macOS and Linux are told of their own windows and tools."""
    nobody = Finding(Severity.PROBLEM, "no_voice")
    advice = {system: " ".join(texts_of(lang, system).tell(nobody, "x").advice) for system in SYSTEMS}
    for system, tool in {"windows": "VB-CABLE", "macos": "BlackHole", "linux": "Monitor"}.items():
        assert [other for other in SYSTEMS if tool in advice[other]] == [system]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_keys_are_short_and_say_which_key(lang: str) -> None:
    """All three keys fit on one row of forty cells; the program obeys s and q in every language."""
    labels = texts_of(lang).labels
    assert all(len(text) <= LONGEST_HINT for text in (labels.begin, labels.skip, labels.quit))
    assert (labels.skip[:2], labels.quit[:2]) == ("s ", "q ")


def test_figures_are_written_as_in_the_language() -> None:
    """0,5 % in French, 0.5 % in English; no minus zero, no false precision."""
    few, many = (Finding(Severity.WARNING, "clipped", {"percent": percent}) for percent in (0.53, 12.3))
    assert "0,5 %" in texts_of("fr").tell(few, "x").text
    assert "0.5 %" in texts_of("en").tell(few, "x").text
    assert "12 %" in texts_of("fr").tell(many, "x").text
    assert texts_of("fr").number(-0.2) == "0"
    assert texts_of("fr").number(-59.6) == "-60"


def spoilt(tmp_path: Path, old: str, new: str) -> Path:
    """Return a copy of the French texts in which something is changed."""
    text = (shipped("phrasebooks") / "fr" / NAME).read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / NAME
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('peak = "crête"', "", "labels.peak"),
        ('peak = "crête"', 'peak = ""', "labels.peak"),
        ('peak = "crête"', "peak = 3", "labels.peak"),
        ('peak = "crête"', 'peek = "crête"', "labels.peak, labels.peek"),
        ("{ratio} dB au-dessus, il", "{ration} dB au-dessus, il", "findings.drowned.text"),
        ("{ratio} dB au-dessus, il", "{ratio dB au-dessus, il", "findings.drowned.text"),
        ("[steps.silence]", "[steps.peace]", "steps.peace.ask, steps.peace.why, steps.silence.ask, steps.silence.why"),
        ("[ways]\nalways = [", "[ways]\nalways = [1,", "ways.always"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path: Path, old: str, new: str, place: str) -> None:
    """A translator is told which texts to mend, in French too."""
    with pytest.raises(PhrasebookError) as caught:
        read_texts(spoilt(tmp_path, old, new))
    assert caught.value.details["keys"] == place
    assert "ces textes manquent" in explain(caught.value, "fr")[0]


@pytest.mark.parametrize("content", [b"[labels", b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    """One line with the file's name, no traceback."""
    path = tmp_path / NAME
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PhrasebookError, match=NAME):
        read_texts(path)


def test_a_language_without_texts_of_its_own_is_checked_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clinic that makes a new language need not translate this at once; when it does, its own texts count."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = folders.own_root() / "xx"
    folder.mkdir(parents=True)
    (folder / "language.toml").write_text('name = "xx"\n', encoding="utf-8")
    assert "xx" in folders.languages()
    assert texts_of("xx").labels.title == texts_of("en").labels.title
    (folder / NAME).write_bytes((shipped("phrasebooks") / "nl" / NAME).read_bytes())
    assert texts_of("xx").labels.title == texts_of("nl").labels.title
