import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

# As a native library does it: past Python, straight to descriptor 2.
NOISE = 'os.write(2, b"ALSA lib pcm.c:8570: overrun\\n")'


def run(body: str, *, closed: bool = False, **options: object) -> "subprocess.CompletedProcess[str]":
    """Run a program whose descriptor 2 is a pipe, or closed."""
    program = "import os, sys, warnings\nfrom calmdesk.overlay.quiet import quiet_libraries\n" + textwrap.dedent(body)
    command = [sys.executable, "-c", program]
    if closed:
        command = ["sh", "-c", 'exec "$0" "$@" 2>&-', *command]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
        env=os.environ | {k: str(v) for k, v in options.items()},
    )


def test_native_noise_is_not_seen() -> None:
    """What ALSA prints in the call does not reach the screen; before and after it does."""
    done = run(f"""
        {NOISE}
        with quiet_libraries() as kept:
            {NOISE}
            assert kept is None
        os.write(2, b"after\\n")
    """)
    assert (done.returncode, done.stderr) == (0, "ALSA lib pcm.c:8570: overrun\nafter\n")


def test_a_child_process_is_quiet_too() -> None:
    """A program started in the call inherits the quiet."""
    done = run("""
        with quiet_libraries():
            os.system("echo noise >&2")
    """)
    assert done.stderr == ""


def test_python_s_own_words_are_shown_afterwards() -> None:
    """A warning given during the call is not lost: it is printed when the screen is gone."""
    done = run("""
        with quiet_libraries():
            print("held back", file=sys.stderr)
            os.write(1, b"screen ")
        os.write(1, b"closed")
    """)
    assert (done.stdout, done.stderr) == ("screen closed", "held back\n")


def test_an_exception_is_shown_as_ever() -> None:
    """A crash in the call still tells what happened."""
    done = run("""
        with quiet_libraries():
            raise SystemError("broken inside")
    """)
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback")
    assert "SystemError: broken inside" in done.stderr


def test_the_noise_can_be_kept(tmp_path: Path) -> None:
    """For a bug report the noise goes to a file that only its owner can read."""
    done = run(
        f"""
        with quiet_libraries(keep=True) as kept:
            {NOISE}
        print(kept)
        """,
        TMPDIR=tmp_path,
    )
    kept = Path(done.stdout.strip())
    assert kept.parent == tmp_path
    assert kept.read_text(encoding="utf-8") == "ALSA lib pcm.c:8570: overrun\n"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert done.stderr == ""


@pytest.mark.parametrize("keep", [True, False])
def test_a_closed_descriptor_is_no_trouble(tmp_path: Path, keep: bool) -> None:  # noqa: FBT001  # pytest hands it over
    """Started by a service without a stderr, the call runs, and descriptor 2 is closed again afterwards."""
    done = run(
        f"""
        with quiet_libraries(keep={keep}):
            {NOISE}
        try:
            os.fstat(2)
        except OSError:
            print("closed")
        """,
        closed=True,
        TMPDIR=tmp_path,
    )
    assert (done.returncode, done.stdout) == (0, "closed\n")


def test_nothing_is_left_open() -> None:
    """A thousand calls do not use up the descriptors."""
    done = run("""
        before = os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else []
        for _ in range(50):
            with quiet_libraries():
                pass
        print(before == (os.listdir("/proc/self/fd") if before else before))
    """)
    assert done.stdout == "True\n"
