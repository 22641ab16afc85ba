"""Everything that comes from outside is thrown garbage at: a refusal is a sentence, never a traceback, never a hang."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fuzz.targets import TARGETS

LIMIT = 10.0
"""Seconds an input may take, on a busy machine; 0.001 are usual."""

MADE_UP = 2_800
"""Inputs a target gets from hypothesis: more than 100,000 in all."""

GUIDED = find_spec("atheris") is not None
"""Whether the inputs can be led by which code they reach: atheris has wheels for Linux on x86-64."""

ANYTHING = [bytes([byte]) for byte in range(256)] + [
    character.encode(errors="surrogatepass") for character in "\x9b\u202e\u200b\ufeff\u2028\ud800é😀"
]
"""Every byte, and characters that readers, writers and terminals stumble over."""

_ROOT = Path(__file__).parents[2]
_MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of one's own is made in it
_DONE = re.compile(r"number_of_executed_units: (\d+)")

Runs = Mapping[str, "Future[subprocess.CompletedProcess[str]]"]


@pytest.fixture(scope="module")
def fast_folder() -> Iterator[Path]:
    """Return a folder in memory where there is such a thing: each input is a file."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def runs(fast_folder: Path) -> Iterator[Runs]:
    """Fuzz all targets beside the tests, as many at once as there are processors."""
    pool = ThreadPoolExecutor(os.cpu_count())
    yield {name: pool.submit(_fuzz, name, fast_folder / name) for name in TARGETS} if GUIDED else {}
    pool.shutdown(cancel_futures=True)


def _fuzz(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    folder.mkdir()
    path = os.pathsep.join([str(_ROOT / "tests"), str(_ROOT / "src")])
    # Where properties take the same examples each time, these begin at the same place too.
    again = os.environ.get("CALMDESK_EXAMPLES") == "same-examples"
    seed = {"PYTHONHASHSEED": "0"} if again else {}
    home = {"XDG_CONFIG_HOME": str(folder / "home"), "XDG_DATA_HOME": str(folder / "home")}
    return subprocess.run(
        [sys.executable, "-m", "fuzz.guided", name, str(folder), *(["-seed=1"] if again else [])],
        env=os.environ | home | seed | {"PYTHONPATH": path},
        cwd=_ROOT / "tests",
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=1_800,
        check=False,
    )


@pytest.mark.parametrize("name", TARGETS)
def test_whole_files_are_accepted(name: str, tmp_path: Path) -> None:
    """The readers do read: what is right is taken, and the fuzzing starts from it."""
    for seed in TARGETS[name].seeds:
        assert TARGETS[name].take(tmp_path, seed), seed[:200]


@pytest.mark.fuzz
@pytest.mark.usefixtures("runs")
@pytest.mark.parametrize("name", TARGETS)
def test_no_traceback_for_files_put_together_anew(name: str, fast_folder: Path) -> None:
    """Pieces of whole files, in any order, with the words of their language and any bytes between them."""
    target, folder = TARGETS[name], Path(tempfile.mkdtemp(dir=fast_folder))
    pieces = sorted({piece for seed in target.seeds for piece in re.split(rb"(?<=[\n,:=])", seed) if piece})
    words = [word.encode() for word in target.words]
    made_up = st.lists(st.sampled_from([*pieces, *words, *ANYTHING]), max_size=24).map(b"".join)

    @settings(
        max_examples=MADE_UP,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(made_up)
    def takes_or_refuses(data: bytes) -> None:
        before = time.thread_time()
        target.take(folder, data)
        assert time.thread_time() - before < LIMIT

    takes_or_refuses()


@pytest.mark.fuzz
@pytest.mark.skipif(not GUIDED, reason="NOT FUZZED BY COVERAGE: atheris cannot be installed here")
@pytest.mark.parametrize("name", TARGETS)
def test_no_traceback_for_whatever_leads_to_new_places(runs: Runs, name: str) -> None:
    """100,000 inputs of every kind, each made from those that led further into the reader than any before (atheris)."""
    done = runs[name].result()
    told = "\n".join(line for line in done.stderr.splitlines() if not line.startswith(("INFO", "#")))
    assert done.returncode == 0, f"{told}\n{done.stdout}"[-6_000:]
    count = _DONE.search(done.stderr)
    assert count is not None
    assert int(count[1]) >= TARGETS[name].inputs
