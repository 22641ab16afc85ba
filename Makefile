# Two commands: `make demo` hears a shipped call, `make test` proves the program. Both need only Python 3.11-3.13.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test all-tests fuzz audit wheels check model clean

demo: $(VENV)/installed
	$(BIN)/calmdesk demo

test: $(VENV)/tested
	$(BIN)/python -m pytest -m "not slow and not device and not terminal and not browser and not fuzz"

all-tests: $(VENV)/tested
	$(BIN)/python -m pytest

# Garbage for everything that is read: some minutes on all processors.
fuzz: $(VENV)/tested
	$(BIN)/python -m pytest tests/fuzz --durations=10

# Known vulnerabilities in what calmdesk depends on; needs the network, and says so where there is none.
audit: $(VENV)/tested
	$(BIN)/python tools/audit.py

# Is there a wheel of every dependency on Windows, macOS and Linux? Needs a registry of packages, and says so where there is none.
wheels: $(VENV)/tested
	$(BIN)/python tools/wheels.py

check: $(VENV)/tested
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/calmdesk phrasebook check

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --editable '.[test,lint]'
	touch $@

# A new demo speech model in build/demo-fr/model, from synthetic speech: under an hour on two cores.
model:
	PYTHON=$(PYTHON) tools/demo_fr/build.sh build/demo-fr build/demo-fr/model

clean:
	rm -rf $(VENV)
