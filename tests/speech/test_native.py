from __future__ import annotations

import os
import subprocess
import sys

import pytest

from calmdesk.speech.native import hushed


def test_native_output_is_hushed_for_the_call_only(capfd: pytest.CaptureFixture[str]) -> None:
    """What Kaldi prints while a model loads does not tear the screen; later errors still show."""
    with hushed():
        os.write(2, b"ERROR (VoskAPI:Model())\n")
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


def test_standard_error_comes_back_after_a_failure(capfd: pytest.CaptureFixture[str]) -> None:
    """A model that does not load does not silence the program for good."""
    with pytest.raises(ZeroDivisionError), hushed():
        _ = 1 / 0
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


def test_a_program_without_standard_error() -> None:
    """Started from a window, a program has no standard error: nothing to hush, nothing to fail."""
    code = "import os; os.close(2)\nfrom calmdesk.speech.native import hushed\nwith hushed(): print('fine')"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    result = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, env=environment
    )
    assert result.stdout == "fine\n"
