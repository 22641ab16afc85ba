#!/bin/sh
# Make the demo model from nothing:  build.sh WORK OUT [--short] [--recordings LIST.tsv ...]
#
# WORK keeps what the steps leave behind (a step whose result is there is not done again); OUT is the model's folder.
# The tools get a virtual environment of their own, WORK/venv; DEMO_FR_VENV names another place for it, PYTHON the
# interpreter it is made with.
set -eu
[ $# -ge 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
tools=$(cd "$(dirname "$0")/.." && pwd)
venv=${DEMO_FR_VENV:-$1/venv}
[ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$tools/demo_fr/requirements.txt"
# Waiting threads must not spin: on a busy machine that makes a training step three times as long.
OMP_WAIT_POLICY=PASSIVE PYTHONPATH="$tools" exec "$venv/bin/python" -m demo_fr.build "$@"
