from __future__ import annotations

import subprocess
import sys


def test_vosk_comes_without_what_only_its_downloads_need() -> None:
    """Loading a model opens no socket and starts faster; who needs the network later still gets the real package."""
    code = (
        "import sys\n"
        "from calmdesk.speech.vosk_types import vosk\n"
        "assert vosk().KaldiRecognizer and vosk() is vosk()\n"
        "assert not {'requests', 'urllib3'} & set(sys.modules), 'loaded'\n"
        "import requests\n"
        "assert requests.get\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
