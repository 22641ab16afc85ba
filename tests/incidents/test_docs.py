from __future__ import annotations

import re
from pathlib import Path

from calmdesk.incidents.address import address
from calmdesk.settings import read_settings

DOCS = Path(__file__).parents[2] / "docs" / "incidents.md"


def test_the_settings_of_the_documentation_work(tmp_path: Path) -> None:
    """Copy them, change the words."""
    (example,) = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "settings.toml"
    path.write_text(example, encoding="utf-8")
    settings = read_settings(path).incidents
    assert settings.keep_years == 5
    assert address(settings.database).database == "calmdesk"
