"""Writes the pages of the documentation that the program itself dictates: ``make reference``.

``docs/commands.md`` from ``--help``, ``docs/errors`` from the messages in the source. ``--check`` writes nothing, and
ends with 1 where a page is not what would be written.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
DOCS = TOP / "docs"


def made() -> dict[Path, str]:
    """Return the pages, by where they lie."""
    # What the program says depends on the system's language and on what was chosen; it is imported only then.
    os.environ.update(LC_ALL="C", LANGUAGE="C", CALMDESK_UI="en")
    import reference_commands  # noqa: PLC0415
    import reference_errors  # noqa: PLC0415
    from calmdesk.cli import calmdesk  # noqa: PLC0415

    written = Path(__file__).with_name("reference_errors.toml")
    package = TOP / "src" / "calmdesk"
    errors = reference_errors.pages(package, reference_errors.translations(package / "messages" / "fr"), written)
    return {
        DOCS / "commands.md": reference_commands.page(calmdesk),
        **{DOCS / "errors" / name: text for name, text in errors.items()},
    }


def main() -> int:
    """Write the pages, or with ``--check`` name those that are out of date."""
    stale = {
        path: text for path, text in made().items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    }
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(TOP)} is not what the program says now: make reference")
        return 1 if stale else 0
    for path, text in stale.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(TOP))
    return 0


if __name__ == "__main__":
    sys.exit(main())
