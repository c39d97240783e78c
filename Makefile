# `make help` lists what can be done. Everything needed is set up by the target that needs it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/*.po)

.DEFAULT_GOAL := help
.PHONY: help run test check format lock assets messages train clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: $(VENV)/.run ## Start the product with its demonstration at http://127.0.0.1:8000 (PORT=… for another port)
	@PORT=$(PORT) exec $(BIN)/yousaid run --demo

test: $(VENV)/.dev ## Run every test: databases, queue, workers and browser are real
	@$(BIN)/python -m tests.machine
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/.dev ## Format, lint, strict types, import contracts, migrations agree with tables
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.migrations_agree

format: $(VENV)/.dev ## Put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/.installer ## Write the locks anew from the ranges in pyproject.toml
	./locks/write

assets: ## Compile style sheets and scripts (needs Node; the result is committed)
	cd assets && npm ci && npm run build

messages: $(VENV)/.dev ## Collect the texts for translators
	./translations/collect

train: $(VENV)/.dev ## Train the language pipeline anew: make train DATA=folder/comments.jsonl
	$(BIN)/yousaid nlp train --data $(DATA)

clean: ## Delete what the other targets made, the demonstration's data included
	rm -rf $(VENV) instance .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# A bare Debian may lack ensurepip, and its pip refuses to install into the system: pip reaches in from outside.
$(VENV)/.installer: locks/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "YouSaid needs Python 3.11 or later; say which with PYTHON=…")'
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv --without-pip --clear $(VENV)
	@$(PYTHON) -m pip --python $(BIN)/python --quiet --disable-pip-version-check install --require-hashes -r locks/bootstrap.txt
	@touch $@

$(VENV)/.run: $(VENV)/.installer locks/language.txt pyproject.toml $(CATALOGUES)
	@./locks/install $(if $(wildcard $(VENV)/.dev),locks/dev.txt,locks/language.txt)
	@touch $@

$(VENV)/.dev: $(VENV)/.installer locks/dev.txt pyproject.toml $(CATALOGUES)
	@./locks/install locks/dev.txt
	@touch $@ $(VENV)/.run
