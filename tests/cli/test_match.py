from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli.conftest import lines

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]


def test_every_line_brings_one_answer(calmdesk: Run) -> None:
    """Plain lines are numbered, JSON lines keep their id; the cues name family, phrase, score and words."""
    said = 'ça fait une heure que je poireaute\n{"id": "a-7", "text": "bonjour madame"}\n\n'
    first, second = lines(calmdesk("match", stdin=said))
    assert (first["id"], second["id"], second["cues"]) == (1, "a-7", [])
    (cue,) = first["cues"]
    assert cue["family"] == "waiting"
    assert set(cue) == {"family", "phrase", "score", "words"}
    assert " ".join(cue["words"]) in first["text"]


def test_a_file_is_read_like_standard_input(calmdesk: Run, tmp_path: Path) -> None:
    """A file saved on Windows, with a byte order mark and CRLF, is no problem."""
    file = tmp_path / "phrases.txt"
    file.write_bytes("\ufeffpersonne ne décroche jamais chez vous\r\n".encode())
    (answer,) = lines(calmdesk("match", "--lang", "fr", str(file)))
    assert answer["text"] == "personne ne décroche jamais chez vous"
    assert "waiting" in {cue["family"] for cue in answer["cues"]}


def test_a_bad_line_loses_nothing(calmdesk: Run) -> None:
    """The bad line is named with its number, the others are answered, the exit code says that something was wrong."""
    done = calmdesk("match", stdin='bonjour\n{"id": 1}\n{oops\n[1]\nau revoir\n')
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == ["bonjour", "[1]", "au revoir"]
    assert done.returncode == 6
    assert "<stdin>:2: « text » is missing" in done.stderr
    assert "<stdin>:3: not JSON" in done.stderr
    assert "Traceback" not in done.stderr


def test_bytes_that_are_no_text_do_no_harm(calmdesk: Run, tmp_path: Path) -> None:
    """Latin-1 from an old program, or noise, is answered without a crash."""
    file = tmp_path / "old.txt"
    file.write_bytes("ça fait une heure que j'attends\n".encode("latin-1") + bytes(range(256)))
    assert len(lines(calmdesk("match", str(file)))) >= 1


def test_an_unknown_language_names_those_there_are(calmdesk: Run) -> None:
    """The mend stands in the second line; in French for --lang fr… and for a French system."""
    done = calmdesk("match", "--lang", "tlh", stdin="qapla")
    assert done.returncode == 5
    assert done.stderr.splitlines()[0] == "calmdesk: no phrasebook for 'tlh'"
    assert "fr" in done.stderr.splitlines()[1]


def test_explain_tells_what_stopped_a_near_miss(calmdesk: Run) -> None:
    """A tuner sees at once that « je ne dis pas que » stopped it."""
    done = calmdesk("explain", "je ne dis pas que vous êtes des incapables")
    assert "presque : insult" in done.stdout
    assert "arrêté par : denied" in done.stdout
    found = [json.loads(line) for line in calmdesk("explain", "--json", "bande d'incapables").stdout.splitlines()]
    assert [hit["family"] for hit in found if not hit["stopped_by"]] == ["insult"]
