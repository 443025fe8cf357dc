"""Rasa's own ResponseSelector on the same corpus and the same test questions, as a baseline.

It is trained and asked in Rasa's environment, by programs of a few lines that this module writes there. It takes long, so
its answers are kept until the corpus, the questions or its settings change.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from knowledge_base.entry_texts import Entry, body_of
from knowledge_base.evaluation.trials import Question
from knowledge_base.models import Corpus

# Rasa's defaults are 300 epochs and every n-gram. Here an epoch of that took a minute of processor time, nearly all of it for the
# weights of 50,000 n-grams, so the rarest are left out; after three epochs it had 78 % of what it was taught right.
_EPOCHS = 15
_LEAST_OFTEN = 3
_SEED = 20261125
_PIPELINE = [
    {"name": "nlu.components.character_tokenizer.CharacterTokenizer"},
    {"name": "per_token.PerToken", "scale": 5.0},
    {"name": "CountVectorsFeaturizer", "min_ngram": 1, "max_ngram": 2, "min_df": _LEAST_OFTEN, "token_pattern": "(?u)\\S+"},
    {"name": "ResponseSelector", "retrieval_intent": "faq", "epochs": _EPOCHS, "random_seed": _SEED, "batch_size": [128, 256],
     "constrain_similarities": True, "model_confidence": "softmax", "ranking_length": 10},
]  # fmt: skip
# It joins the dense features of each token with its sparse ones, and fails when there is one dense vector for all of them: here each
# token gets the sentence's.
_FEATURIZER = """
import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from nlu.components.sentence_featurizer import SentenceFeaturizer

@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class PerToken(SentenceFeaturizer):
    def _add(self, message, vector):
        scaled = (vector * self._config["scale"]).reshape(1, -1).astype(np.float32)
        repeated = np.broadcast_to(scaled, (len(message.get("text_tokens")), scaled.shape[1]))
        message.add_features(Features(scaled, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        message.add_features(Features(repeated, FEATURE_TYPE_SEQUENCE, TEXT, self._identifier))
"""
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


def places(corpus: Corpus, questions: list[Question], python: Path, kept: Path) -> NDArray[np.int64]:
    """Where the right entry stands for each question, 10 when it is not among the first ten.

    ``python`` is the one of Rasa's environment; ``kept`` the file that its answers are kept in.
    """
    with tempfile.TemporaryDirectory(prefix="cunfatong-selector-") as name:
        folder = Path(name)
        _write_project(corpus, questions, folder)
        fingerprint = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.iterdir()))).hexdigest()
        known = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
        if known.get("fingerprint") != fingerprint:
            known = {"fingerprint": fingerprint, **_train_and_ask(folder, python.absolute())}
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(known), encoding="utf-8")
    ranked = known["ranked"]
    return np.array([ids.index(q.entry) if q.entry in ids else 10 for ids, q in zip(ranked, questions, strict=True)])


def _train_and_ask(folder: Path, python: Path) -> dict[str, object]:
    """The ids that it ranks for each question, and what that took."""
    began = time.monotonic()
    train = ["-m", "rasa", "train", "nlu", "--nlu", "nlu.yml", "--config", "config.yml", "--out", "models"]
    _run([str(python), "-W", "ignore", *train, "--fixed-model-name", "selector"], folder)
    trained = time.monotonic()
    answers = _run([str(python), "-W", "ignore", "ask.py", "models/selector.tar.gz", "questions.json"], folder)
    ranked = [json.loads(line) for line in answers.splitlines() if line.startswith("[")]
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    seconds = {"training_seconds": round(trained - began), "asking_seconds": round(time.monotonic() - trained)}
    return {"ranked": ranked, "peak_memory_mb": most, **seconds}


def _write_project(corpus: Corpus, questions: list[Question], folder: Path) -> None:
    entries: tuple[Entry, ...] = (*corpus.faqs, *corpus.guides)
    examples = [{"intent": f"faq/{e.id}", "examples": "".join(f"- {w}\n" for w in e.wordings)} for e in entries]
    responses = {f"utter_faq/{entry.id}": [{"text": body_of(entry)}] for entry in entries}
    data = {"version": "3.1", "nlu": examples, "responses": responses}
    (folder / "nlu.yml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    config = {"recipe": "default.v1", "language": "zh", "assistant_id": "selector", "pipeline": _PIPELINE}
    (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (folder / "questions.json").write_text(json.dumps([q.text for q in questions]), encoding="utf-8")
    (folder / "ask.py").write_text(_ASK, encoding="utf-8")
    (folder / "per_token.py").write_text(_FEATURIZER, encoding="utf-8")


def _run(command: list[str], folder: Path) -> str:
    """Its output; what it says on the way (Rasa's progress) is shown as it comes.

    Raises CalledProcessError.
    """
    paths = os.pathsep.join((str(folder), str(Path.cwd())))
    environment = {**os.environ, "PYTHONPATH": paths, "TF_CPP_MIN_LOG_LEVEL": "2"}
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 our own Rasa
    return done.stdout
