from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calmdesk.bench.virtual_microphone import VirtualMicrophone, missing_tools
from whisper_rig import Rig

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def rig(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    """A desk with a headset, whose devices the programs started here find."""
    if missing := missing_tools():
        pytest.skip(f"not installed: {', '.join(missing)}")
    # The path of a socket may not be long: a test's own folder carries the test's name.
    folder = tmp_path_factory.mktemp("sound")
    with VirtualMicrophone(folder) as server:
        rig = Rig(server, folder)
        for name, value in rig.environment.items():
            monkeypatch.setenv(name, value)
        yield rig
