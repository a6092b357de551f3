# One verb, one command; the same here, in the README and in CI. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
MINUTES ?= 30
VENV ?= .venv
BIN := $(VENV)/bin
SCRIPTS := editor finder
AT_ONCE := -n logical --maxprocesses 4 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help run site test lint types check audit bench bench-audit bench-site screenshots soak wheel clean

help:  ## list the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

run: $(VENV)/.installed  ## install, build the graph from the three plans, and serve it (PORT=8000)
	@$(MAKE) --no-print-directory site || echo "The editor of queries was not built; its page has a plain form"
	$(BIN)/equigraph build
	@echo "Starting the server: open http://127.0.0.1:$(PORT)/ (Ctrl-C ends it)"
	$(BIN)/equigraph serve --port $(PORT)

site:  ## build the editor of queries and a copy's search from npm's packages; without npm both are lacking
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(SCRIPTS:%=server/static/vendor/%.js); \
	  else echo "npm is not installed: the page of queries will have a plain form, a copy in files no search"; fi

server/static/vendor/editor.js: $(wildcard server/editor/*)
server/static/vendor/finder.js: $(wildcard server/finder/*)
server/static/vendor/%.js: server/bundling/build.sh server/bundling/licences.mjs
	@echo "Building server/$*/ into server/static/vendor/"
	@sh server/bundling/build.sh $*

test: lint types check  ## install the test extras and run every check

lint: $(VENV)/.installed-test  ## style and common faults (ruff)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-test  ## types, by two checkers
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

check: $(VENV)/.installed-test  ## the tests
	$(BIN)/python -m pytest $(AT_ONCE)

audit: $(VENV)/.installed  ## show what the audit of the last build found
	$(BIN)/equigraph audit

bench: $(VENV)/.installed-bench  ## compare the server's speed with its peers' (BENCH="--plans 0 --seconds 1")
	PYTHONPATH=tests $(BIN)/python -m bench speed $(BENCH)

bench-audit: $(VENV)/.installed-bench  ## the audit's speed on 3, 400 and 4,000 plans (BENCH="--plans 3 --plans 20")
	PYTHONPATH=tests $(BIN)/python -m bench audit $(BENCH)

bench-site: $(VENV)/.installed-bench  ## the time of each kind of page at 3 and 400 plans (BENCH="--plans 20 --rounds 3")
	PYTHONPATH=tests $(BIN)/python -m bench site $(BENCH)

screenshots: $(VENV)/.installed-test site  ## make the pictures of pages in docs/ anew (needs Chromium)
	PYTHONPATH=tests $(BIN)/python tests/site/screenshots.py

soak: $(VENV)/.installed-bench  ## serve under load while builds switch versions and workers are killed (MINUTES=30)
	PYTHONPATH=tests $(BIN)/python -m bench soak --minutes $(MINUTES) $(BENCH)

wheel: $(VENV)/.installed site  ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean:  ## remove what the other verbs made, graphs excepted
	rm -rf $(VENV) build dist server/static/vendor *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

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

$(VENV)/.installed-bench: pyproject.toml | $(BIN)/python
	@echo "Installing equigraph and what it is compared with into $(VENV)/"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@ $(VENV)/.installed
