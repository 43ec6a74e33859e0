# Two commands matter: `make run` and `make test`. The work is done by the package `launcher`.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
export PORT

LAUNCH = $(PYTHON) -m launcher

.DEFAULT_GOAL := help
.PHONY: help run test pytest lint fmt migrate demo shell bench sync fuzz budget messages lock clean

help: ## List these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

run: ## Install, migrate, fill and serve on http://127.0.0.1:8000 (or PORT=8123) until Ctrl-C
	@$(LAUNCH) run

test: ## Install, then lint, types, import contracts, migrations and all tests (ARGS="..." goes to pytest)
	@$(LAUNCH) test $(ARGS)

pytest: ## Only the tests, for example ARGS="tests/programs -k gate"
	@$(LAUNCH) pytest $(ARGS)

lint: ## Only lint, types and import contracts
	@$(LAUNCH) lint

fmt: ## Format Python and templates, and repair what can be repaired
	@$(LAUNCH) fmt

migrate: ## Bring the development database up to date
	@$(LAUNCH) manage migrate

demo: ## Make the demo practice again, from nothing
	@$(LAUNCH) manage demo --reset

shell: ## A Python shell with the development database
	@$(LAUNCH) manage shell

bench: ## Measure the progression engine: a projection, `decide --lines` with 10,000 cases
	@$(LAUNCH) bench

sync: ## Play 10,000 histories of phones without signal against the model (HISTORIES=2000 for fewer)
	@$(LAUNCH) sync $(HISTORIES)

fuzz: ## Call every operation of the API 20,000 times with right and wrong data (FUZZ_REQUESTS=5000 for fewer)
	@FUZZ_REQUESTS=$${FUZZ_REQUESTS:-20000} $(LAUNCH) pytest tests/web/test_api_fuzz.py

budget: ## Measure what a phone loads: bytes, layout shift, Lighthouse (that needs Node)
	@$(LAUNCH) budget

messages: ## Collect the words to translate into locale/, compile them, and write static/js/words.*.js
	@$(LAUNCH) messages

lock: ## Write requirements.lock again from pyproject.toml (ARGS="--upgrade" for newer versions)
	@$(LAUNCH) lock $(ARGS)

clean: ## Remove caches, logs and test data; .venv and the development database stay
	@$(LAUNCH) clean
