"""The frame of every page: nothing is fetched, no script and no style but its own is used, all texts are escaped."""

from __future__ import annotations

import base64
import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SHARED: Final = Path(__file__).parent / "shared"
"""The frame itself, what all pages look like, and parts that several pages have."""

_STYLE: Final = "style.css"
_SCRIPT: Final = "script.js"


class Pages:
    """The pages of one folder, each in the frame ``shared/base.html``.

    Args:
        folder: their templates; a ``style.css`` there comes after the shared one, a ``script.js`` is all that runs.
        filters: what templates may pass texts through, by name.
    """

    def __init__(self, folder: Path, filters: Mapping[str, Callable[..., str]] | None = None) -> None:
        self._folder = folder
        self._filters = dict(filters or {})

    def draw(self, template: str, lang: str, /, *, sound: bool = False, **facts: object) -> str:
        """Return a page in ``lang`` with its facts; one with ``sound`` may play what it carries itself."""
        policy = self._policy | ({"media-src": "data:"} if sound else {})
        return self._templates.get_template(template).render(
            lang=lang,
            style=self._style,
            script=self._script,
            policy="; ".join(f"{name} {value}" for name, value in policy.items()),
            sound=sound,
            **facts,
        )

    @cached_property
    def _style(self) -> str:
        return _text(SHARED / _STYLE) + _text(self._folder / _STYLE)

    @cached_property
    def _script(self) -> str:
        return _text(self._folder / _SCRIPT)

    @property
    def _policy(self) -> dict[str, str]:
        """Return what the browser obeys: what a page shows was said and named by strangers."""
        scripts = {"script-src": _digest(self._script)} if self._script else {}
        own = {"style-src": _digest(self._style), **scripts}
        return {"default-src": "'none'", **own, "base-uri": "'none'", "form-action": "'none'"}

    @cached_property
    def _templates(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader([self._folder, SHARED]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(self._filters)
        return environment


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
