# make demo    the figures of the five articles in corpus/, in a store and on the screen
# make test    the tests
# make test-spacy  the tests of the spaCy integration, with the oldest spaCy that is supported
# make test-cluster  the tests of the cluster engine, with Ray (600 MB more), on a cluster of three nodes made here
# make test-spark  the test of the Spark example in docs/cluster.md, which needs Java 17 or later
# make docs    the site of the documentation, in build/site; every link is checked
# make check   style, types, layers, pattern files, the model from its sentences, accuracy floors
# make score   the accuracy on the gold of this repository
# make bench   speed, start, memory and growth against their budgets beside other libraries, pure Python and compiled
# make test-compiled  the tests, against the compiled package
# make clean   remove what was made
#
# Everything runs in .venv, which is made with PYTHON and kept until pyproject.toml changes; the libraries that
# `make bench` compares with have an environment of their own. The compiled package needs a C compiler and minutes. It reads the articles of CORPUS, if there are any.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := build/demo.duckdb
PIP := -m pip install --quiet --disable-pip-version-check
BENCH := build/bench-venv
COMPILED := build/compiled
SPACY := build/spacy-venv
CORPUS ?= $(wildcard ../shared/raw)

.PHONY: demo test test-compiled test-spacy test-cluster test-spark docs check score bench clean
.DELETE_ON_ERROR:

demo: $(VENV)/.all
	@mkdir -p $(dir $(DEMO))
	@rm -f $(DEMO) $(DEMO).wal
	$(BIN)/dnextract batch corpus --db $(DEMO)
	$(BIN)/dnextract export --db $(DEMO) --format table
	@echo "The records are in $(DEMO), a DuckDB file; see its view observations."

test: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

test-spacy: $(SPACY)/.made
	$(SPACY)/bin/python -m pytest -W ignore::DeprecationWarning tests/test_spacy.py dnextract/spacy

test-cluster: $(VENV)/.cluster
	$(BIN)/python -m pytest -m "not spark" tests/cluster

test-spark: $(VENV)/.spark
	$(BIN)/python -m pytest -m spark tests/cluster/test_docs.py

docs: $(VENV)/.docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# A process started by a test may still find the checkout first; what is imported here is the compiled package.
test-compiled: $(VENV)/.dev $(COMPILED)/.made
	PYTHONPATH=$(COMPILED) $(BIN)/pytest tests

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/dnextract patterns check
	@mkdir -p build
	$(BIN)/dnextract train --out build/model.bin
	cmp build/model.bin dnextract/tagger/model.bin
	$(BIN)/python benchmarks/gate.py

score: $(VENV)/.dev
	$(BIN)/dnextract evaluate
	$(BIN)/python benchmarks/gate.py

bench: $(BENCH)/.made
	@if command -v $(CC) >/dev/null; then $(MAKE) $(COMPILED)/.made; \
	else echo "No C compiler ($(CC)): the compiled package is not measured."; rm -rf $(COMPILED); fi
	$(BENCH)/bin/python benchmarks/bench.py $(if $(CORPUS),--corpus $(CORPUS)) --json build/bench.json \
	  $$(test ! -e $(COMPILED)/.made || echo --compiled $(COMPILED))

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("dnextract needs Python 3.11 or later; name one: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

# The interpreter is order-only: pip may touch it, and that alone asks for no new installation.
$(VENV)/.all: pyproject.toml | $(BIN)/python
	$(BIN)/python $(PIP) --editable ".[all]"
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python $(PIP) --editable ".[dev]"
	@touch $@ $(VENV)/.all

$(VENV)/.cluster: $(VENV)/.dev
	$(BIN)/python $(PIP) --editable ".[test-cluster]"
	@touch $@

$(VENV)/.spark: $(VENV)/.dev
	$(BIN)/python $(PIP) --editable ".[test-spark]"
	@touch $@

$(VENV)/.docs: $(VENV)/.dev
	$(BIN)/python $(PIP) --editable ".[dev,docs]"
	@touch $@

$(BENCH)/.made: pyproject.toml | $(BIN)/python
	$(BIN)/python -m venv $(BENCH)
	$(BENCH)/bin/python $(PIP) --editable ".[bench]"
	@touch $@

# That spaCy was built for NumPy 1, and says so in none of its bounds.
$(SPACY)/.made: pyproject.toml | $(BIN)/python
	$(BIN)/python -m venv $(SPACY)
	$(SPACY)/bin/python $(PIP) --editable . "spacy==3.7.5" "numpy<2" pytest hypothesis
	@touch $@

# Built from the source distribution, so that no compiled module is left among the sources.
$(COMPILED)/.made: pyproject.toml $(shell find dnextract patterns -type f -not -name '*.pyc') | $(BENCH)/.made
	rm -rf $(COMPILED) build/dist
	HATCH_BUILD_HOOK_ENABLE_MYPYC=1 $(BENCH)/bin/python -m build --outdir build/dist .
	$(BENCH)/bin/python $(PIP) --no-deps --target $(COMPILED) build/dist/*.whl
	@touch $@
