from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calmdesk.bench.virtual_microphone import VirtualMicrophone, missing_tools
from whisper_rig import Rig

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def rig(tmp_path_factory: pytest.TempPathFactory) -> Generator[Rig]:
    """A desk with a microphone and a headset, and a sound server of its own."""
    if missing := missing_tools():
        pytest.skip(f"not installed: {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("sound")
    with VirtualMicrophone(folder) as server:
        yield Rig(server, folder)
