# Each target does its own set-up: a virtual environment, the packages, the weights.
.PHONY: run test check bench clean
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
