"""What all tests share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from browsing import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from support.whisper_rig import Rig

# Two busy cores: an example that waits for the other core is not a slow example.
settings.register_profile("calmdesk", deadline=None)
# A commit passes or fails for what is in it: always the same examples. `make test` and `make fuzz` look for new ones.
settings.register_profile("same-examples", deadline=None, derandomize=True, database=None)
settings.load_profile(os.environ.get("CALMDESK_EXAMPLES", "calmdesk"))


@pytest.fixture
def rig(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    """A desk with a headset, whose devices the programs started here find."""
    from calmdesk.bench.virtual_microphone import VirtualMicrophone, missing_tools  # noqa: PLC0415  # heavy
    from support.whisper_rig import Rig  # noqa: PLC0415  # heavy

    if missing := missing_tools():
        pytest.skip(f"not installed: {', '.join(missing)}")
    # The path of a socket may not be long: a test's own folder carries the test's name.
    folder = tmp_path_factory.mktemp("sound")
    with VirtualMicrophone(folder) as server:
        rig = Rig(server, folder)
        for name, value in rig.environment.items():
            monkeypatch.setenv(name, value)
        yield rig


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the system's own Chromium, once for the tests of a file."""
    with chromium() as running:
        yield running
