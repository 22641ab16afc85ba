"""Text from outside cannot play tricks on the terminal, wherever it comes from and whichever command shows it."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

HOSTILE = "non\x1b[2J\x1b]0;titre\x07\x9b31m\u202eiuo\u2066\u200b" + "a" * 300
"""Clears the screen, renames the window, paints red, turns « oui » around, hides a space, and fills three lines."""

NAME = "appel\x1b[2J\u202eiuo.wav"
"""The name of a file."""

HEARD = [
    {"format": "calmdesk heard", "version": 1},
    {"type": "final", "at": 2.0, "text": HOSTILE, "utterance": 0, "words": [], "side": "client"},
]
CARD = {"say": HOSTILE, "why": HOSTILE, "avoid": HOSTILE}

SCENARIO = """title = {}
family = "insult"
animal = {}
client = {}
situation = {}
presses = {}
[[turns]]
id = "a"
says = {}
calm = "b"
hard = "c"
[[ends]]
id = "b"
kind = "resolved"
says = {}
[[ends]]
id = "c"
kind = "hung_up"
says = {}
"""


def written(value: object) -> str:
    """Return a value for TOML, everything unusual escaped as a hostile author would."""
    return json.dumps(value).replace("\\u007f", "\\u007F")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A clinic whose every file was written by somebody who means harm."""
    own = tmp_path / "data" / "calmdesk" / "phrasebooks" / "fr"
    card = "".join(f"{key} = {written(value)}\n" for key, value in CARD.items())
    files = {
        "settings.toml": f"[clinic]\nclinic = {written(HOSTILE[:79])}\n[incidents]\nauthor = {written(HOSTILE)}\n",
        "wrong.toml": f"{written(HOSTILE)} = 1\n[clinic]\n{written(HOSTILE)} = 2\n",
        "heard.jsonl": "".join(f"{json.dumps(line)}\n" for line in HEARD),
        "sheet.csv": f"kind;family;text;{HOSTILE}\nphrase;{HOSTILE};{HOSTILE};\n",
        "model/words.txt": HOSTILE,
        NAME: "no sound",
        "data/calmdesk/models/fr-\u202eiuo\x1b[2J/am/final.mdl": "x",
    }
    texts = {
        "cards/insult.toml": f'family = "insult"\n[[cards]]\n{card}',
        "phrases/insult.toml": f'family = "insult"\nphrases = ["zouave", {written("zouave " + HOSTILE)}]\n',
        "rehearsals/ours.toml": SCENARIO.format(*map(written, [HOSTILE] * 8)),
        "rehearsals/wrong.toml": f"title = {written(HOSTILE)}\n[[turns]]\nid = {written(HOSTILE)}\nx = 1\n",
        "privacy.toml": "".join(f"{key} = {written(HOSTILE)}\n" for key in ("clinic", "spoken", "posted", "adviser")),
    }
    placed = {tmp_path / name: text for name, text in files.items()} | {
        own / name: text for name, text in texts.items()
    }
    for path, text in placed.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


COMMANDS = {
    "a file's name": ["replay", NAME],
    "the name of a file that is not there": ["replay", f"x{NAME}"],
    "a sheet's name": ["phrasebook", "import", "fr", f"x{NAME}"],
    "an option": ["replay", f"--{HOSTILE}"],
    "a command": [HOSTILE],
    "a language": ["match", "--lang", HOSTILE],
    "a model": ["models", "install", HOSTILE],
    "a model's folder": ["replay", NAME, "--model", HOSTILE],
    "an animal's name": ["replay", "heard.jsonl", "--animal", HOSTILE, "--format", "plain"],
    "a heard call": ["replay", "heard.jsonl", "--format", "plain"],
    "a heard call on a screen": ["replay", "heard.jsonl", "--format", "plain", "--lang", "nl"],
    "a heard call for programs": ["replay", "heard.jsonl", "--format", "jsonl"],
    "a sentence for match": ["match"],
    "a sentence for explain": ["explain", f"zouave {HOSTILE}"],
    "own phrases and cards": ["phrasebook", "show", "fr", "insult"],
    "own phrases checked": ["phrasebook", "check", "fr"],
    "an imported sheet": ["phrasebook", "import", "fr", "sheet.csv"],
    "a template": ["phrasebook", "add", "fr", "insult", HOSTILE],
    "the notice": ["privacy", "--notice"],
    "an author": [
        "incidents",
        "add",
        "--at",
        "2026-11-20",
        "--family",
        "insult",
        "--words",
        HOSTILE,
        "--note",
        HOSTILE,
    ],
    "a family": ["incidents", "list", "--family", HOSTILE],
    "a date": ["incidents", "list", "--since", HOSTILE],
    "a scenario's title": ["rehearse", "--lang", "fr"],
    "a scenario": ["rehearse", "ours", "--typed", "--lang", "fr"],
    "a broken scenario": ["rehearse", "wrong", "--typed", "--lang", "fr"],
    "a scenario's name": ["rehearse", HOSTILE, "--typed"],
    "a sentence for explain, as JSON": ["explain", f"zouave {HOSTILE}", "--json"],
    "own phrases and cards, as JSON": ["phrasebook", "diff", "fr", "--json"],
    "the names of models": ["models", "list"],
    "the names of models that are damaged": ["models", "verify"],
    "a device": ["listen", "--device", HOSTILE],
    "a voice": ["whisper", "--voice", HOSTILE],
    "marks": ["annotate", "--apply", "heard.jsonl"],
    "the name of a file of marked sentences": ["bench", "redaction", "--lang", "fr", NAME],
    "settings": ["settings", "show"],
    "settings for programs": ["settings", "show", "--format", "json"],
    "a review": ["review", "heard.jsonl", "--out", f"{NAME}.html"],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_a_terminal_obeys_comes_out(home: Path, calmdesk: Run, name: str) -> None:
    """No escape sequence, no invisible character, whether the command works or refuses; and no traceback."""
    done = calmdesk(
        *COMMANDS[name], stdin=f"zouave {HOSTILE}\n", CALMDESK_SETTINGS=str(home / "settings.toml"), LANG="fr_BE.UTF-8"
    )
    assert "Traceback" not in done.stderr
    told = done.stdout + done.stderr
    assert told.strip()
    assert not {ascii(letter) for letter in told if letter != "\n" and unicodedata.category(letter) in {"Cc", "Cf"}}


ENVIRONMENT = {
    "CALMDESK_SETTINGS": ["privacy"],
    "CALMDESK_MODEL": ["replay", NAME],
    "CALMDESK_DATABASE": ["incidents", "list"],
    "LANG": ["replay", "nowhere.wav"],
}
"""By variable, a command that reads it."""


@pytest.mark.slow
@pytest.mark.parametrize("name", ENVIRONMENT)
def test_variables_of_the_environment_are_shown_harmless(home: Path, calmdesk: Run, name: str) -> None:
    """Whoever starts calmdesk from a script of another's making gets no surprises either."""
    done = calmdesk(*ENVIRONMENT[name], **{name: HOSTILE})
    assert home.is_dir()
    assert "Traceback" not in done.stderr
    told = done.stdout + done.stderr
    assert told.strip()
    assert not {ascii(letter) for letter in told if letter != "\n" and unicodedata.category(letter) in {"Cc", "Cf"}}


@pytest.mark.slow
def test_a_line_without_end_is_refused_and_the_others_are_read(tmp_path: Path, calmdesk: Run) -> None:
    """Ten megabytes without a line break do not keep a receptionist waiting."""
    done = calmdesk("match", stdin="a" * 10_000_000 + "\nvous êtes une incapable\n")
    assert "ligne 1" in done.stderr or "line 1" in done.stderr
    assert '"id": 2' in done.stdout
    (tmp_path / "heard.jsonl").write_text(json.dumps(HEARD[0]) + "\n" + "a" * 10_000_000, encoding="utf-8")
    assert calmdesk("replay", "heard.jsonl", "--format", "plain").returncode == 6


@pytest.mark.parametrize("command", [["privacy"], ["replay", "heard.jsonl"], ["incidents", "list"]])
def test_settings_that_are_refused_are_shown_harmless(home: Path, calmdesk: Run, command: list[str]) -> None:
    """The names of unknown tables and keys are told without what they hide."""
    done = calmdesk(*command, CALMDESK_SETTINGS=str(home / "wrong.toml"))
    assert done.returncode not in {0, 1}
    assert "Traceback" not in done.stderr
    assert not {ascii(each) for each in done.stderr if each != "\n" and unicodedata.category(each) in {"Cc", "Cf"}}


@pytest.mark.parametrize("form", ["plain", "jsonl"])
def test_words_without_end_are_cut(tmp_path: Path, calmdesk: Run, form: str) -> None:
    """What was heard is shown, harmless; a word of three hundred letters does not push the sentence off the screen."""
    (tmp_path / "heard.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in HEARD), encoding="utf-8")
    shown = calmdesk("replay", "heard.jsonl", "--format", form).stdout
    assert "…" in shown
    assert "a" * 50 not in shown
    assert not {ascii(letter) for letter in shown if letter != "\n" and unicodedata.category(letter) in {"Cc", "Cf"}}
