"""Rasa's own ResponseSelector on the same corpus and the same test questions, as a baseline.

It is trained and asked in Rasa's environment, by a program of a few lines that this module writes there.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from knowledge_base.entry_index import Entry, body_of
from knowledge_base.evaluation.trials import Question
from knowledge_base.models import Corpus

_EPOCHS = 30
_PIPELINE = [
    {"name": "nlu.components.character_tokenizer.CharacterTokenizer"},
    {"name": "nlu.components.sentence_featurizer.SentenceFeaturizer", "scale": 5.0},
    {"name": "CountVectorsFeaturizer", "min_ngram": 1, "max_ngram": 2, "token_pattern": "(?u)\\S+"},
    {"name": "ResponseSelector", "retrieval_intent": "faq", "epochs": _EPOCHS, "batch_size": [128, 256],
     "constrain_similarities": True, "model_confidence": "softmax", "ranking_length": 10},
]  # fmt: skip
_ASK = """
import asyncio, json, sys
from rasa.core.agent import Agent

async def main():
    agent = Agent.load(sys.argv[1])
    for text in json.load(open(sys.argv[2], encoding="utf-8")):
        found = await agent.parse_message(text)
        ranking = found["response_selector"]["faq"]["ranking"]
        print(json.dumps([one["intent_response_key"].split("/", 1)[1] for one in ranking]), flush=True)

asyncio.run(main())
"""


def places(corpus: Corpus, questions: list[Question], python: Path) -> NDArray[np.int64]:
    """Where the right entry stands for each question, 10 when it is not among the first ten.

    ``python`` is the one of Rasa's environment.
    """
    with tempfile.TemporaryDirectory(prefix="cunfatong-selector-") as name:
        folder = Path(name)
        _write_project(corpus, folder)
        (folder / "questions.json").write_text(json.dumps([q.text for q in questions]), encoding="utf-8")
        (folder / "ask.py").write_text(_ASK, encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), "TF_CPP_MIN_LOG_LEVEL": "2"}
        python = python.absolute()
        train = ["-m", "rasa", "train", "nlu", "--nlu", "nlu.yml", "--config", "config.yml", "--out", "models"]
        _run([str(python), *train, "--fixed-model-name", "selector"], folder, environment)
        answers = _run([str(python), "ask.py", "models/selector.tar.gz", "questions.json"], folder, environment)
    ranked = [json.loads(line) for line in answers.splitlines() if line.startswith("[")]
    return np.array([ids.index(q.entry) if q.entry in ids else 10 for ids, q in zip(ranked, questions, strict=True)])


def _write_project(corpus: Corpus, folder: Path) -> None:
    entries: tuple[Entry, ...] = (*corpus.faqs, *corpus.guides)
    examples = [{"intent": f"faq/{e.id}", "examples": "".join(f"- {w}\n" for w in e.wordings)} for e in entries]
    responses = {f"utter_faq/{entry.id}": [{"text": body_of(entry)}] for entry in entries}
    data = {"version": "3.1", "nlu": examples, "responses": responses}
    (folder / "nlu.yml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    config = {"recipe": "default.v1", "language": "zh", "assistant_id": "selector", "pipeline": _PIPELINE}
    (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)  # noqa: S603 our own Rasa
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return done.stdout
