# Two commands are all you need: `make run` and `make test`. `make help` lists the rest.
# Works with GNU make from 3.81 (macOS) on.

SHELL := /bin/sh
VENV := .venv/bin/python

.PHONY: help run test fuzz lock format reader-score stories-score bench bench-pages bench-api bench-polls chaos chaos-quick chaos-control chaos-disk packages packages-dev
.DEFAULT_GOAL := help

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

run: packages ## start the whole product; PORT=8001 for another port; Ctrl-C stops it
	@exec $(VENV) -m config.run

test: packages-dev ## run every check that CI runs
	@exec $(VENV) -m tests.gate

fuzz: packages-dev ## ask the API a thousand odd things an operation; FUZZ_EXAMPLES=5000 for more
	@FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-1000} $(VENV) -m pytest tests/agreements/api/test_fuzz.py -n logical --maxprocesses 4 --dist worksteal

stories-score: packages-dev ## measure which texts are taken for one story
	@$(VENV) -m tests.stories_score

reader-score: packages-dev ## measure the reader on labelled articles; WRITE=--write keeps the figures
	@$(VENV) -m tests.reader_score $(WRITE)

bench: bench-pages bench-api ## measure all: both of the next

bench-pages: packages-dev ## measure pages and decisions on a large record; BENCH_AGREEMENTS=2000 BENCH_DRAFTS=500 for a small one
	@$(VENV) -m tests.bench

bench-api: packages-dev ## measure what the API costs beside other ways; BENCH="list --rows 1000" for less, BENCH=--help for all choices
	@VAR_DIR=var/bench $(VENV) manage.py bench $(or $(BENCH),--rows 100000 --keep --check)

bench-polls: packages-dev ## measure polling; BENCH_SOURCES=50 BENCH_ENTRIES=20 for less
	@$(VENV) -m pytest tests/ingest/polling/figures.py -q -s -p no:cacheprovider

chaos: chaos-control ## kill, freeze and cut off the product while 10,000 articles come in, and count what is lost; CHAOS="--seed 7" for other choices
	@$(VENV) -m chaos run --articles 10000 --kills 20 --seed 5 --profile full --report var/chaos $(CHAOS)

chaos-quick: packages-dev ## the same with 500 articles and 6 kills
	@$(VENV) -m chaos run --articles 500 --kills 6 --seed 5 --profile quick --report var/chaos-quick $(CHAOS)

chaos-control: packages-dev ## the same without the product's protections: 0 if it sees that articles are lost
	@$(VENV) -m chaos run --articles 500 --kills 6 --seed 5 --profile quick --control naive --report var/chaos-control $(CHAOS)

chaos-disk: packages-dev ## fill the disk under the product, and make room again; only root may
	@$(VENV) -m chaos run --articles 150 --kills 0 --seed 5 --profile full --only F-19 --report var/chaos-disk $(CHAOS)

format: packages-dev ## bring code and templates into the house's form
	@$(VENV) -m ruff format -q . && $(VENV) -m ruff check -q --fix .
	@find templates -name '*.html' -exec .venv/bin/djade {} +

LOCK := $(VENV) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: packages-dev ## renew the pinned packages from requirements/*.in; RENEW=--upgrade for newer ones
	@$(LOCK) $(RENEW) requirements/run.in -o requirements/run.txt
	@$(LOCK) $(RENEW) requirements/dev.in -o requirements/dev.txt

# The newest Python from 3.11 on; PYTHON=/path/to/python chooses another.
packages packages-dev:
	@set -e; for each in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
	  if [ -n "$$each" ] && command -v "$$each" >/dev/null 2>&1 \
	    && "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    exec "$$each" -m config.run.packages $(if $(filter packages-dev,$@),dev,run); fi; done; \
	echo "Accord Atlas needs Python 3.11 or newer, and found none: install it, or say where it is, as in make run PYTHON=/opt/python/bin/python3." >&2; exit 1
