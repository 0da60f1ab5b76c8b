# Every target first sets up .venv, which takes no time when nothing changed.
#   make notebooks PYTHON=python3.12      another Python (3.11 or newer)
#   make test ARGS="-k figures"           words for the tool that is run

PYTHON ?= python3
ARGS   ?=
RUN    := .venv/bin/python
UV      = $(RUN) -m uv pip compile --quiet --universal --python-version 3.11 \
          --generate-hashes --custom-compile-command "make lock"

# What the targets below write and write again.  Whatever else is in build/ is somebody's work:
# tables of their own texts (notebook 05), inputs that fuzzing has learned.
MADE   := .venv dist .pytest_cache .mypy_cache .ruff_cache .hypothesis $(addprefix build/, \
          atheris benchmarks.md .coverage coverage html lab matplotlib notebooks.lock run \
          setup.lock site site-sources uv.txt)

.DEFAULT_GOAL := help
.PHONY: help notebooks site test test-site test-lab coverage bench fuzz lab lint lock clean setup

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

notebooks: setup ## execute the notebooks in place, write HTML copies to build/html
	@$(RUN) notebooks/run.py $(ARGS) && $(RUN) notebooks/pictures/overview.py

site: setup ## build guide, notebooks as they are and API reference into build/site
	@$(RUN) notebooks/site/build.py

test: setup ## run the tests
	@$(RUN) -m pytest -n auto $(ARGS)

test-site: setup ## build the site and try it in Chromium, on a phone and on a desk
	@$(RUN) -m pytest -m site tests/test_site.py $(ARGS)

test-lab: setup ## run every notebook in JupyterLab in a browser (needs Chromium)
	@$(RUN) -m pytest -m lab $(ARGS)

coverage: setup ## run the tests, say which lines and branches they miss, pages in build/coverage
	@$(RUN) -m pytest -n auto --cov --cov-report=term --cov-report=html $(ARGS)

bench: setup ## measure speed and memory, write build/benchmarks.md (quicker: ARGS=--quick)
	@$(RUN) tests/benchmarks/bench.py $(ARGS)

fuzz: setup build/atheris ## look for inputs that break something (ARGS="clean --seconds 600")
	@PYTHONPATH=build/atheris $(RUN) -m tests.fuzz.fuzz $(ARGS)

build/atheris: tests/fuzz/requirements.lock | setup
	@$(RUN) -m pip install --quiet --require-hashes --no-deps --upgrade --target $@ -r $<
	@touch $@

lab: setup ## open the notebooks in JupyterLab
	@JUPYTER_PREFER_ENV_PATH=1 $(RUN) -m jupyterlab --notebook-dir=. $(ARGS)

lint: setup ## check style (ruff) and types (mypy)
	@$(RUN) -m ruff check . && $(RUN) -m ruff format --check . && $(RUN) -m mypy

lock: setup ## resolve pyproject.toml into the lock files, list licences (newer: ARGS=--upgrade)
	@$(UV) pyproject.toml --all-extras --group dev -o requirements.lock $(ARGS)
	@$(UV) --group fuzz -o tests/fuzz/requirements.lock $(ARGS)
	@$(UV) --group build -o requirements-build.lock $(ARGS)
	@$(PYTHON) .ci/setup.py && $(RUN) .ci/licences.py

clean: ## remove .venv and what other targets make again; your results in build/ stay
	@for path in $(wildcard $(MADE)); do rm -rf $$path && echo "removed $$path"; done
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@rmdir build 2>/dev/null || true
	@for path in $(filter-out $(MADE),$(wildcard build/*)); do echo "kept    $$path"; done

setup:
	@command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) here; install Python 3.11 or newer."; exit 1; }
	@$(PYTHON) .ci/setup.py
