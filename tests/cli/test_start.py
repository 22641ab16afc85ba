from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]

HEAVY = {"vosk", "sounddevice", "soundfile", "rich", "numpy", "rapidfuzz", "pyttsx3", "requests", "hassil"}
HEAVY |= {
    "sqlalchemy",
    "alembic",
    "cryptography",
    "jinja2",
    "websockets",
    "urllib3",
    "http.server",
    "pygal",
    "pebble",
    "dask",
}

EVERY_HELP = """
import sys, click
import calmdesk
from calmdesk.cli import calmdesk as program, main

def groups(command, words):
    yield words
    if isinstance(command, click.Group):
        for name in command.list_commands(None):
            yield from groups(command.get_command(None, name), [*words, name])

for words in groups(program, []):
    try:
        main([*words, "--help"])
    except SystemExit:
        print("calmdesk", *words, "loads", *sorted({heavy} & set(sys.modules)), file=sys.stderr)
"""


def test_help_imports_nothing_heavy() -> None:
    """`calmdesk --help` answers at once: the packages of the stations are imported where they are used."""
    code = (
        "import sys\nfrom calmdesk.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted(set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stderr
    assert "Commands:" in done.stdout
    assert [name for name in HEAVY if f"'{name}'" in loaded] == []


def test_no_help_imports_anything_heavy() -> None:
    """The help of each command, and `import calmdesk`, load no engine, no sound, no screen, no web stack."""
    code = EVERY_HELP.replace("{heavy}", repr(HEAVY))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    told = done.stderr.splitlines()
    assert len(told) > 40
    assert [line for line in told if not line.endswith(" loads")] == []


def test_every_command_explains_itself(calmdesk: Run) -> None:
    """Each command named by --help has a --help of its own."""
    named = calmdesk("--help").stdout.split("Commands:")[1].splitlines()
    for line in filter(None, named):
        done = calmdesk(line.split()[0], "--help")
        assert done.returncode == 0, done.stderr
        assert "Usage:" in done.stdout


def test_models_list_names_the_one_that_ships(calmdesk: Run) -> None:
    """A new user sees that a small French model is there, and where to put a real one."""
    shown = calmdesk("models", "list").stdout
    assert "demo-fr" in shown
    assert "trying out" in shown


def test_a_reader_that_leaves_is_no_mistake() -> None:
    """`calmdesk demo | head -1` ends in silence."""
    command = f"{sys.executable} -m calmdesk demo --speed max | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
