# Every habit, one word each. `make run` needs Python 3.11 or newer, git and make; nothing else.

VENV := .venv
BIN := $(VENV)/bin
RUNNING := $(VENV)/.installed-running
WORKING := $(VENV)/.installed-working
LOCAL := DJANGO_SETTINGS_MODULE=config.settings.local
TESTING := DJANGO_SETTINGS_MODULE=config.settings.testing
# What pytest is told besides pyproject.toml, for instance: make test ARGS="tests/blog -k feed"
ARGS ?=

PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)

.PHONY: help run dev password test check audit lint types contracts django fix bench screenshots requirements hooks

help:
	@echo "make run           serve the site on http://localhost:8000/ (PORT=… for another port)"
	@echo "make password      set the admin account's password (USER=… for someone else's)"
	@echo "make dev           the same with reloading, debug pages and the toolbar"
	@echo "make test          every test (ARGS=… goes to pytest)"
	@echo "make check         lint, types, contracts and Django's own checks"
	@echo "make audit         read the starter site as a search engine does (ARGS=--json for machines)"
	@echo "make fix           write what the linters can write themselves"
	@echo "make bench         measure speed, queries, bytes and memory (ARGS=--large for large sites)"
	@echo "make screenshots   take the pictures of the documents anew"
	@echo "make hooks         run make check before each commit"
	@echo "make requirements  compile requirements*.in anew (UPGRADE=--upgrade for newer versions)"

# --- Running ---------------------------------------------------------------------------------

run: $(RUNNING)
	@$(LOCAL) exec $(BIN)/python manage.py serve --prepare

dev: export DJANGO_SETTINGS_MODULE = config.settings.development
dev: $(WORKING)
	@exec $(BIN)/python manage.py serve --prepare

password: ACCOUNT = $(if $(filter command line,$(origin USER)),$(USER),admin)
password: $(RUNNING)
	@$(LOCAL) $(BIN)/python manage.py changepassword $(ACCOUNT)

# --- Checking --------------------------------------------------------------------------------

test: $(WORKING)
	@$(BIN)/python -m pytest -n logical --maxprocesses 8 --dist loadgroup $(ARGS)

check: lint types contracts django

lint: $(WORKING)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/django-upgrade --check --target-version 5.2 $(SOURCES)
	@$(FORMAT_TEMPLATES) --check
	@$(BIN)/djlint --lint --quiet templates

types: $(WORKING)
	@$(BIN)/mypy

contracts: $(WORKING)
	@PYTHONPATH=.:site $(BIN)/lint-imports

django: $(WORKING)
	@$(TESTING) $(BIN)/python manage.py check
	@$(TESTING) $(BIN)/python manage.py makemigrations --check --dry-run

# On the starter site, at an address like that of the real one, in a folder that is thrown away.
audit: $(RUNNING)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT INT TERM && \
	port=$$($(BIN)/python -c "$(FREE_PORT)") && \
	manage() { \
		env -u DATABASE_URL -u REDIS_URL -u FRONT_CACHE_URL VAR_DIR="$$folder" PORT=$$port \
			SITE_URL=https://www.example.org ALLOWED_HOSTS=www.example.org $(LOCAL) \
			$(BIN)/python manage.py "$$@"; \
	} && \
	{ manage prepare >"$$folder/log" 2>&1 || { cat "$$folder/log"; exit 1; }; } && \
	manage seo_audit $(ARGS)

FREE_PORT = import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])

fix: $(WORKING)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/django-upgrade --target-version 5.2 --exit-zero-even-if-changed $(SOURCES)
	@$(FORMAT_TEMPLATES) || $(FORMAT_TEMPLATES) --check

bench: $(WORKING)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

screenshots: $(WORKING)
	@PYTHONPATH=.:site $(BIN)/python -m tests.browser.screenshots

hooks: $(WORKING)
	@$(BIN)/pre-commit install

FORMAT_TEMPLATES = $(BIN)/djade --target-version 5.2 $(TEMPLATES)
TEMPLATES = $(shell find templates -name '*.html')
SOURCES = $(shell git ls-files '*.py')

# --- Installing ------------------------------------------------------------------------------

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found. Install it," \
		"or say where it is: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "Python environment: $(VENV), made with $(PYTHON)."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) has no venv module:" \
		"install it (on Debian: apt install python3-venv)."; exit 1; }

$(RUNNING): requirements.txt | $(BIN)/python
	@$(BIN)/python site/config/installation.py $@ requirements.txt

$(WORKING): requirements.txt requirements-dev.txt | $(BIN)/python
	@$(BIN)/python site/config/installation.py $@ requirements.txt requirements-dev.txt
	@touch $(RUNNING)

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links $(UPGRADE)

requirements: $(WORKING)
	@$(COMPILE) requirements.in --output-file requirements.txt
	@$(COMPILE) requirements-dev.in --output-file requirements-dev.txt
