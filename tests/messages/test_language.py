from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING

import pytest

from calmdesk import messages
from calmdesk.cli import language
from calmdesk.messages.toml_reasons import PLACED, REASONS
from calmdesk.toml_text import BrokenTomlError, parse_toml

if TYPE_CHECKING:
    from pathlib import Path

ONE, OTHER, *_ = [code for code in messages.languages() if code != "en"]


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Begin on a machine that says nothing of languages; return where its settings would lie."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", language.VARIABLE):
        # Set, then removed: whatever a test sets is taken back after it.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    settings = tmp_path / "settings.toml"
    monkeypatch.setenv("CALMDESK_SETTINGS", str(settings))
    return settings


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        (([], "", "", ""), "en"),
        (([], "", "", f"{ONE}_BE.UTF-8"), ONE),
        (([], "", "", ONE), ONE),
        (([], "", "", "C.UTF-8"), "en"),
        (([], "", "", "de_DE.UTF-8"), "en"),
        (([], "", OTHER, f"{ONE}_BE.UTF-8"), OTHER),
        (([], "en", OTHER, f"{ONE}_BE.UTF-8"), "en"),
        (([], OTHER.upper(), "", ""), OTHER),
        (([], "de", "", ONE), ONE),
        ((["--ui", ONE, "devices"], "en", OTHER, ""), ONE),
        (([f"--ui={ONE}"], "en", "", ""), ONE),
        ((["devices", "--ui", ONE], "", "", OTHER), OTHER),
        ((["--ui"], "", "", ONE), ONE),
    ],
)
def test_the_first_who_says_it_decides(
    said: tuple[list[str], str, str, str], spoken: str, nothing_said: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The option before the variable, the variable before the settings, the settings before the system."""
    words, variable, settings, system = said
    if variable:
        monkeypatch.setenv(language.VARIABLE, variable)
    if settings:
        nothing_said.write_text(f'[interface]\nui = "{settings}"\n', encoding="utf-8")
    monkeypatch.setenv("LANG", system)
    language.settle(words)
    assert language.interface_language() == spoken


def test_lc_all_stands_above_lang(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in every other program."""
    monkeypatch.setenv("LANG", ONE)
    monkeypatch.setenv("LC_ALL", OTHER)
    assert language.interface_language() == OTHER


@pytest.mark.parametrize("text", ["[interface", "interface = 3", "[interface]\nui = 3", '[interface]\nui = "de"', "\0"])
def test_broken_settings_do_not_stand_in_the_way(
    text: str, nothing_said: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The help still comes, in the system's language; commands that use the settings say what is wrong with them."""
    nothing_said.write_text(text, encoding="utf-8")
    monkeypatch.setenv("LANG", ONE)
    assert language.interface_language() == ONE


def test_errors_follow_the_call_unless_a_language_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--lang` brings errors in the language of the call; `--ui` stands above it."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert language.error_language(["replay", "--lang", ONE, "x.wav"]) == ONE
    assert language.error_language(["replay", f"--lang={ONE}"]) == ONE
    assert language.error_language(["replay", "x.wav"]) == "en"
    monkeypatch.setenv(language.VARIABLE, OTHER)
    assert language.error_language(["replay", "--lang", ONE]) == OTHER


def test_a_mac_tells_which_language_it_is_shown_in(tmp_path: Path) -> None:
    """The first of the preferred languages; a file that says nothing of them is no mistake."""
    preferences = tmp_path / "preferences.plist"
    preferences.write_bytes(plistlib.dumps({"AppleLanguages": ["nl-BE", "fr-BE"]}, fmt=plistlib.FMT_BINARY))
    assert language.first_of_apple(preferences) == "nl-BE"
    preferences.write_bytes(plistlib.dumps({}))
    assert language.first_of_apple(preferences) == ""
    preferences.write_bytes(b"no list at all")
    assert language.first_of_apple(preferences) == ""
    assert language.first_of_apple(tmp_path / "none.plist") == ""


@pytest.mark.parametrize("code", [code for code in messages.languages() if code != "en"])
def test_what_the_system_refuses_is_told_in_the_language(code: str, tmp_path: Path) -> None:
    """« No such file or directory » means nothing to who reads no English; its number and path are not repeated."""
    with pytest.raises(FileNotFoundError) as refused:
        (tmp_path / "none").read_bytes()
    assert messages.say("{reason}", {"reason": refused.value}) == "No such file or directory"
    told = messages.say("{reason}", {"reason": refused.value}, code)
    assert told == messages.catalogue(code)["No such file or directory"]
    assert set(messages.SYSTEM) <= set(messages.catalogue(code))


@pytest.mark.parametrize("code", [code for code in messages.languages() if code != "en"])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[clinic]\nvet = "Dr Noir\n', "2"),
        ("[clinic\n", "1"),
        ("a = 1\n[b]\n[b]\n", "3"),
        ("a = bonjour", "1"),
        ("= 1", "1"),
    ],
)
def test_what_is_not_toml_is_told_in_the_language(code: str, text: str, place: str) -> None:
    """A clinic that forgets a quote is told so in its own words, with the line."""
    with pytest.raises(BrokenTomlError) as broken:
        parse_toml(text)
    english, told = (messages.say("{reason}", {"reason": broken.value}, spoken) for spoken in ("en", code))
    assert f"line {place}," in english
    assert f" {place}, " in told
    reason = messages.NotToml(broken.value)
    assert reason.told("en") == broken.value.msg.replace("('b',)", "'b'")
    assert reason.told(code) != reason.told("en")
    assert {*REASONS, PLACED} <= set(messages.catalogue(code))


def test_a_number_has_the_sign_of_the_language() -> None:
    """« 18,0 s » in French and Dutch, « 18.0 s » in English."""
    shown = [messages.say("{seconds} s", {"seconds": messages.Tenths(18)}, code) for code in ("fr", "nl", "en")]
    assert shown == ["18,0 s", "18,0 s", "18.0 s"]
