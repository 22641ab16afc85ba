from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calmdesk.bench.virtual_microphone import VirtualMicrophone, missing_tools

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def virtual_microphone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VirtualMicrophone]:
    """A sound server of this test's own."""
    if missing := missing_tools():
        pytest.skip(f"not installed: {', '.join(missing)}")
    # The path of a socket may not be long: a test's own folder carries the test's name.
    with VirtualMicrophone(tmp_path_factory.mktemp("sound")) as microphone:
        yield microphone
