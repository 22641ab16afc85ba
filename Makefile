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
	@$(BIN)/python -m pip install --quiet --only-binary atheris --editable '.[fuzz]' \
		|| echo "NOT FUZZED BY COVERAGE: atheris cannot be installed here; the inputs are made up by hypothesis alone"
	$(BIN)/python -m pytest tests/fuzz -m fuzz -rs --durations=10

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
	PYTHONPATH=tools $(BIN)/python -m translations

.PHONY: docs reference pictures

# The documentation as a site in site/; a link or an anchor that leads nowhere fails.
docs: $(VENV)/tested
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# docs/commands.md and docs/errors, from --help and the messages in the source.
reference: $(VENV)/tested
	$(BIN)/python tools/reference.py

# docs/pictures, from the real program: needs tmux and Chromium, and some minutes.
pictures: $(VENV)/tested
	$(BIN)/python tools/pictures.py

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --editable '.[test,lint,docs]'
	touch $@

# A new demo speech model in build/demo-fr/model, from synthetic speech: under an hour on two cores.
model:
	PYTHON=$(PYTHON) tools/demo_fr/build.sh build/demo-fr build/demo-fr/model

clean:
	rm -rf $(VENV)
