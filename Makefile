# make run: set up whatever is missing or outdated, then start everything.   make test: the same set-up, then every test.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/app/bin/python
# A setting from the environment, or as the app reads it from .env.
setting = $(or $($(1)),$(shell sed -nE "s/^ *$(1) *= *[\"']?([^\"']*)[\"']? *$$/\1/p" .env 2>/dev/null | tail -n 1))
DATA_DIR := $(or $(call setting,DATA_DIR),var)
EMBEDDING_MODEL := $(call setting,EMBEDDING_MODEL)
# Tests run in two processes, those of a file in one: most of their time goes into services of their own that they start.
TOGETHER := -n 2 --dist loadfile
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 2

NLU := config.yml domain.yml $(wildcard nlu/data/*.yml nlu/rules/*.yml nlu/components/*.py)
INDEX := $(addprefix knowledge_base/,statute_build.py statutes.py encoder.py universal.py towers.safetensors text.py lexical.py) $(wildcard knowledge_base/corpus/lay_questions/*.csv)

.PHONY: screenshots referral-template help run test setup check admin demo bench bench-places bench-retrieval train-encoder train-danger calibrate eval eval-nlu eval-danger eval-entities corpus-check corpus-export corpus-import places-export places-import lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: ## set up what is missing, start the app and Rasa (Ctrl-C stops both)
	@$(MAKE) --no-print-directory -j2 setup
	@exec .venv/app/bin/honcho start

test: ## set up what is missing, run every test
	@$(MAKE) --no-print-directory -j2 setup
	@$(PY) -m pytest --ignore=tests/browser $(TOGETHER) $(ARGS)
	@$(PY) -m pytest tests/browser $(TOGETHER) $(ARGS) # apart: Playwright's loop and those of other tests do not get along in one process

setup: .venv/app/.installed .venv/rasa/.installed var/models/cunfatong.tar.gz $(DATA_DIR)/statutes/built.json $(DATA_DIR)/corpus-vectors.npz ## both environments, the Rasa model, the indexes

.venv/app/.installed: requirements/app.lock scripts/install-app scripts/find-python
	@scripts/install-app

.venv/rasa/.installed: requirements/rasa.lock scripts/install-rasa scripts/find-python
	@scripts/install-rasa

var/models/cunfatong.tar.gz: .venv/rasa/.installed $(NLU)
	@scripts/train-rasa var/models

MODEL_STAMP := $(DATA_DIR)/statutes/.model-$(or $(notdir $(EMBEDDING_MODEL)),default)

$(MODEL_STAMP): # changes hands when the setting does, so that the index is built anew
	@mkdir -p $(@D) && rm -f $(@D)/.model-* && touch $@

$(DATA_DIR)/statutes/built.json: .venv/app/.installed $(MODEL_STAMP) $(INDEX)
	@echo "app: indexing the statutes"
	@OMP_NUM_THREADS=1 $(PY) -m knowledge_base.statute_build $(DATA_DIR)/statutes --model "$(EMBEDDING_MODEL)"
	@touch $@

$(DATA_DIR)/corpus-vectors.npz: .venv/app/.installed $(MODEL_STAMP) knowledge_base/towers.safetensors $(wildcard knowledge_base/corpus/*/*.yml knowledge_base/corpus/*/heard/*.yml)
	@$(PY) -m knowledge_base.corpus_vectors $@ --model "$(EMBEDDING_MODEL)"
	@touch $@

check: .venv/app/.installed ## format, lint, types, layers
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/app/bin/lint-imports

corpus-check: .venv/app/.installed ## the corpus files: form, references, citations in force; and what to look over again
	@$(PY) -m knowledge_base.corpus_check

corpus-export: .venv/app/.installed ## what is published as a file: make corpus-export FILE=name.csv (or .xlsx, .yml)
	@$(PY) -m bot.exchange export "$(FILE)"

corpus-import: .venv/app/.installed ## a file as drafts: make corpus-import FILE=name.csv LOGIN=name REASON=why; without LOGIN it only says what would change
	@$(PY) -m bot.exchange import "$(FILE)" --by "$(LOGIN)" --reason "$(REASON)"

places-export: .venv/app/.installed ## all service places as a file: make places-export FILE=name.xlsx (or .csv, .people.csv, .geojson)
	@$(PY) -m bot.place_exchange export "$(FILE)"

places-import: .venv/app/.installed ## a file of places: make places-import FILE=name.csv LOGIN=name; without LOGIN it only says what would change
	@$(PY) -m bot.place_exchange import "$(FILE)" --by "$(LOGIN)"

train-encoder: .venv/app/.installed ## train the encoder's towers: make train-encoder PAIRS=lay questions with articles
	@$(PY) -m knowledge_base.training.train_encoder $(PAIRS) $(ARGS)

train-danger: .venv/app/.installed ## train the model that recognises danger, from nlu/danger/examples
	@OMP_NUM_THREADS=1 $(PY) -m scripts.train_danger $(ARGS)

eval-danger: .venv/app/.installed ## how well danger is recognised, on messages nobody trained on
	@OMP_NUM_THREADS=1 $(PY) -m scripts.eval_danger

calibrate: setup ## fit ranking, answer probabilities and thresholds anew; PAIRS=… the search in the law as well (half an hour)
	@$(PY) -m knowledge_base.evaluation.fit_outside nlu/data
	@$(PY) -m knowledge_base.evaluation.calibrate
	@$(if $(PAIRS),$(PY) -m knowledge_base.evaluation.fit_statutes $(DATA_DIR)/statutes $(PAIRS))

eval: setup ## how good the answers are, on held-out questions, beside simpler ways; PAIRS=… adds the search in the law
	@$(PY) -m knowledge_base.evaluation.report --statutes $(DATA_DIR)/statutes --rasa .venv/rasa/bin/python $(if $(PAIRS),--pairs $(PAIRS)) $(ARGS)

eval-nlu: setup ## how well messages are understood, beside Rasa's stock Chinese pipeline; ARGS=--all adds what else was tried
	@$(PY) -m nlu.evaluation.report --rasa .venv/rasa/bin/python --legal knowledge_base/evaluation/questions $(ARGS)

admin: .venv/app/.installed ## make an admin account: make admin LOGIN=name
	@$(PY) -m bot.accounts $(LOGIN)

demo: .venv/app/.installed ## one citizen's afternoon, over HTTP against the running service (start it with DEMO=1 make run)
	@$(PY) -m scripts.demo

referral-template: .venv/app/.installed ## the Word template of the referral sheet
	@$(PY) -m scripts.make_referral_template

screenshots: .venv/app/.installed ## the pictures of README, from the running demo service
	@$(PY) -m scripts.screenshots

bench: setup ## the figures of README, measured on this machine
	@$(PY) -m scripts.bench $(ARGS)

eval-entities: setup ## how well places and times are understood, on wordings that were written apart from the code
	@$(PY) -m scripts.eval_entities $(ARGS)

bench-retrieval: setup ## how search grows with the corpus
	@$(PY) -m scripts.bench_retrieval $(ARGS)

bench-places: setup ## how the directory grows to all villages of the country
	@$(PY) -m scripts.bench_places $(ARGS)

lock: ## resolve requirements/*.in anew
	@scripts/lock

clean: ## remove environments and everything that was built or stored
	rm -rf .venv var
