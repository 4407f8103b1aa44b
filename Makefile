# Watchbell: `make run` to try it, `make test` before you push.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
DATA ?= data
BIN := .venv/bin
UV := .tools/bin/uv
WEB := src/watchbell/static/watchbell/index.html
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -type f -print 2>/dev/null)

.PHONY: help setup run test test-python test-web test-browser lint format bench lock docs clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .make/python $(WEB)  ## everything that run and test need

.make/uv:
	@mkdir -p .make
	$(PYTHON) -m venv .tools
	.tools/bin/pip -q install 'uv>=0.9'
	@touch $@

.make/python: .make/uv requirements/dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(UV) pip sync -q --python $(BIN)/python --require-hashes --compile-bytecode requirements/dev.txt
	$(UV) pip install -q --python $(BIN)/python --no-deps -e .
	@touch $@

.make/node: web/package-lock.json
	@mkdir -p .make
	cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(WEB): .make/node $(WEB_SOURCES)
	cd web && npm run --silent build
	@touch $@

run: setup  ## the product with its examples, on http://127.0.0.1:8787
	$(BIN)/watchbell --version
	mkdir -p $(DATA)/tasks && cp -n examples/tasks/* $(DATA)/tasks/ || true
	test -e $(DATA)/watchbell.db || for file in examples/conf/tasks.json examples/pipelines/*.yaml; do \
	  $(BIN)/watchbell import --data-dir $(DATA) $$file || exit 1; done
	mkdir -p $(DATA)/scripts && cp -n examples/scripts/* $(DATA)/scripts/ || true
	$(BIN)/watchbell scripts register --data-dir $(DATA) $(DATA)/scripts
	exec $(BIN)/watchbell serve --data-dir $(DATA)

test: test-python test-web test-browser  ## every test

test-python: .make/python
	$(BIN)/python -m pytest -q --ignore=tests/e2e

test-web: .make/node
	cd web && npm test --silent

test-browser: setup
	$(BIN)/python -m pytest -q tests/e2e

lint: .make/python .make/node  ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd web && npm run --silent lint

format: .make/python  ## rewrites what `lint` finds in the layout
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup  ## figures, each beside the physical limit of the same run
	$(BIN)/python -m bench

lock: .make/uv  ## new versions into the locks
	$(UV) pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements/runtime.txt --upgrade
	$(UV) pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group dev -o requirements/dev.txt --upgrade
	cd web && npm update --package-lock-only --ignore-scripts

docs: .make/python  ## the generated reference pages
	$(BIN)/python -m docs.generate

clean:  ## all that was made
	rm -rf .make .venv .tools web/node_modules dist build src/watchbell/static/watchbell
