"""A folder of real recordings through the real program: resumed, killed, interrupted, torn, some of them bad."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from calmdesk.review.many.kept import FACTS, HALF_WRITTEN, HEARD, Results
from calmdesk.speech.heard_file import read_heard
from review.many.program import alive, children, ended, readers_of, start, wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]


def results_of(out: Path) -> dict[str, tuple[int, bytes]]:
    """Return every file of results with when it was written and what is in it."""
    return {
        path.relative_to(out).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(out.rglob("*"))
        if path.name.endswith((FACTS, HEARD))
    }


@pytest.fixture(scope="module")
def done(twelve: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the results of a whole run, not to be changed."""
    home = tmp_path_factory.mktemp("home")
    code, said, told = ended(start("replay", twelve, "--out", home / "out", "--jobs", "2", home=home))
    assert code == 0, told
    assert "12" in said
    return home / "out"


@pytest.fixture
def again(done: Path, tmp_path: Path) -> Path:
    """Return a copy of the results, to be changed."""
    shutil.copytree(done, tmp_path / "out")
    return tmp_path / "out"


def test_every_call_has_its_results(done: Path, twelve: Path) -> None:
    """Heard events and facts of each call, for their owner's eyes alone, and a page over all of them."""
    calls = {path.relative_to(twelve).as_posix() for path in twelve.rglob("2026*")}
    facts = list(Results(done).all_facts())
    assert {each.call for each in facts} == calls
    assert len(facts) == 12
    assert sum(len(each.cards) for each in facts) > 12
    assert all(each.named for each in facts)
    assert {path.stat().st_mode & 0o777 for path in done.rglob("*") if path.is_file()} == {0o600}
    for each in facts:
        list(read_heard(Results(done).heard_path(each.call)))
    page = (done / "trends.html").read_text(encoding="utf-8")
    assert "Tendances (appels\N{NO-BREAK SPACE}: 12)" in page
    assert "<svg" in page


def test_a_call_in_a_batch_is_the_call_alone(done: Path, twelve: Path, tmp_path: Path) -> None:
    """The cards of a batch are those that a replay shows."""
    call = next(twelve.glob("*insultes.wav"))
    code, said, told = ended(start("replay", call, "--format", "jsonl", home=tmp_path))
    assert code == 0, told
    events = [json.loads(line) for line in said.splitlines()]
    alone = [(event["at"], event["card"]) for event in events if event["type"] == "card"]
    facts = next(each for each in Results(done).all_facts() if each.call == call.name)
    assert [(card.at, card.card) for card in facts.cards] == alone


def test_what_is_done_is_passed_over_and_what_is_torn_done_again(again: Path, twelve: Path, tmp_path: Path) -> None:
    """Facts cut short, heard events changed, facts of nothing: these calls are heard again, and no other."""
    before = results_of(again)
    facts, heard, gone = sorted(name for name in before if name.endswith(FACTS))[:3]
    (again / facts).write_bytes(before[facts][1][:200])
    torn = heard.replace(FACTS, HEARD)
    (again / torn).write_bytes(before[torn][1][:-50])
    (again / gone).unlink()
    code, said, _ = ended(start("replay", twelve, "--out", again, home=tmp_path))
    after = results_of(again)
    assert code == 0
    assert "3 calls heard, 9" in said
    assert {name: content for name, (_, content) in after.items()} == {
        name: content for name, (_, content) in before.items()
    }
    redone = {name.partition(".facts")[0] for name in (facts, heard, gone)}
    assert {name for name in before if after[name][0] != before[name][0]} <= {
        f"{name}{kind}" for name in redone for kind in (FACTS, HEARD)
    }


def test_another_option_makes_results_stale(again: Path, twelve: Path, tmp_path: Path) -> None:
    """Results of one animal's name are not taken for those of another: cards name it."""
    code, said, _ = ended(start("replay", twelve, "--out", again, "--animal", "Filou", home=tmp_path))
    assert code == 0
    assert "12 calls heard, 0" in said


def test_bad_files_do_not_stop_the_rest(twelve: Path, tmp_path: Path) -> None:
    """Each bad one is told with its reason at the end, and the exit code says so; hostile names do no harm."""
    calls = tmp_path / "calls"
    calls.mkdir()
    shutil.copy(next(twelve.glob("*.wav")), calls / "good\x1b[2J <b>.wav")
    (calls / "empty.wav").touch()
    (calls / "garbage.mp3").write_bytes(os.urandom(5_000))
    (calls / "labels.jsonl").write_text('{"id": "1"}\n', encoding="utf-8")
    (calls / "notes.txt").write_text("not a call", encoding="utf-8")
    (calls / os.fsdecode(b"caf\xe9.wav")).write_bytes(b"RIFF")
    code, said, told = ended(start("replay", calls, "--out", tmp_path / "out", home=tmp_path))
    assert code == 11
    assert "1 calls heard" in said
    assert "4 of 5 calls" in told
    assert "empty.wav: cannot read" in told
    assert "Traceback" not in told
    assert "\x1b[2J" not in said + told
    assert len(list(Results(tmp_path / "out").all_facts())) == 1


def test_a_recording_that_is_cut_short_is_heard_and_named(twelve: Path, tmp_path: Path) -> None:
    """What is there counts; who started the run reads which call is not whole, there and on the page, in French."""
    calls = tmp_path / "calls"
    calls.mkdir()
    whole = min(twelve.glob("*insultes.wav")).read_bytes()
    (calls / "coupé.wav").write_bytes(whole[: len(whole) // 4])
    code, said, told = ended(start("--ui", "fr", "replay", calls, "--out", tmp_path / "out", home=tmp_path))
    assert code == 0, told
    assert "coupé.wav : l'enregistrement est tronqué : 18,0 s ont été enregistrées, 4,5 s sont là" in f"{said}{told}"
    page = (tmp_path / "out" / "trends.html").read_text(encoding="utf-8")
    assert "Enregistrements incomplets" in page
    assert "coupé.wav" in page


def test_a_recording_that_kills_its_worker_is_reported(twelve: Path, tmp_path: Path) -> None:
    """Whoever opens one recording is killed: that call is told, and all others are done."""
    calls = Path(shutil.copytree(twelve, tmp_path / "calls"))
    recording = next(calls.glob("tuesday/*insultes*"))
    # Some seconds long to hear: whoever has it open is seen.
    samples, rate = soundfile.read(recording, dtype="int16")
    soundfile.write(recording, np.concatenate([samples] * 20), rate, subtype="PCM_16")
    bad = recording.name
    run = start("replay", calls, "--out", tmp_path / "out", "--jobs", "2", home=tmp_path)
    killed: set[int] = set()
    while run.poll() is None:
        for reader in readers_of(bad, children(run.pid)):
            os.kill(reader, signal.SIGKILL)
            killed.add(reader)
    code, _, told = ended(run)
    assert len(killed) == 2
    assert code == 11
    assert f"{bad} ended every worker that heard it (SIGKILL)" in told
    assert len(list(Results(tmp_path / "out").all_facts())) == 11


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_an_ended_run_goes_on_where_it_was(twelve: Path, tmp_path: Path, number: signal.Signals) -> None:
    """Killed or interrupted, it leaves no process behind; what was done stays, the rest is done by the next run."""
    out = tmp_path / "out"
    run = start("replay", twelve, "--out", out, "--jobs", "2", home=tmp_path)
    wait_until(lambda: len(list(out.rglob(f"*{FACTS}"))) >= 3)
    workers = children(run.pid)
    run.send_signal(number)
    code, _, told = ended(run)
    assert code == (-number if number is signal.SIGKILL else 130)
    assert "Traceback" not in told
    wait_until(lambda: not any(map(alive, workers)))
    before = {each.call for each in Results(out).all_facts()}
    times = results_of(out)
    code, said, told = ended(start("replay", twelve, "--out", out, home=tmp_path))
    assert code == 0, told
    assert f"{12 - len(before)} calls heard, {len(before)} were" in said
    assert len(list(Results(out).all_facts())) == 12
    assert [torn for pattern in HALF_WRITTEN for torn in out.rglob(pattern)] == []
    assert [path.name for path in out.rglob(".*")] == [".lock"]
    after = results_of(out)
    assert [name for name in times if name.partition(".facts")[0] in before and after[name] != times[name]] == []


def test_two_runs_do_not_share_a_folder(twelve: Path, tmp_path: Path) -> None:
    """The second one is told so, and the first goes on."""
    out = tmp_path / "out"
    first = start("replay", twelve, "--out", out, "--jobs", "1", home=tmp_path)
    wait_until(lambda: list(out.rglob(f"*{FACTS}")))
    code, _, told = ended(start("replay", twelve, "--out", out, home=tmp_path))
    assert code == 2
    assert "another run is at work" in told
    assert ended(first)[0] == 0
