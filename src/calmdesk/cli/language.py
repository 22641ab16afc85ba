"""Which language calmdesk speaks with the person at the keyboard: one rule, for every command.

The language of the interface (help, mistakes in what was typed, tables, questions, progress) is the first of these:

1. ``calmdesk --ui fr …``;
2. the environment variable ``CALMDESK_UI``;
3. the settings: ``[interface] ui``;
4. the system: ``LC_ALL``, ``LC_MESSAGES``, ``LANG``, or the language Windows and macOS are shown in;
5. English, also where calmdesk does not speak what these say.

The language of a call (``--lang``) decides what is shown of the call: cards, overlay, pages. It decides the language of
errors, too, where it is given and nobody chose a language for the interface (1 to 3).
"""

from __future__ import annotations

import gettext
import os
import re
import sys
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from calmdesk import messages
from calmdesk.places import settings_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

VARIABLE: Final = "CALMDESK_UI"
OPTION: Final = "--ui"

_SYSTEM = ("LC_ALL", "LC_MESSAGES", "LANG")

_CLICKS_DOMAIN = "messages"
"""click asks the standard library's ``gettext`` for its words, and never names a domain: this one is Python's own."""


def settle(words: Sequence[str]) -> None:
    """Let the command line's ``--ui`` hold in this process and those it starts, and teach click its language.

    click keeps its sentences in ``gettext``, which finds ``<folder>/<language>/LC_MESSAGES/messages.mo`` by the
    environment variable ``LANGUAGE``: both are public, and nothing of click is replaced.
    """
    named = _value_of(OPTION, words, until_command=True).lower()
    if named in messages.languages():
        os.environ[VARIABLE] = named
    os.environ["LANGUAGE"] = interface_language()
    gettext.bindtextdomain(_CLICKS_DOMAIN, str(messages.FOLDER))


def interface_language() -> str:
    """Return the code of the language of the interface."""
    return _chosen() or _system_language()


def error_language(words: Sequence[str]) -> str:
    """Return the language for errors of a command line: the one chosen, else the call's, else the system's."""
    return _chosen() or _value_of("--lang", words) or _system_language()


def _chosen() -> str:
    """Return the language somebody chose for the interface, empty when nobody did."""
    named = os.environ.get(VARIABLE, "").lower()
    return named if named in messages.languages() else _ui_of(settings_file())


@cache
def _ui_of(path: Path) -> str:
    """Return ``[interface] ui`` of a settings file; what is wrong with the file is told by the command that uses it."""
    from calmdesk.toml_text import BrokenTomlError, parse_toml  # noqa: PLC0415  # only where nobody has chosen yet

    try:
        table = parse_toml(path.read_text(encoding="utf-8-sig")).get("interface")
    except (OSError, UnicodeDecodeError, BrokenTomlError):
        return ""
    named = table.get("ui") if isinstance(table, dict) else None
    return named if named in messages.languages() else ""


def _system_language() -> str:
    named = next((os.environ[name] for name in _SYSTEM if os.environ.get(name)), "") or _shown_in()
    code = re.split(r"[_.@-]", named.lower())[0]
    return code if code in messages.languages() else "en"


def _shown_in() -> str:
    """Return the language Windows or macOS is shown in, such as ``fr_BE`` or ``nl-BE``; empty elsewhere."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # needed there alone
        import locale  # noqa: PLC0415

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    if sys.platform == "darwin":
        from pathlib import Path  # noqa: PLC0415  # needed there alone

        return first_of_apple(Path.home() / "Library" / "Preferences" / ".GlobalPreferences.plist")
    return ""


def first_of_apple(preferences: Path) -> str:
    """Return the first of the languages a macOS user prefers, empty when the file does not say."""
    import plistlib  # noqa: PLC0415  # needed on macOS alone

    try:
        with preferences.open("rb") as file:
            named = plistlib.load(file).get("AppleLanguages")
    except (OSError, ValueError, plistlib.InvalidFileException):
        return ""
    return str(named[0]) if isinstance(named, list) and named else ""


def _value_of(option: str, words: Sequence[str], *, until_command: bool = False) -> str:
    """Return what a command line gives an option, empty when it does not; of the whole line, or of calmdesk itself."""
    for word, following in pairwise([*words, ""]):
        if word == option:
            return following
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
        if until_command and not word.startswith("-"):
            return ""
    return ""
