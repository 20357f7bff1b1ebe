# Everything a newcomer runs. `make help` lists the targets.
PORT ?= 8000
LOOK_IN ?=
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
CHROMIUM ?=
export CHROMIUM

.PHONY: help install demo serve test lint bench

help: ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 10

# The first Python of 3.12 or newer among $$PYTHON, those on PATH and those under ~/.pyenv/versions.
$(STAMP): pyproject.toml constraints.txt
	@set -e; found=; \
	for candidate in "$$PYTHON" python3.14 python3.13 python3.12 python3 $$(ls -d $$HOME/.pyenv/versions/3.*/bin/python 2>/dev/null | sort -rV); do \
	  [ -n "$$candidate" ] && command -v "$$candidate" >/dev/null 2>&1 || continue; \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Glossator needs Python 3.12 or newer. Install one (for example the package python3.13) or name it: make PYTHON=/path/to/python"; exit 1; fi; \
	[ -x $(PY) ] && $(PY) -c 'import sys; sys.exit(sys.version_info < (3, 12))' || "$$found" -m venv $(VENV)
	$(PY) -m pip install --quiet --constraint constraints.txt --upgrade pip
	$(PY) -m pip install --quiet --constraint constraints.txt --group pyproject.toml:site --group pyproject.toml:dev
	@touch $(STAMP)

install: $(STAMP) ## make .venv with everything

demo: $(STAMP) ## a site with the seeds and demo people on 127.0.0.1:$(PORT)
	$(PY) manage.py migrate --verbosity 0
	$(PY) manage.py create_demo $(foreach dir,$(LOOK_IN),--look-in $(dir))
	@$(MAKE) --no-print-directory serve

serve: $(STAMP) ## serve the site on 127.0.0.1:$(PORT)
	$(PY) manage.py migrate --verbosity 0
	$(PY) manage.py collectstatic --noinput --verbosity 0
	@echo "Glossator is on http://127.0.0.1:$(PORT)/"
	$(VENV)/bin/gunicorn --bind 127.0.0.1:$(PORT) --workers 3 --threads 4 annotator.config.wsgi

test: $(STAMP) ## the tests, on SQLite and, where it is installed, on PostgreSQL
	$(PY) -m pytest -q -n 2
	$(PY) -m tests.postgres -m pytest -q -n 2

lint: $(STAMP) ## style, arrows between packages, types, migrations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	git ls-files -z 'annotator/*.py' 'corpus/*.py' 'tests/*.py' | xargs -0 $(VENV)/bin/django-upgrade --target-version 6.1 --check
	git ls-files -z 'templates/*.html' | xargs -0 $(VENV)/bin/djade --target-version 6.1 --check
	$(PY) manage.py makemigrations --check --dry-run

BENCH ?=
bench: $(STAMP) ## how fast it is, beside what is possible; BENCH="reading --paragraphs 1000" chooses
	$(PY) -m tests.bench $(BENCH)
