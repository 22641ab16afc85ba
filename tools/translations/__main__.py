"""Print what is missing, left over or wrong in the translations, as lines to fill in; exit with 1 if anything is."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

# The tree of commands is to be read as it is written, whatever this machine speaks.
os.environ["CALMDESK_UI"] = "en"

from calmdesk import messages
from translations import clicks, report
from translations.texts import read

_PACKAGE = Path(messages.__file__).parents[1]


def main() -> int:
    """Check, or compile, the translations; 1 where something is left to do."""
    parser = argparse.ArgumentParser(prog="python -m translations", description=__doc__)
    parser.add_argument("--write", action="store_true", help="compile click's words, messages.po into messages.mo")
    parser.add_argument("--messages", type=Path, default=messages.FOLDER, help="another folder of translations")
    wishes = parser.parse_args()
    folders = sorted(path for path in wishes.messages.iterdir() if (path / "help.toml").is_file())
    if wishes.write:
        for folder in folders:
            clicks.compile_words(folder)
    said = read(_PACKAGE, folders)
    faults = [line for folder in folders for line in report.faults(folder, said)]
    print("\n".join(faults) or f"complete: {', '.join(folder.name for folder in folders)}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
