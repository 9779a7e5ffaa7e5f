# Two commands matter: `make run` and `make test`. Everything works in .venv, which bin/setup makes and keeps up to date.
PORT ?= 8000
PYTHON = .venv/bin/python

# For what looks at the code; `make run`, the tests and the bench say themselves how the forum runs.
export SOLIDACTION_MODE ?= development

.PHONY: help run test lint fmt audit shots bench faults lock messages
.DEFAULT_GOAL := help

help: ## what there is to say
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | expand -t 10

run: ## the forum with a demonstration, on http://127.0.0.1:8000 (another port: make run PORT=8010)
	@bin/setup
	@exec $(PYTHON) -m forum.demonstration "$(PORT)"

test: ## every test that can run here; says what was left out
	@bin/setup dev
	@bin/test

lint: ## what ruff and mypy think, and whether a package has a published advisory
	@bin/setup dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy forum accounts dialogue
	$(PYTHON) -m tests.audit.advisories

fmt: ## let ruff put things in order
	@bin/setup dev
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

audit: ## what is promised of code, pages, accessibility, sizes and speed; run/audit.json (STATEMENT=1: write it down)
	@bin/setup dev
	@$(PYTHON) -m tests.audit $(if $(STATEMENT),--statement)

shots: ## every page and state in pictures, run/shots/index.html (ONLY=room; fonts-noto-core fonts-noto-cjk fonts-inter)
	@bin/setup dev
	@$(PYTHON) -m tests.audit.shots $(if $(ONLY),--only "$(ONLY)")

bench: ## the engine beside other servers: table, goals, run/bench.json (QUICK=1, ONLY=deliveries,replay)
	@bin/setup bench
	@$(PYTHON) -m tests.bench $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY))

faults: ## every fault there is, once, and what is promised under it (RUNS=1000: on with new seeds; CASE=... SEED=...: again)
	@bin/setup dev
	@$(PYTHON) -m tests.faults $(if $(RUNS),--runs $(RUNS)) $(if $(SEED),--seed $(SEED)) $(CASE:%=--case %) \
		$(if $(SERVER),--server $(SERVER)) $(if $(CLIENTS),--clients $(CLIENTS)) $(if $(BRIEF),--brief) $(if $(KEEP),--keep)

lock: ## resolve the dependencies again and write their hashes (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --custom-compile-command "make lock" \
		pyproject.toml --output-file requirements/base.txt
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --custom-compile-command "make lock" \
		--constraint requirements/base.txt --group dev pyproject.toml --output-file requirements/dev.txt
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-annotate --custom-compile-command "make lock" \
		--constraint requirements/dev.txt --group bench pyproject.toml --output-file requirements/bench.txt

messages: ## gather the words to translate into locale/
	@bin/setup
	$(PYTHON) manage.py messages
