# make run           install into .venv when needed, and open the window (FILES="a.jpg b.png" opens them)
# make test          every check: lint, then the tests
# make lint          ruff, mypy, import-linter, vulture
# make bench         each figure that the README or an issue claims, one script after the other
# make pictures      those of the documentation
# make screenshots   every view and state, both themes and languages, two sizes: build/screenshots
#
# Needs Python 3.11 or newer, make and the packages of packaging/debian.txt.

PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin
INSTALLED := .venv/installed

.PHONY: run test lint bench pictures screenshots environment system

run: system environment
	@$(BIN)/xception-gui $(FILES)

test bench pictures screenshots: export QT_QPA_PLATFORM = offscreen

# Where it is set, each of the many processes that the tests start would compile the program anew.
test: export PYTHONDONTWRITEBYTECODE =

# The command line must not need Qt: its tests run where Qt cannot be imported, all others after them.
HEADLESS := tests/test_headless.py tests/cli
PYTEST := $(BIN)/python -m pytest -q -rs --numprocesses=$(WORKERS) --max-worker-restart=0 --dist=worksteal

test: system environment lint
	PYTHONPATH=tests/without_qt $(PYTEST) \
		-p no:pytest-qt -W ignore::pytest.PytestConfigWarning $(HEADLESS)
	$(PYTEST) $(HEADLESS:%=--ignore=%)

lint: environment
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/vulture

bench: system environment
	@for script in benchmarks/[a-z]*.py; do \
		echo "== $$script"; $(BIN)/python -m benchmarks.$$(basename $$script .py) || exit 1; \
	done

pictures: system environment
	$(BIN)/python packaging/screenshots.py

screenshots: system environment
	$(BIN)/python packaging/screenshots.py build/screenshots

environment: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed: make PYTHON=python3.12 (found $$($(PYTHON) -V 2>&1))"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@

system:
	@$(PYTHON) packaging/check_system.py
