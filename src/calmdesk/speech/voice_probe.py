"""Which languages the machine's voices speak; only to be asked in a process that may die or hang."""

from __future__ import annotations

import re

_LANGUAGE = re.compile(r"(?<![a-z])[a-z]{2}(?![a-z])")


def spoken_languages() -> set[str]:
    """Return the codes (``fr``) of the languages that the voices of this machine name.

    Raises:
        Exception: whatever pyttsx3 and the system's speech engine raise where there is none.
    """
    import pyttsx3  # noqa: PLC0415  # heavy

    found = set()
    for voice in pyttsx3.init().getProperty("voices"):  # type: ignore[no-untyped-call]  # pyttsx3 has no types
        named = [tag.decode(errors="replace") if isinstance(tag, bytes) else str(tag) for tag in voice.languages or ()]
        found.update(_LANGUAGE.findall(" ".join(named or [str(voice.id)]).lower()))
    return found
