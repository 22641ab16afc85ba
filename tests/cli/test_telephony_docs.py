"""The command lines of docs/telephony.md, as somebody would copy them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
import soundfile

from calmdesk.bench.virtual_microphone import VirtualMicrophone, missing_tools
from calmdesk.cli.listen import command as listen
from cli.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import click

DOCS = (ROOT / "docs" / "telephony.md").read_text(encoding="utf-8")


def line(beginning: str) -> str:
    """Return the documented command line that begins so, for a checkout in which calmdesk is not installed."""
    found = next(each.strip() for each in DOCS.splitlines() if each.startswith("    " + beginning))
    return found.replace("calmdesk listen", f"{sys.executable} -m calmdesk listen --format jsonl")


@pytest.mark.skipif(shutil.which("sox") is None, reason="sox is not installed")
def test_a_recording_through_sox(tmp_path: Path) -> None:
    """The first line of the page brings the cards of the shipped call, client and desk apart."""
    done = subprocess.run(
        ["bash", "-c", line("sox calls/")],
        cwd=ROOT,
        env={**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    events = [json.loads(each) for each in done.stdout.splitlines()]
    assert "insult" in {event["family"] for event in events if event["type"] == "card"}
    assert {"client", "desk"} == {event["side"] for event in events if event["type"] == "final"}


@pytest.mark.device
def test_what_the_headset_plays(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The softphone's sound is caught where it is played: live, through a real sound server and a real pipe."""
    if missing := missing_tools():
        pytest.skip(f"not installed: {', '.join(missing)}")
    samples, rate = soundfile.read(ROOT / "calls" / "insultes.wav", dtype="int16", frames=14 * 8000)
    soundfile.write(tmp_path / "client.wav", samples[:, 1], rate, subtype="PCM_16")
    with VirtualMicrophone(tmp_path_factory.mktemp("sound")) as headset:
        program = subprocess.Popen(
            ["bash", "-c", line("parec ")],
            env={**headset.environment, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,  # so that Ctrl-C reaches the whole pipe
        )
        assert program.stdout is not None
        assert json.loads(program.stdout.readline())["type"] == "notice"
        softphone = ["paplay", "--latency-msec=2000", str(tmp_path / "client.wav")]
        subprocess.run(softphone, env=headset.environment, check=True, timeout=60)
        time.sleep(1.5)
        os.killpg(program.pid, signal.SIGINT)
        out, errors = program.communicate(timeout=20)
    events = [json.loads(each) for each in out.splitlines()]
    assert "insult" in {event["family"] for event in events if event["type"] == "card"}
    assert "Traceback" not in errors


def test_every_option_on_the_page_exists() -> None:
    """The page names no option that `calmdesk listen` does not have."""
    commands = [each.split("calmdesk listen")[1] for each in DOCS.splitlines() if "calmdesk listen" in each]
    named = {part for command in commands for part in command.split() if part.startswith("--")}
    parameters: list[click.Parameter] = listen.params
    assert named <= {option for each in parameters for option in each.opts}
    assert {"--stdin", "--websocket", "--channels", "--client", "--rate"} <= named
