# Everything a person or a build server does here. `make help` lists it.

SHELL = /bin/sh
.DEFAULT_GOAL = help
.NOTPARALLEL:

# Which Python looks for a Python that is new enough; any from 3.6 will do.
PYTHON ?= python3
BIN = .venv/bin
MANAGE = $(BIN)/python manage.py
# Sheds the reader's own settings, so that tests mean the same everywhere.
CLEAN_ENV = env -u ALLOWED_HOSTS -u DATABASE_DIRECT_URL -u DATABASE_URL -u DEBUG -u HTTPS -u KIDNEYCARE_DATA \
	-u PORT -u SECRET_KEY -u LOG_FORMAT -u LOG_LEVEL -u OFFLINE -u PUSH_CONTACT -u PYTHONDONTWRITEBYTECODE \
	-u SITE_DOMAIN -u TIME_ZONE -u TLS -u WEB_THREADS -u WEB_WORKERS

# The type checker of the scripts: it keeps to this folder and asks nobody for anything.
DENO = env DENO_DIR=.deno_cache DENO_NO_UPDATE_CHECK=1 NO_COLOR=1 $(BIN)/deno
SCRIPTS = static/js tests/js kidneycare/rendering/inline.js

# Tests at once: more than cores, for a browser often waits.
AT_ONCE = -n 3 --dist worksteal

# $(call quietly,COMMAND): print what it says only if it fails.
quietly = @output=$$( { $(1); } 2>&1 ) || { printf '%s\n' "$$output" >&2; exit 1; }

.PHONY: help
help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \2/p' Makefile | \
		while read -r make name text; do printf '  make %-16s %s\n' "$$name" "$$text"; done

# ---------------------------------------------------------------- serving

.PHONY: run
run: prepare ## Serve the site (another port: make run PORT=8001)
	@exec $(MANAGE) serve

.PHONY: install-service
install-service: prepare ## Keep the site up: it starts with the computer and is backed up daily
	@$(MANAGE) install_service

.PHONY: remove-service
remove-service: prepare ## Undo that; what was recorded stays
	@$(MANAGE) install_service --remove

.PHONY: dev
dev: prepare-dev ## Serve it for changing it: reloads itself, shows errors in full
	$(call quietly,$(MANAGE) compile_translations)
	$(call quietly,$(MANAGE) draw_figures)
	$(call quietly,$(MANAGE) migrate --verbosity 0)
	@DEBUG=1 exec $(MANAGE) runserver "0.0.0.0:$${PORT:-8000}"

# ---------------------------------------------------------------- checking

# "--install" installs Debian's packages where PostgreSQL, a browser of `make test-browsers` or
# Chromium's headless shell is missing.
INSTALL ?=

.PHONY: test
test: lint types ## Check everything: lint, types, unit and browser tests
	@browser=$$($(BIN)/python -m scripts.find_browser $(INSTALL)) && \
		$(CLEAN_ENV) KIDNEYCARE_BROWSER="$$browser" $(BIN)/python -m pytest -q $(AT_ONCE)

.PHONY: test-long
test-long: prepare-dev ## Run the tests that take longest; `make test` leaves them out
	@browser=$$($(BIN)/python -m scripts.find_browser) && \
		$(CLEAN_ENV) KIDNEYCARE_BROWSER="$$browser" $(BIN)/python -m pytest -q $(AT_ONCE) -m long

.PHONY: test-all
test-all: lint types ## Both, and every page in every language, colour and size (half an hour)
	@browser=$$($(BIN)/python -m scripts.find_browser) && \
		$(CLEAN_ENV) KIDNEYCARE_BROWSER="$$browser" $(BIN)/python -m pytest -q $(AT_ONCE) --all-looks \
		-m "not operation and not real_time"

.PHONY: lint
lint: prepare-dev ## Check the code, templates, architecture, settings and deployment files
	@echo "lint"
	$(call quietly,$(BIN)/ruff check --quiet --output-format concise .)
	$(call quietly,$(BIN)/ruff format --quiet --check . || { echo 'Run: make lint-fix'; exit 1; })
	$(call quietly,$(DENO) lint --quiet $(SCRIPTS))
	$(call quietly,$(DENO) fmt --quiet --check $(SCRIPTS) || { echo 'Run: make lint-fix'; exit 1; })
	$(call quietly,$(BIN)/djlint --lint --quiet templates)
	$(call quietly,$(BIN)/lint-imports --no-logo)
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && trap 'exit 130' INT TERM && \
		output=$$( { \
			$(CLEAN_ENV) KIDNEYCARE_DATA="$$data" $(MANAGE) makemigrations --check --dry-run && \
			$(CLEAN_ENV) KIDNEYCARE_DATA="$$data" $(MANAGE) check && \
			$(CLEAN_ENV) KIDNEYCARE_DATA="$$data" TLS=proxy \
				$(MANAGE) check --deploy --fail-level WARNING; \
		} 2>&1 ) || { printf '%s\n' "$$output" >&2; exit 1; }
	$(call quietly,$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec \
		docker-compose.yml deploy/point-in-time.yml deploy/cluster/database.yml deploy/cluster/site.yml)
	$(call quietly,$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows \
		.github/workflows/test.yml)
	$(call quietly,$(BIN)/hadolint Dockerfile deploy/cluster/Dockerfile)

.PHONY: types
types: prepare-dev ## Check the types
	@echo "types"
	$(call quietly,$(CLEAN_ENV) $(BIN)/mypy --no-error-summary)
	$(call quietly,$(DENO) check --quiet --no-remote $(SCRIPTS))

.PHONY: unit
unit: prepare-dev ## Run the tests that need no browser
	@$(CLEAN_ENV) $(BIN)/python -m pytest -q $(AT_ONCE) --ignore tests/browser

.PHONY: browser-tests
browser-tests: prepare-dev ## Run the tests in a real browser
	@browser=$$($(BIN)/python -m scripts.find_browser) && \
		$(CLEAN_ENV) KIDNEYCARE_BROWSER="$$browser" $(BIN)/python -m pytest -q $(AT_ONCE) tests/browser

.PHONY: test-beats
test-beats: prepare-dev ## Measure the beats in real time: a minute, on a computer that is idle
	@browser=$$($(BIN)/python -m scripts.find_browser) && \
		$(CLEAN_ENV) KIDNEYCARE_BROWSER="$$browser" $(BIN)/python -m pytest -q -s -m real_time \
			tests/browser/guided/test_beats.py

.PHONY: test-hidden
test-hidden: prepare-dev ## Practise on a hidden page for seven minutes, and count what is heard
	@browser=$$($(BIN)/python -m scripts.find_browser) && \
		$(CLEAN_ENV) KIDNEYCARE_BROWSER="$$browser" $(BIN)/python -m pytest -q -s -m real_time \
			tests/browser/guided/test_hidden.py

# Folders of tests, where not all are wanted.
TESTS ?=

.PHONY: test-postgres
test-postgres: prepare-dev ## Run the tests that ask a database, without a browser, on a PostgreSQL
	@$(CLEAN_ENV) $(BIN)/python -m scripts.with_postgres $(INSTALL) \
		$(BIN)/python -m pytest -q -n 3 --dist worksteal --only-database --ignore tests/browser $(TESTS)

.PHONY: test-browsers
test-browsers: prepare-dev ## Use the site in Firefox and WebKitGTK: ticks, practice, people, Back
	@$(CLEAN_ENV) $(BIN)/python -m scripts.other_browsers $(INSTALL) \
		$(BIN)/python -m pytest -q -rs -n 2 --dist worksteal operation/browsers

.PHONY: test-topology
test-topology: prepare-dev ## Run what docker-compose.yml describes, without containers, and break it
	@$(CLEAN_ENV) $(BIN)/python -m pytest -q -s -m operation operation/test_topology.py

# How many ticks a second all phones of `make test-cluster` send together.
RATE ?= 200

.PHONY: test-cluster
test-cluster: prepare-dev ## Run the cluster of deploy/cluster, without containers, and break it
	@$(CLEAN_ENV) RATE=$(RATE) $(BIN)/python -m scripts.cluster $(INSTALL) \
		$(BIN)/python -m pytest -q -s -m operation operation/test_cluster.py

.PHONY: test-bombs
test-bombs: prepare-dev ## Import every file that is made to do harm, and measure its memory
	@$(CLEAN_ENV) $(BIN)/python -m pytest -q -s -m "operation or not operation" \
		tests/practice/transfer/test_peak_memory.py

# How many random days `make test-offline` runs, and from which on.
DAYS ?= 500
FIRST ?= 0

.PHONY: test-offline
test-offline: prepare-dev ## Tick on five hundred random days with a bad network, and count what was lost
	@browser=$$($(BIN)/python -m scripts.find_browser) && \
		$(CLEAN_ENV) KIDNEYCARE_BROWSER="$$browser" DAYS=$(DAYS) FIRST=$(FIRST) \
			$(BIN)/python -m pytest -q -s -m operation \
			operation/test_offline.py

.PHONY: test-faults
test-faults: prepare-dev ## Kill, fill, slow and restart everything, and count what was lost
	@$(CLEAN_ENV) $(BIN)/python -m pytest -q -s -m operation \
		--ignore operation/test_cluster.py --ignore operation/test_offline.py operation

# How long `make fuzz` goes on.
MINUTES ?= 10

.PHONY: fuzz
fuzz: prepare-dev ## Send odd requests to every address (an hour: make fuzz MINUTES=60)
	@$(CLEAN_ENV) FUZZ_MINUTES=$(MINUTES) $(BIN)/python -m pytest -q -s -m long --show-capture=no \
		tests/fuzz/test_fuzz.py

.PHONY: advisories
advisories: prepare-dev ## Ask the advisories of osv.dev about every locked package
	@$(BIN)/python -m scripts.advisories

# How often each page is looked at; the middle result counts.
TIMES ?= 3

# "--postgres" compares on PostgreSQL; "--rounds 15" takes twice the time and is steadier.
BENCH ?=

.PHONY: bench
bench: prepare-dev ## Measure the product beside a bare Django app, into bench/results.json
	@$(CLEAN_ENV) $(BIN)/python -m bench $(BENCH)

# Ten million rows take two gigabytes of disk meanwhile and some minutes: "--rows 1000000" is quick.
GROWTH ?=

.PHONY: growth
growth: prepare-dev ## Measure what more people and more years cost, on SQLite and PostgreSQL
	@$(CLEAN_ENV) $(BIN)/python -m bench.growth $(GROWTH)
	@$(CLEAN_ENV) $(BIN)/python -m bench.growth --postgres $(GROWTH)

.PHONY: audit
audit: prepare-dev ## Ask Lighthouse about the main pages in each language (needs Node.js)
	@$(CLEAN_ENV) $(BIN)/python -m scripts.lighthouse $(TIMES)

.PHONY: screenshots
screenshots: prepare-dev ## Take pictures of every page into var/screenshots
	@browser=$$($(BIN)/python -m scripts.find_browser) && \
		$(CLEAN_ENV) KIDNEYCARE_BROWSER="$$browser" $(BIN)/python -m scripts.screenshots

# ---------------------------------------------------------------- changing

.PHONY: lint-fix
lint-fix: prepare-dev ## Mend what the linters can mend by themselves, and format
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .
	@$(DENO) fmt --quiet $(SCRIPTS)

.PHONY: messages
messages: prepare-dev ## Bring the translation files in line with the texts
	@$(BIN)/python -m scripts.messages

.PHONY: lock
lock: ## Choose the newest allowed packages and write the lock files (needs uv)
	@command -v uv >/dev/null || { \
		echo "Locking needs uv: see its installation page, or pipx install uv." >&2; exit 1; }
	@uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-annotate --custom-compile-command "make lock" \
		--output-file requirements.txt
	@uv pip compile pyproject.toml --group dev --constraint requirements.txt --quiet --upgrade \
		--universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" --output-file requirements-dev.txt

.PHONY: clean
clean: ## Remove what was made, but never what was recorded
	@rm -rf .venv .deno_cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis \
		test-results bench/results*.json var/made var/static var/static.stamp var/screenshots
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find . -name '*.mo' -type f -exec rm -f {} +

# ---------------------------------------------------------------- setting up

.PHONY: prepare
prepare:
	@$(PYTHON) scripts/prepare.py

.PHONY: prepare-dev
prepare-dev:
	@$(PYTHON) scripts/prepare.py --dev
