"""Known vulnerabilities in what is installed here, by pip-audit; without a network it says so and does not fail."""

from __future__ import annotations

import subprocess
import sys

_NO_NETWORK = ("ConnectionError", "Failed to establish", "Max retries", "Name or service", "ServiceError", "timed out")


def main() -> int:
    """Return 1 where something is known to be vulnerable, 0 where nothing is or nobody could be asked."""
    got = _run("-m", "pip", "install", "--quiet", "pip-audit>=2.7,<3")
    if got.returncode:
        print(f"NOT AUDITED: pip-audit cannot be installed here: {_last_line(got.stderr)}")
        return 0
    done = _run("-m", "pip_audit", "--skip-editable", "--progress-spinner", "off", "--timeout", "20")
    if done.returncode and any(sign in done.stderr for sign in _NO_NETWORK):
        print(f"NOT AUDITED: the list of vulnerabilities cannot be reached: {_last_line(done.stderr)}")
        return 0
    print((done.stdout + done.stderr).strip())
    if unknown := done.stdout.count("could not be audited"):
        print(f"NOT AUDITED: {unknown} packages, which the index in use does not tell of")
    return done.returncode


def _run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *args], capture_output=True, text=True, check=False)  # noqa: S603  # our own words


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no reason given")


if __name__ == "__main__":
    sys.exit(main())
