"""The voice that is taken: the one that speaks the clinic's language, whatever the system calls it."""

from __future__ import annotations

import pytest

from calmdesk.speech.voices import FoundVoice, choose_voice

ESPEAK = [
    FoundVoice("gmw/en-029", "English (Caribbean)", ("en-029",)),
    FoundVoice("gmw/en", "English (Great Britain)", ("en-gb",)),
    FoundVoice("gmw/en-us", "English (America)", ("en-us",)),
    FoundVoice("gmw/fy", "Frisian", ("fy",)),
    FoundVoice("mb/mb-fr1", "french-mbrola-1", ("fr",)),
    FoundVoice("roa/fr-be", "French (Belgium)", ("fr-be",)),
    FoundVoice("roa/fr-ch", "French (Switzerland)", ("fr-ch",)),
    FoundVoice("roa/fr", "French (France)", ("fr-fr",)),
    FoundVoice("gmw/nl", "Dutch", ("nl",)),
]
_TOKENS = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Speech\\Voices\\Tokens\\"
WINDOWS = [
    FoundVoice(f"{_TOKENS}TTS_MS_EN-US_ZIRA_11.0", "Microsoft Zira Desktop", ("en-US",)),
    FoundVoice(f"{_TOKENS}TTS_MS_FR-FR_HORTENSE_11.0", "Microsoft Hortense Desktop", ("Unknown Locale: 1036",)),
    FoundVoice(f"{_TOKENS}TTS_MS_NL-BE_BART_11.0", "Microsoft Bart"),
]
MACOS = [
    FoundVoice("com.apple.speech.synthesis.voice.Albert", "Albert", ("en_US",)),
    FoundVoice("com.apple.voice.compact.fr-CA.Amelie", "Amélie", ("fr_CA",)),
    FoundVoice("com.apple.eloquence.fr-FR.Eddy", "Eddy", ("fr_FR",)),
    FoundVoice("com.apple.voice.compact.fr-FR.Thomas", "Thomas", ("fr_FR",)),
    FoundVoice("com.apple.voice.enhanced.fr-FR.Audrey", "Audrey", ("fr_FR",)),
    FoundVoice("com.apple.voice.compact.nl-BE.Ellen", "Ellen", ("nl_BE",)),
]


@pytest.mark.parametrize(
    ("voices", "language", "name"),
    [
        (ESPEAK, "fr", "French (France)"),
        (ESPEAK, "fr-BE", "French (Belgium)"),
        (ESPEAK, "fr_BE", "French (Belgium)"),
        (ESPEAK, "fr-CA", "French (France)"),
        (ESPEAK, "nl", "Dutch"),
        (ESPEAK, "nl-BE", "Dutch"),
        (ESPEAK, "en", "English (Great Britain)"),
        (WINDOWS, "fr", "Microsoft Hortense Desktop"),
        (WINDOWS, "nl", "Microsoft Bart"),
        (MACOS, "fr", "Audrey"),
        (MACOS[:4], "fr", "Thomas"),
        (MACOS[:3], "fr", "Amélie"),
        (MACOS, "fr-CA", "Amélie"),
        (MACOS, "nl", "Ellen"),
        (MACOS, "en", "Albert"),
    ],
)
def test_the_voice_of_the_language_is_taken(voices: list[FoundVoice], language: str, name: str) -> None:
    """The wanted country first, then the usual one, then any; no robot while a human voice is there."""
    found = choose_voice(language, voices)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("language", ["de", "f", "", "roa", "unknown"])
def test_no_voice_is_better_than_one_that_reads_another_language(language: str) -> None:
    """French read by an English voice would not be understood."""
    assert choose_voice(language, [*ESPEAK, *WINDOWS, *MACOS]) is None
