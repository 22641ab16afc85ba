"""The names that a sound server gives its devices are text from outside: a headset may call itself anything."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from calmdesk.audio import pulse

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "Casque\x1b[2J\u202eiuo\u200b " + "a" * 300


@pytest.mark.skipif(os.name == "nt", reason="there is no PulseAudio")
def test_a_device_s_name_is_made_harmless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever `pactl` tells of a device, what a receptionist reads is one line that a terminal does not obey."""
    listed = [{"index": 1, "name": "x", "description": HOSTILE, "properties": {}}]
    (tmp_path / "listed.json").write_text(json.dumps(listed), encoding="utf-8")
    program = tmp_path / "pactl"
    program.write_text(
        f"#!/bin/sh\ncase $2 in info) echo '{{}}';; *) cat {tmp_path}/listed.json;; esac\n", encoding="utf-8"
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    (found,) = pulse.sources()
    assert found.description.startswith("Casqueiuo a")
    assert found.description.isprintable()
    assert len(found.description) < 200
