"""Makes the phrasebooks ready for the matcher while the package is built, so that a call starts at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompilePhrasebooks(BuildHookInterface):
    """Writes ``src/calmdesk/data/compiled/<language>.json``; without them the program makes its own in memory."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Compile every language that has a folder in ``phrasebooks/``."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from calmdesk.cues.compiled import compile_book, digest_of  # noqa: PLC0415  # importable only from here on
        from calmdesk.phrasebook.read import read_phrasebook  # noqa: PLC0415

        target = root / "src" / "calmdesk" / "data" / "compiled"
        target.mkdir(parents=True, exist_ok=True)
        for language in sorted((root / "phrasebooks").glob("*/language.toml")):
            folder = language.parent
            compiled = compile_book(read_phrasebook(folder), digest_of([folder]))
            text = json.dumps(compiled, ensure_ascii=False, separators=(",", ":"))
            (target / f"{folder.name}.json").write_text(text, encoding="utf-8")
        build_data["artifacts"].append("src/calmdesk/data/compiled/*.json")
