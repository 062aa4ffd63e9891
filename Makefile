# Everything one does with the portal. All that must be installed beforehand is Python 3.11 or newer.

PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
REQUIRES := 3, 11

# Packages are installed again when the list of them changes: the name of the stamp holds the checksum of that list.
checksum = $(shell cksum < $(1) | tr ' ' '-')
RUN_PACKAGES := .venv/packages-run-$(call checksum,requirements.txt)
DEV_PACKAGES := .venv/packages-dev-$(call checksum,requirements-dev.txt)

.PHONY: help packages run test check schema format bench pictures lock clean

help:  ## list what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

packages: $(RUN_PACKAGES)  ## install what the portal needs, and start nothing

run: $(RUN_PACKAGES)  ## start the whole portal on http://127.0.0.1:8000 (PORT=...): needs nothing else
	@exec $(VENV_PYTHON) manage.py serve

test: $(DEV_PACKAGES)  ## run the tests, one process a core (ARGS="tests/api -k title", ARGS="-n 0" for a single process)
	@exec $(VENV_PYTHON) -m pytest -n auto --maxprocesses 4 --max-worker-restart 0 --dist loadgroup $(ARGS)

check: $(DEV_PACKAGES)  ## check style, types, migrations, the API's description, the settings of a public server
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy .
	$(VENV_PYTHON) manage.py makemigrations --check --dry-run --settings ssc_portal.settings.test
	@echo "$(VENV_PYTHON) manage.py check --deploy --fail-level WARNING (settings of a public server, made-up values)"
	@SECRET_KEY="made-up for a check of the settings, and used for nothing else" ALLOWED_HOSTS=portal.example \
		DATABASE_URL=postgres://portal@database.example/portal DJANGO_SETTINGS_MODULE=ssc_portal.settings.prod \
		$(VENV_PYTHON) manage.py check --deploy --fail-level WARNING
	$(VENV_PYTHON) -m pytest tests/test_architecture.py
	$(MAKE) --no-print-directory schema SCHEMA=.data/openapi.json
	diff -u $(COMMITTED_SCHEMA) .data/openapi.json || { echo "The API has changed: make schema, and commit it." >&2; exit 1; }

COMMITTED_SCHEMA := ssc_portal/api/openapi.json
SCHEMA ?= $(COMMITTED_SCHEMA)
schema: $(DEV_PACKAGES)  ## write the OpenAPI document of the API anew
	@mkdir -p $(dir $(SCHEMA))
	$(VENV_PYTHON) manage.py spectacular --format openapi-json --validate --fail-on-warn --file $(SCHEMA) \
		--settings ssc_portal.settings.test

format: $(DEV_PACKAGES)  ## put the code into its one format
	$(VENV_PYTHON) -m ruff check --fix .
	$(VENV_PYTHON) -m ruff format .

bench: $(DEV_PACKAGES)  ## measure the search beside its peers, into benchmarks/results/ (ARGS="--sizes 10000")
	@exec $(VENV_PYTHON) -m benchmarks $(ARGS)

pictures: $(DEV_PACKAGES)  ## take the pictures of docs/curating.md anew, from the real screens (needs Chromium)
	@exec $(VENV_PYTHON) -m docs.make_pictures

LOCK = $(VENV_PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(ARGS)

lock: $(DEV_PACKAGES)  ## write the lists of packages anew from requirements*.in (ARGS=--upgrade for newer versions)
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-dev.in --output-file requirements-dev.txt

clean:  ## remove what the other commands made, except the data in .data
	rm -rf .venv .static .pytest_cache .mypy_cache .ruff_cache
	find . -path ./.data -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# One command to a line, so that make itself is their parent and passes on the signal that ends it.
.venv/bin/pip:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < ($(REQUIRES)))" || { \
		echo "The portal needs Python 3.11 or newer as $(PYTHON). Name one: make run PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Making a place for the portal's packages: .venv"
	@$(PYTHON) -m venv .venv

$(RUN_PACKAGES): | .venv/bin/pip
	@echo "Installing the portal's packages ..."
	@rm -f .venv/packages-run-*
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements.txt
	@touch $@

$(DEV_PACKAGES): | .venv/bin/pip
	@echo "Installing the portal's packages, and those for tests and checks ..."
	@rm -f .venv/packages-dev-*
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements-dev.txt
	@touch $@
