import io
import re

import pytest
from rich.console import Console

from calmdesk.overlay.draw import LOOK, draw
from calmdesk.overlay.labels import Labels
from calmdesk.overlay.layout import Role
from calmdesk.overlay.screen import Screen, update
from calmdesk.overlay.style import Style
from overlay.feed import EMERGENCY


def drawn(labels: Labels, **console: object) -> str:
    """Return what a terminal of 80x24 is sent for an emergency."""
    out = io.StringIO()
    terminal = Console(file=out, width=80, height=24, force_terminal=True, **console)  # type: ignore[arg-type]  # the keywords differ in type
    terminal.print(draw(update(Screen(), EMERGENCY), 80, 24, Style(labels)))
    return out.getvalue()


def test_every_role_has_a_look() -> None:
    """No part of the screen is drawn as an accident."""
    assert set(LOOK) == set(Role)


def test_sixteen_colours_are_enough(labels: Labels) -> None:
    """The overlay sends only the colours every terminal has."""
    codes = {
        int(code)
        for group in re.findall(r"\x1b\[([\d;]*)m", drawn(labels, color_system="standard"))
        if group
        for code in group.split(";")
    }
    assert codes <= {0, 1, 2, 4, 7, 31, 32, 36}
    assert 31 in codes


def test_no_color_is_respected(labels: Labels, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR set there is no colour, and the badge is still reversed."""
    monkeypatch.setenv("NO_COLOR", "1")
    codes = {code for group in re.findall(r"\x1b\[([\d;]*)m", drawn(labels)) for code in group.split(";")}
    assert not codes & {"31", "32", "36"}
    assert "7" in codes


def test_rows_are_not_wrapped_again(labels: Labels) -> None:
    """Twenty composed rows are twenty rows on the terminal."""
    assert len(drawn(labels).splitlines()) == 20
