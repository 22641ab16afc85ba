"""How calmdesk starts the short programs that do in a process of their own what may hang: speaking and playing."""

from __future__ import annotations

import subprocess
import sys
from typing import Any


def command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs one of calmdesk's modules, whatever lies in the folder it is started from."""
    return [sys.executable, "-P", "-m", module, *arguments]


def apart() -> dict[str, Any]:
    """Return the settings of ``Popen`` that keep a Ctrl-C meant for calmdesk, and a console window, from the child."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}
