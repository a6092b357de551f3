# One verb, one command; the same here, in the README and in CI. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
VENV ?= .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test lint types check audit wheel clean

help:  ## list the verbs
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: $(VENV)/.installed  ## install, build the graph from the three plans, and serve it (PORT=8000)
	$(BIN)/equigraph build
	@echo "Starting the server: open http://127.0.0.1:$(PORT)/ (Ctrl-C ends it)"
	$(BIN)/equigraph serve --port $(PORT)

test: lint types check  ## install the test extras and run every check

lint: $(VENV)/.installed-test  ## style and common faults (ruff)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-test  ## types, by two checkers
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

check: $(VENV)/.installed-test  ## the tests
	$(BIN)/python -m pytest

audit: $(VENV)/.installed  ## show what the audit of the last build found
	$(BIN)/equigraph audit

wheel: $(VENV)/.installed  ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean:  ## remove what the other verbs made, graphs excepted
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "equigraph needs Python 3.11 or later: set PYTHON=" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "no venv module: install your system's package for it (Debian: python3-venv)" >&2; exit 2; }

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing equigraph into $(VENV)/"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(BIN)/python
	@echo "Installing equigraph and its test extras into $(VENV)/"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.installed
