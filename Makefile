# `make demo` sets up and runs the main job; `make test` sets up and runs the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-all lint docs bench fuzz fuzz-guided evaluate wheel clean

demo: $(VENV)/.runtime
	$(BIN)/budget-kg demo

test: $(VENV)/.development lint
	$(BIN)/pytest -n 2 -m "not slow"

test-all: $(VENV)/.development lint
	$(BIN)/pytest -n 2

lint: $(VENV)/.development
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.development
	$(BIN)/python -m budget_kg.docs all

bench: $(VENV)/.development
	$(BIN)/python -m benchmarks.run

# Mutates files of every format for FUZZ_SECONDS; what fails is kept in fuzz-failures/.
FUZZ_SECONDS ?= 60
fuzz: $(VENV)/.development
	$(BIN)/python tests/fuzzing.py --seconds $(FUZZ_SECONDS)

# The same led by coverage, with atheris.
fuzz-guided: $(VENV)/.development
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[fuzz]'
	$(BIN)/python tests/guided_fuzzing.py --seconds $(FUZZ_SECONDS)

# Reads every document under DOCS and reports coverage, facts and findings of each.
evaluate: $(VENV)/.runtime
	$(BIN)/python -m benchmarks.evaluate $(DOCS)

wheel: $(VENV)/.development
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "budget-kg needs Python 3.11 or newer; run: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(VENV)/bin/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.development: $(VENV)/bin/python pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.runtime
