# Everything a developer does. `make demo` and `make test` need Python 3.11+, make and git; nothing else.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Estimators are vectorised; more BLAS threads than cores only slow them down.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: help demo demo-whole serve-demo test test-long test-whole check bench validate docs lock clean

help:                ## this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.ready: requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Limen needs Python 3.11 to 3.13; '$(PYTHON)' is another one. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(VENV)/.ready  ## rehearse, simulate and analyse a planned study; fill a study's server with virtual people
	$(BIN)/python -m limen.demo

demo-whole: $(VENV)/.ready ## a study of 80 people from the first invitation to the unsealed report (minutes)
	$(BIN)/python -m limen.demo.whole out/whole

serve-demo: $(VENV)/.ready ## start the server of the demonstration (made first if it is not there)
	@test -d out/conduct || $(BIN)/python -m limen.demo.lived out/conduct
	@cat out/conduct/accounts.txt
	$(BIN)/limen conduct serve out/conduct

test: $(VENV)/.ready  ## the tests, on every core
	$(BIN)/python -m pytest -n auto --dist worksteal

test-long: $(VENV)/.ready ## the tests that take long: pages in a browser, demonstrations lived, servers killed under load
	$(BIN)/python -m pytest -m 'long and not whole' -n 2 --dist loadgroup

test-whole: $(VENV)/.ready ## a study of 80 people lived from first to last, on each database
	$(BIN)/python -m pytest -m whole -n 2 --dist loadgroup

check: $(VENV)/.ready ## lint, formatting, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)-bench/.ready: requirements/bench.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/pip install --quiet --require-hashes --requirement requirements/bench.lock
	$(VENV)-bench/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

bench: $(VENV)-bench/.ready ## measure against the peers and print the table (minutes)
	$(VENV)-bench/bin/python -m benchmarks

validate: $(VENV)/.ready ## the long simulations whose results are committed in validation/ (an hour or more)
	$(BIN)/python -m validation

docs: $(VENV)/.ready ## build the documentation into site/, warnings are errors
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

lock:                ## resolve the locked requirements again (needs uv)
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  --extra dev pyproject.toml --output-file requirements/dev.lock
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  --extra bench pyproject.toml --output-file requirements/bench.lock

clean:               ## remove what the other targets made
	rm -rf $(VENV) $(VENV)-bench site build dist out .mypy_cache .ruff_cache .import_linter_cache .hypothesis
