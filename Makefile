# Each target does its own set-up: a virtual environment, the packages, the weights.
.PHONY: run test check evaluate baseline bench clean evaluation/index
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin

run: .venv/local
	$(BIN)/python app.py

test: .venv/test
	$(BIN)/assistant models pull
	$(BIN)/pytest

check: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The corpus's questions, answered by quoting: fails if that is surely worse than recorded.
EVALUATE := $(BIN)/assistant evaluate --model extractive --data-dir evaluation/index

evaluate: evaluation/index
	$(EVALUATE) --baseline corpus/baseline.json

# Record how it is now, as what must not get worse.
baseline: evaluation/index
	$(EVALUATE)
	cp evaluation/report.json corpus/baseline.json

# Made anew each time, so that what is measured is the code as it is.
evaluation/index: .venv/local
	$(BIN)/assistant models pull
	rm -rf $@
	$(BIN)/assistant ingest corpus/articles --data-dir $@

bench: .venv/bench
	$(BIN)/assistant models pull
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv

.venv/local: pyproject.toml | .venv/pip
	$(BIN)/python -m pip install --quiet --editable ".[local]"
	touch $@

.venv/test: pyproject.toml | .venv/pip
	$(BIN)/python -m pip install --quiet --editable ".[local,test]"
	touch $@

.venv/bench: pyproject.toml | .venv/pip
	$(BIN)/python -m pip install --quiet --editable ".[local,bench]"
	touch $@

# pip 23 cannot install extras such as lxml[html-clean].
.venv/pip:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	touch $@
