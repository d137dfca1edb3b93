# The book, its tests and its tools. `make` lists what there is to do.
#
# Everything runs in .venv, which tools/environment.sh makes to match the lock files; nothing else is installed.

PY := .venv/bin/python
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help book page lab notebooks serve test test-all lint bench lock clean environment test-environment

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## */\1|/p' Makefile | awk -F '|' '{ printf "make %-10s %s\n", $$1, $$2 }'

book: environment ## build the book into _build/html, executing the pages that changed
	@$(PY) -m tools.book

page: environment ## execute and render one page: make page P=book/tour.md
	@$(PY) -m tools.book --page "$(P)"

lab: environment ## open the pages as live notebooks in JupyterLab
	@$(PY) -m tools.lab

notebooks: environment ## write the pages as .ipynb into _build/notebooks
	@$(PY) -m tools.notebooks

serve: book ## build the book and serve it on this machine
	@$(PY) -m tools.serve

# Without a browser the tests that need it are left out, and pytest ends not green.
test: test-environment ## run the tests, in the browsers on samples; P=book/tour.md: what this page can break
	@$(PY) -m tools.install_browsers || true
	@$(PY) -m tools.book
	@TEST_PAGE="$(P)" $(PY) -m tools.exclusive $(PY) -m pytest --numprocesses logical

test-all: export TEST_ALL := 1
test-all: test ## run the tests on everything, before a chapter is called done

lint: test-environment ## check style and find likely mistakes
	@$(PY) -m ruff check mathlib tools tests book
	@$(PY) -m pip check
	@sh -n tools/environment.sh && bash -n .ci/run

bench: test-environment ## measure what readers wait for, and the mathematics beside its peers
	@$(PY) -m tools.install_browsers
	@$(PY) -m tools.book
	@$(PY) -m tools.exclusive $(PY) -m tests.bench

lock: test-environment ## renew the lock files from pyproject.toml (UPGRADE=1 takes the newest versions)
	@$(LOCK) --extra book pyproject.toml --output-file requirements.txt
	@$(LOCK) --extra book --extra test --constraint requirements.txt pyproject.toml --output-file requirements-test.txt

clean: ## remove everything that was built; the environment in .venv stays
	@rm -rf _build *.egg-info
	@find book mathlib tests tools -name __pycache__ -prune -exec rm -rf {} +

environment:
	@sh tools/environment.sh requirements.txt

test-environment:
	@sh tools/environment.sh requirements-test.txt
