# Two commands: `make demo` shows the program at work, `make test` proves that it works. Both start from a bare clone.
# Needed: Python 3.11 or newer, pip, make. Everything else goes into .venv, and is made anew when its pins change.

PYTHON ?= python3
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: help demo test lint types borders sizes servers format clean
.DEFAULT_GOAL := help

help:
	@echo "make demo     a whole week on sample blogs, into demo/"
	@echo "make test     everything that must hold before a change is taken: style, types, borders, sizes, tests"
	@echo "make format   put the code into its usual form"
	@echo "make clean    take away what the others made"

demo: $(VENV)/.program
	$(BIN)/roundup demo demo

test: $(VENV)/.tools lint types borders sizes servers
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile

lint: $(VENV)/.tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tools
	$(BIN)/mypy

borders: $(VENV)/.tools
	$(BIN)/lint-imports --no-cache

sizes: $(VENV)/.tools
	$(BIN)/python -m tools.check_sizes

# Real servers and a browser, for the tests that use them; says what will be left out where they cannot be had.
servers: $(VENV)/.tools
	$(BIN)/python -m tools.install_servers

format: $(VENV)/.tools
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .servers .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist demo

# An environment without pip of its own comes from Pythons that are packaged apart from it (Debian): then pip fills it from outside.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "roundup needs Python 3.11 or newer; say which with: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV) || { $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }
	@touch $@

# The builder comes from the pins too, not from whatever is newest that day: hence no isolated build.
$(VENV)/.builder: $(VENV)/.made constraints.txt
	$(PIP) hatchling editables
	@touch $@

$(VENV)/.program: $(VENV)/.builder pyproject.toml constraints.txt
	$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.tools: $(VENV)/.builder pyproject.toml constraints.txt
	$(PIP) --no-build-isolation --editable '.[dev,tui,pages,cluster]'
	@touch $@ $(VENV)/.program
