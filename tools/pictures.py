"""Makes the pictures of ``docs/pictures`` with the real program: ``make pictures``, or ``python tools/pictures.py``.

The overlay is drawn from the cells of a real terminal (tmux) in which a shipped call is heard at real speed; the pages
are photographed in the system's own Chromium. All of it happens in an empty home that is thrown away.
Needs tmux, Chromium and ``pip install '.[test]'``.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from pictures_pages import photograph
from pictures_program import Program
from pictures_terminal import draw

TOP = Path(__file__).resolve().parents[1]
PICTURES = TOP / "docs" / "pictures"

OVERLAYS = {
    "overlay-waiting": (("demo", "--speed", "real", "--animal", "Filou"), "Attente"),
    "overlay-ladder": (("replay", "calls/insultes.wav", "--speed", "real", "--desk", "--animal", "Filou"), "●●●●○"),
}
"""Name of a picture: the command, and what its screen shows when the picture is taken."""

PAGES = {"review": 860, "review-dark": 860, "trends": 716, "register": 860}
"""Name of a picture: how much of the page it shows at most, in pixels from the top; each ends between two parts."""


def main() -> None:
    """Make the pictures that were asked for, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join((*OVERLAYS, *PAGES))}")
    parser.add_argument("--into", type=Path, default=PICTURES, help="the folder of the pictures")
    asked = parser.parse_args()
    if unknown := set(asked.names) - {*OVERLAYS, *PAGES}:
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    asked.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="calmdesk-pictures-") as home:
        for name in asked.names or (*OVERLAYS, *PAGES):
            path = make(name, Program(TOP, Path(home)), asked.into)
            print(f"{path.name}: {path.stat().st_size // 1000} kB")


def make(name: str, program: Program, into: Path) -> Path:
    """Make one picture and return its file."""
    if name in OVERLAYS:
        command, shows = OVERLAYS[name]
        path = into / f"{name}.svg"
        path.write_text(draw(program, command, shows), encoding="utf-8")
        return path
    path = into / f"{name}.png"
    photograph(getattr(program, name.partition("-")[0])(), path, PAGES[name], dark=name.endswith("-dark"))
    return path


if __name__ == "__main__":
    main()
