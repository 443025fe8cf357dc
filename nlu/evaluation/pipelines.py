"""The pipelines that are compared: what serves, Rasa's stock one for Chinese, and what else Rasa takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

Pipeline = list[dict[str, Any]]

SERVICE = "the service"
STOCK = "Rasa's stock Chinese pipeline"
_CONFIG = Path(__file__).parents[2] / "config.yml"
# Parts that do not bear on which intent comes first.
_BESIDES = ("LeanRasa", "FallbackClassifier")
_CHARACTERS = {"name": "nlu.components.character_tokenizer.CharacterTokenizer"}
_COUNTS = {
    "name": "CountVectorsFeaturizer",
    "analyzer": "word",
    "min_ngram": 1,
    "max_ngram": 3,
    "token_pattern": "(?u)\\S+",
}
_WHOLE_RANKING = {"ranking_length": 0}


def service() -> Pipeline:
    """As ``config.yml`` has it."""
    parts = yaml.safe_load(_CONFIG.read_text(encoding="utf-8"))["pipeline"]
    return [part for part in parts if not part["name"].endswith(_BESIDES)]


def stock() -> Pipeline:
    """What Rasa's documentation gives for Chinese."""
    return [
        {"name": "JiebaTokenizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True, **_WHOLE_RANKING},
    ]


def others() -> dict[str, Pipeline]:
    """What was tried beside these two."""
    regression = {"name": "LogisticRegressionClassifier", "max_iter": 200, **_WHOLE_RANKING}
    diet = {"name": "DIETClassifier", "epochs": 50, "constrain_similarities": True, **_WHOLE_RANKING}
    return {
        "Rasa's logistic regression, USE × 5, 1–3-grams": [_CHARACTERS, _sentences(5.0), _COUNTS, regression],
        "the same, USE × 10": [_CHARACTERS, _sentences(10.0), _COUNTS, regression],
        "the same, USE × 5 without n-grams": [_CHARACTERS, _sentences(5.0), regression],
        "the same, 1–3-grams without USE": [_CHARACTERS, _COUNTS, regression],
        "SklearnIntentClassifier (SVM) on USE": [
            _CHARACTERS,
            _sentences(1.0),
            {"name": "SklearnIntentClassifier", "C": [10], "max_cross_validation_folds": 2},
        ],
        "DIET, USE × 1, 1–3-grams, 50 epochs": [_CHARACTERS, _sentences(1.0), _COUNTS, diet],
    }


def _sentences(scale: float) -> dict[str, Any]:
    return {"name": "nlu.components.sentence_featurizer.SentenceFeaturizer", "scale": scale}
