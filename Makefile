# Everything a newcomer runs. `make help` lists the targets.
PORT ?= 8000
LOOK_IN ?=
PYTHON ?=
VENV := .venv
PY := $(VENV)/bin/python
SITE := $(VENV)/.site
DEV := $(VENV)/.dev
MESSAGES := annotator/locale/en/LC_MESSAGES/django.mo
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
CHROMIUM ?=
export CHROMIUM

.PHONY: help install demo serve test lint bench soak upgrade images port
.NOTPARALLEL:

help: ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 10

# PYTHON, else the first Python of 3.12 or newer on PATH or of pyenv.
$(SITE): pyproject.toml constraints.txt
	@set -e; new='import sys; sys.exit(sys.version_info < (3, 12))'; found=; \
	if [ -n "$(PYTHON)" ]; then set -- "$(PYTHON)"; \
	else set -- python3.14 python3.13 python3.12 python3 $$(ls -d $${PYENV_ROOT:-$$HOME/.pyenv}/versions/3.*/bin/python 2>/dev/null | sort -rV); fi; \
	for candidate; do if "$$candidate" -c "$$new" 2>/dev/null; then found=$$candidate; break; fi; done; \
	if [ -n "$(PYTHON)" ] && [ -z "$$found" ]; then echo "PYTHON=$(PYTHON) is not a Python of 3.12 or newer."; exit 1; fi; \
	if [ -z "$$found" ]; then echo "Glossator needs Python 3.12 or newer. Install one (for example the package python3.13) or name it: make demo PYTHON=/path/to/python"; exit 1; fi; \
	if ! $(PY) -c "import pip; $$new" 2>/dev/null; then echo "Making $(VENV) with $$found"; "$$found" -m venv --clear $(VENV); fi
	@echo "Installing what the site needs into $(VENV) (about a minute, 200 MB)"
	@$(PIP) --upgrade pip
	@$(PIP) --group pyproject.toml:site
	@touch $@

# The site's own sentences in place of Django's, in the form that Django reads.
$(MESSAGES): $(MESSAGES:.mo=.po) | $(SITE)
	@$(VENV)/bin/pybabel --quiet compile --domain django --directory annotator/locale

$(DEV): $(SITE) | $(MESSAGES)
	@echo "Installing what the tests and checks need into $(VENV) (500 MB more)"
	@$(PIP) --group pyproject.toml:dev
	@touch $@

install: $(DEV) ## make .venv with everything, the tools of development too

# Said before anything slow. Without bash the server says it, in more words.
port:
	@if bash -c 'exec 3<>/dev/tcp/127.0.0.1/$(PORT)' 2>/dev/null; then \
	  echo "Port $(PORT) is taken by another program. Take another: make $(or $(filter demo serve,$(MAKECMDGOALS)),serve) PORT=$$(($(PORT) + 1))"; exit 1; fi

demo: port $(SITE) $(MESSAGES) ## a site with texts and people to try on http://127.0.0.1:8000/ (PORT=8001 elsewhere)
	@echo "Making the database and loading the texts of seeds/"
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py create_demo $(foreach dir,$(LOOK_IN),--look-in $(dir))
	@$(MAKE) --no-print-directory serve

serve: port $(SITE) $(MESSAGES) ## serve the site that is there (PORT=8001 elsewhere)
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py collectstatic --noinput --verbosity 0
	@echo "Glossator is on http://127.0.0.1:$(PORT)/ (Ctrl+C ends it)"
	@$(PY) -m gunicorn --preload --no-control-socket --log-level warning --bind 127.0.0.1:$(PORT) --workers 3 --threads 4 annotator.config.wsgi

# Three at a time on two cores: many wait for a browser, a program or a lock.
test: $(DEV) ## the tests, on SQLite and, those of the database, on PostgreSQL where it is installed
	$(PY) -m pytest -q -n 3 --dist worksteal
	$(PY) -m tests.postgres -m pytest -q -n 3 --dist worksteal -m "not browser and not no_database and not any_database"

lint: $(DEV) ## style, templates, floors of the house, types, migrations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	git ls-files -z 'annotator/*.py' 'corpus/*.py' 'tests/*.py' | xargs -0 $(VENV)/bin/django-upgrade --target-version 6.1 --check
	git ls-files -z 'templates/*.html' | xargs -0 $(VENV)/bin/djade --target-version 6.1 --check
	$(PY) manage.py makemigrations --check --dry-run

BENCH ?=
bench: $(DEV) ## how fast it is, beside what is possible; BENCH="reading --paragraphs 1000" chooses
	$(PY) -m tests.bench $(BENCH)

SECONDS ?= 600
soak: $(DEV) ## whether it can be relied on: kills, races, every address for everybody, load; SECONDS=60 for less
	$(PY) -m tests.soak --seconds $(SECONDS)

upgrade: $(DEV) ## whether a site of the release 0.2.0 with data becomes one of this checkout, and a reload drops no request
	$(PY) -m tests.upgrade

images: $(DEV) ## make the pictures of docs/images anew
	$(PY) -m tests.images
