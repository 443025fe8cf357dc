"""Whether a message speaks of danger now, and of which sort: the rules and the model weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nlu.danger.features import parts_of
from nlu.danger.model import DangerModel, Reading, Thresholds, UnusableWeights
from nlu.danger.rules import RuleVerdict, judge_by_rule
from nlu.danger.sorts import Verdict

LONGEST = 600
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAST_HAN = 2


class SentenceVectors(Protocol):
    """A sentence encoder."""

    name: str
    """Names the encoder and its version: weights of the model belong to one name."""

    def encode(self, texts: Sequence[str]) -> NDArray[Any]:
        """Float32, of shape (number of texts, dimensions)."""
        ...


class Recogniser(Protocol):
    """What the gateway asks about every message."""

    def judge(self, text: str) -> Verdict:
        """The danger that ``text`` speaks of; a few words or a long report, as the citizen wrote it."""
        ...


class RuleRecogniser:
    """Recogniser by the rules alone, without a model: for tests and as the baseline of the evaluation."""

    def judge(self, text: str) -> Verdict:
        """See Recogniser."""
        rule = judge_by_rule(text)
        seen = rule.sort if not rule.doubted else None
        return Verdict(seen, float(seen is not None), seen is not None)


class DangerRecogniser:
    """Recogniser by rules and model; holds no state between messages."""

    def __init__(self, model: DangerModel, vectors: SentenceVectors) -> None:
        """Raises UnusableWeights when the model was trained on vectors of another encoder."""
        if model.encoder != vectors.name:
            raise UnusableWeights(
                f"made for {model.encoder}, not for {vectors.name}; make train-danger makes them anew"
            )
        self._model, self._vectors = model, vectors

    def judge(self, text: str) -> Verdict:
        """See Recogniser; nobody waits for more than LONGEST characters to be encoded."""
        if not text:
            return Verdict(None, 0.0, False)
        if len(_HAN.findall(text)) < _LEAST_HAN:  # keyboard noise is nothing that the model has learnt to read
            return RuleRecogniser().judge(text)
        return weigh(judge_by_rule(text[:LONGEST]), self.read(text), self._model.thresholds)

    def read(self, text: str) -> Reading:
        """What the model alone makes of it."""
        whole, *windows = parts_of(text[:LONGEST])
        vectors = self._vectors.encode([whole])
        if windows:  # apart, as they would be padded to the length of the whole
            vectors = np.vstack([vectors, self._vectors.encode(windows)])
        return self._model.read([whole, *windows], vectors)


def weigh(rule: RuleVerdict, reading: Reading, thresholds: Thresholds) -> Verdict:
    """One verdict from both.

    Plain words of danger need little of the model, words of the past or of a question of law ask much of it, and both
    together leave it the usual threshold. The sort is the rule's, if it sees one.
    """
    by_rule = rule.sort is not None and not rule.doubted
    seen = reading.probability >= threshold_for(rule, thresholds)
    return Verdict((rule.sort or reading.sort) if seen else None, reading.probability, by_rule)


def threshold_for(rule: RuleVerdict, thresholds: Thresholds) -> float:
    """From which probability on a message is danger, given what its words say."""
    if rule.sort is None:
        return thresholds.doubted if rule.doubted else thresholds.plain
    return thresholds.plain if rule.doubted else thresholds.by_rule
