"""The intents of a message: a logistic regression over its sentence vector and its character n-grams.

Unlike Rasa's own ``LogisticRegressionClassifier`` this one weighs n-grams by how rare they are (tf-idf, with the ends of the
message marked) and has a setting for its regularisation. With these its confidences need no further calibration:
docs/decisions/0009-classifier.md has the comparison. Fitted with scikit-learn, which is Rasa's own dependency; kept as plain
arrays, so that loading runs no code.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression


def marked(text: str) -> str:
    """``text`` as n-grams are taken from it: small letters, single blanks, its ends marked."""
    return "^" + " ".join(text.lower().split()) + "$"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentModel(IntentClassifier, GraphComponent):
    """Ranks all intents with confidences that sum to 1.

    | setting | default | |
    |---|---|---|
    | ``max_ngram`` | 4 | the longest n-gram, in characters |
    | ``min_count`` | 2 | an n-gram of fewer messages is not looked at |
    | ``ngram_weight`` | 10.0 | the length of a message's n-gram vector; the sentence vector comes with its featurizer's scale |
    | ``C`` | 1.0 | the inverse of the regularisation |
    | ``max_iter``, ``tolerance`` | 60, 1e-3 | when fitting ends |
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """A featurizer of sentences."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Rasa's own dependencies."""
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See the class."""
        return {
            "max_ngram": 4,
            "min_count": 2,
            "ngram_weight": 10.0,
            "C": 1.0,
            "max_iter": 60,
            "tolerance": 1e-3,
        }

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._intents: list[str] = []
        self._vocabulary: dict[str, int] = {}
        self._rarity = self._bias = np.zeros(0)
        self._ngram_weights = self._vector_weights = np.zeros((0, 0))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentModel:
        """Called by Rasa before training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> IntentModel:
        """Called by Rasa with a trained model."""
        model = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
            with np.load(folder / "weights.npz") as kept:
                model._fill(words["intents"], words["ngrams"], *(kept[name] for name in _ARRAYS))
        return model

    def train(self, training_data: TrainingData) -> Resource:
        """Fit to the examples of ``training_data``."""
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        texts, intents = [e.get(TEXT) for e in examples], np.array([e.get(INTENT) for e in examples])
        vectors = np.concatenate([_vector(example) for example in examples])
        ngrams, regression = self._fit(texts, vectors, intents)
        ordered = sorted(ngrams.vocabulary_, key=ngrams.vocabulary_.__getitem__)
        weights = regression.coef_.T
        arrays = (ngrams.idf_, weights[: len(ordered)], weights[len(ordered) :], regression.intercept_)
        self._fill([str(name) for name in regression.classes_], ordered, *(a.astype(np.float32) for a in arrays))
        self._persist(ordered)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of all intents of each of ``messages``."""
        for message in messages:
            if not message.get(TEXT):
                continue
            confidences = softmax(self._scores(message))
            ranking = [
                {"name": self._intents[at], "confidence": float(confidences[at])} for at in np.argsort(-confidences)
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Components after this one may look at its opinion of the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def _scores(self, message: Message) -> np.ndarray:
        """The scores of the intents."""
        text, counts = marked(message.get(TEXT)), dict[int, int]()
        for size in range(1, self._config["max_ngram"] + 1):
            for begin in range(len(text) - size + 1):
                at = self._vocabulary.get(text[begin : begin + size])
                if at is not None:
                    counts[at] = counts.get(at, 0) + 1
        scores = _vector(message)[0] @ self._vector_weights + self._bias
        if counts:
            places = np.fromiter(counts, dtype=np.int64)
            values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32))) * self._rarity[places]
            scores = (
                scores
                + (values * (self._config["ngram_weight"] / np.linalg.norm(values))) @ self._ngram_weights[places]
            )
        return np.asarray(scores)

    def _fit(
        self, texts: list[str], vectors: np.ndarray, intents: np.ndarray
    ) -> tuple[TfidfVectorizer, LogisticRegression]:
        ngrams = TfidfVectorizer(
            preprocessor=marked,
            analyzer="char",
            ngram_range=(1, self._config["max_ngram"]),
            min_df=self._config["min_count"],
            sublinear_tf=True,
            dtype=np.float32,
        )
        weighed = ngrams.fit_transform(texts) * self._config["ngram_weight"]
        features = sparse.hstack([weighed, sparse.csr_matrix(vectors)]).tocsr()
        regression = LogisticRegression(
            C=self._config["C"],
            class_weight="balanced",
            max_iter=self._config["max_iter"],
            tol=self._config["tolerance"],
        )
        return ngrams, regression.fit(features, intents)

    def _fill(
        self,
        intents: list[str],
        ngrams: list[str],
        rarity: np.ndarray,
        ngram_weights: np.ndarray,
        vector_weights: np.ndarray,
        bias: np.ndarray,
    ) -> None:
        self._intents, self._vocabulary = intents, {ngram: at for at, ngram in enumerate(ngrams)}
        self._rarity, self._bias = rarity, bias
        self._ngram_weights, self._vector_weights = ngram_weights, vector_weights

    def _persist(self, ngrams: list[str]) -> None:
        words = {"intents": self._intents, "ngrams": ngrams}
        arrays = (self._rarity, self._ngram_weights, self._vector_weights, self._bias)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
            np.savez(folder / "weights.npz", **dict(zip(_ARRAYS, arrays)))


_ARRAYS = ("rarity", "ngram_weights", "vector_weights", "bias")


def _vector(message: Message) -> np.ndarray:
    """The message's sentence features, of shape (1, dimensions)."""
    _, sentence = message.get_dense_features(TEXT)
    return np.asarray(sentence.features, dtype=np.float32)
