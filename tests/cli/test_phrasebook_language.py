"""The phrasebook commands on a language that somebody has just begun."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.conftest import lines

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]

PHRASE = "ich warte [schon] (seit|über) stunden"


@pytest.fixture
def begun(calmdesk: Run, tmp_path: Path) -> Path:
    """Begin a language that does not ship, with one phrase and its sentences; return its folder."""
    assert calmdesk("phrasebook", "new", "de").returncode == 0
    assert calmdesk("phrasebook", "add", "de", "waiting", PHRASE).returncode == 0
    folder = tmp_path / "data" / "calmdesk" / "phrasebooks" / "de"
    cases = 'family = "waiting"\nmatch = ["ich warte schon seit stunden"]\nno_match = ["ich warte gern"]\n'
    (folder / "cases" / "waiting.toml").write_text(cases, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_language_is_a_folder(calmdesk: Run, begun: Path) -> None:
    """After « new » and « add » calls in that language are matched, and every family has a card to translate."""
    (answer,) = lines(calmdesk("match", "--lang", "de", stdin="ich warte seit stunden auf sie\n"))
    assert [cue["family"] for cue in answer["cues"]] == ["waiting"]
    shown = calmdesk("phrasebook", "show", "de").stdout
    families = {path.stem for path in (begun / "cards").glob("*.toml")}
    assert families <= {line.split()[0] for line in shown.splitlines()}
    assert PHRASE in calmdesk("phrasebook", "show", "de", "waiting").stdout


def test_a_check_names_what_is_still_missing(calmdesk: Run, begun: Path) -> None:
    """The errors are what a family lacks; « waiting » has what it needs. The exit code is an error's."""
    done = calmdesk("phrasebook", "check", "de", "--json")
    assert done.returncode == 5
    (facts,) = json.loads(done.stdout)["languages"]
    assert {Path(error["file"]).stem for error in facts["errors"]} == {
        path.stem for path in (begun / "cases").glob("*.toml")
    } - {"waiting"}
    assert {error["kind"] for error in facts["errors"]} == {"{family} has no sentence that must not match"}
    assert (facts["counts"]["missed"], facts["counts"]["fired"]) == (0, 0)


def test_a_check_stays_readable(calmdesk: Run, begun: Path) -> None:
    """Errors come first and in full, the rare ones before the others; of many warnings the first and their number."""
    (begun / "lists.toml").write_text('[lists]\nmots = ["a[b"]\n', encoding="utf-8")
    told = calmdesk("phrasebook", "check", "de").stdout.splitlines()
    assert told[0].startswith("de: 1 phrases for 4 wordings")
    assert "lists.toml:2: « {mots} »: the bracket « [b » is not closed" in told[1]
    levels = [line.split(":")[0].strip() for line in told if line.startswith("  ")]
    assert levels.index("warning") == levels.count("error")
    assert "    … and " in "\n".join(told)
    verbose = calmdesk("phrasebook", "check", "de", "-v").stdout
    assert "    … and " not in verbose
    assert len(verbose.splitlines()) > len(told)


def test_warnings_fail_only_when_asked(calmdesk: Run, begun: Path) -> None:
    """« --strict » is for those who want none."""
    for path in (begun / "cases").glob("*.toml"):
        if path.stem != "waiting":
            path.write_text(f'family = "{path.stem}"\nno_match = ["guten tag"]\n', encoding="utf-8")
    assert calmdesk("phrasebook", "check", "de").returncode == 0
    assert calmdesk("phrasebook", "check", "de", "--strict").returncode == 5


def test_a_french_system_is_told_in_french(calmdesk: Run, begun: Path) -> None:
    """Whoever writes phrases is no programmer, and reads French."""
    (begun / "phrases" / "blame.toml").write_text('phrases = ["rappel(er|ez)"]', encoding="utf-8")
    done = calmdesk("phrasebook", "check", "de", LANG="fr_BE.UTF-8")
    assert "erreur(s)" in done.stdout
    assert "blame.toml:1: « rappel(er|ez) » : « rappel(er|ez) » : un crochet" in done.stdout
    assert "mots entiers ; écrivez « (rappeler|rappelez) »" in done.stdout


@pytest.mark.parametrize("name", ["DE", "../de", "d_e", ""])
def test_a_name_that_is_no_language_makes_no_folder(calmdesk: Run, tmp_path: Path, name: str) -> None:
    """A slip cannot write outside of the folder for phrasebooks."""
    done = calmdesk("phrasebook", "new", name)
    assert done.returncode == 2
    assert "is no language code" in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["check", "tlh"], 5, "no phrasebook for 'tlh'"),
        (["show", "tlh"], 5, "no phrasebook for 'tlh'"),
        (["show", "de", "wating"], 2, "there is no family wating"),
        (["diff", "de", "tlh"], 5, "no phrasebook for 'tlh'"),
        (["new", "tlh", "--like", "xx"], 5, "no phrasebook for 'xx'"),
        (["add", "tlh", "waiting", "x"], 5, "no phrasebook for 'tlh'"),
        (["add", "de", "wating", "lange"], 2, "there is no family wating"),
        (["add", "de", "waiting", "warte(n|st)"], 5, "a bracket stands inside a word"),
        (["add", "de", "waiting", "{dauer}"], 5, "« {dauer} » is not defined"),
        (["add", "de", "waiting", "  "], 5, "it holds no words"),
        (["add", "de", "waiting", "ok"], 5, "« ok » may be heard as « ok » alone: too short"),
        (["add", "de", "waiting", PHRASE], 5, f"waiting has « {PHRASE} » already"),
        (["add", "de", "waiting", "ich warte gern"], 5, "fires on 1 sentence(s) that are not waiting"),
        (["add", "de", "waiting", "lange her", "--instead-of", PHRASE], 2, "de is all your own"),
        (["add", "de", "waiting", "lange her", "--say", "Bitte."], 2, "a card needs --say, --why and --avoid"),
        (["add", "de", "waiting", "lange her", "--strict", "2"], 2, "--strict"),
        (["export", "tlh", "x.csv"], 5, "no phrasebook for 'tlh'"),
        (["import", "de", "none.csv"], 5, "cannot read none.csv: there is no such file"),
    ],
)
def test_a_slip_is_said_and_nothing_is_lost(calmdesk: Run, begun: Path, args: list[str], code: int, told: str) -> None:
    """Whatever is mistyped: one line that says what, a code of its own, and every file as it was."""
    before = contents(begun.parent)
    done = calmdesk("phrasebook", *args)
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(begun.parent) == before


@pytest.mark.parametrize(
    ("command", "args"),
    [
        ("show", ["de"]),
        ("add", ["de", "waiting", "lange her"]),
        ("export", ["de", "x.csv"]),
        ("import", ["de", "good.csv"]),
        ("diff", ["de", "shipped:de"]),
    ],
)
def test_a_broken_file_is_named_by_every_command(
    calmdesk: Run, begun: Path, tmp_path: Path, command: str, args: list[str]
) -> None:
    """Half a file, saved in haste, is named with its line, and nothing is written beside it."""
    (begun / "phrases" / "fear.toml").write_text('phrases = [\n  "a"\n  "b"\n', encoding="utf-8")
    (tmp_path / "good.csv").write_text("kind;family;text\nphrase;blame;das ist ihre schuld\n", encoding="utf-8")
    before = contents(begun)
    done = calmdesk("phrasebook", command, *args)
    assert done.returncode == 5
    assert "fear.toml:3: is not valid TOML" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(begun) == before


def test_a_spreadsheet_goes_out_and_comes_back(calmdesk: Run, begun: Path, tmp_path: Path) -> None:
    """Unchanged it changes nothing; what was added counts in the next call; a dry run only looks."""
    before = contents(begun)
    assert calmdesk("phrasebook", "export", "de", "sheet.csv").returncode == 0
    assert "0 files changed" in calmdesk("phrasebook", "import", "de", "sheet.csv").stdout
    assert contents(begun) == before
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        sheet.read_text(encoding="utf-8-sig") + "phrase;blame;das ist ihre schuld\r\n", encoding="utf-8-sig"
    )
    assert "rows are right" in calmdesk("phrasebook", "import", "de", "sheet.csv", "--dry-run").stdout
    assert contents(begun) == before
    assert "1 files changed" in calmdesk("phrasebook", "import", "de", "sheet.csv").stdout
    (answer,) = lines(calmdesk("match", "--lang", "de", stdin="das ist doch ihre schuld\n"))
    assert [cue["family"] for cue in answer["cues"]] == ["blame"]


def test_a_wrong_sheet_changes_nothing(calmdesk: Run, begun: Path, tmp_path: Path) -> None:
    """Every wrong row is named by its line in the sheet."""
    rows = "phrase;blame;das ist [ihre schuld\nphrase;blame;das ist ihre schuld\nfrase;blame;x\n"
    (tmp_path / "bad.csv").write_text(f"kind;family;text\n{rows}", encoding="utf-8")
    before = contents(begun)
    done = calmdesk("phrasebook", "import", "de", "bad.csv")
    assert done.returncode == 5
    assert "2 row(s) are wrong, and nothing was changed" in done.stderr
    assert "bad.csv:2: " in done.stderr
    assert "bad.csv:4: « frase » is no kind of row" in done.stderr
    assert contents(begun) == before


@pytest.mark.slow
def test_two_languages_are_compared_by_their_numbers(calmdesk: Run, begun: Path) -> None:
    """Their words have nothing in common; what counts is where one lags behind."""
    assert begun.is_dir()
    rows = lines(calmdesk("phrasebook", "diff", "de", "fr", "--json"))
    (waiting,) = (row for row in rows if row["family"] == "waiting")
    assert waiting["de"] == {"phrase": 1, "card": waiting["fr"]["card"], "sentence": 2}
    assert "< 1" in calmdesk("phrasebook", "diff", "de", "fr").stdout


def test_beginning_twice_overwrites_nothing(calmdesk: Run, begun: Path) -> None:
    """« new » again brings only the files that are not there."""
    before = contents(begun)
    (begun / "flow.toml").unlink()
    assert "1 files are new" in calmdesk("phrasebook", "new", "de").stdout
    assert contents(begun) == before


def test_help_of_every_command(calmdesk: Run) -> None:
    """The list of commands is complete, and each explains itself."""
    listed = calmdesk("phrasebook", "--help").stdout.partition("Commands:")[2]
    for name in (line.split()[0] for line in listed.strip().splitlines()):
        done = calmdesk("phrasebook", name, "--help")
        assert done.returncode == 0
        assert f"Usage: calmdesk phrasebook {name}" in done.stdout
    assert calmdesk("phrasebook", "chek").returncode == 2
