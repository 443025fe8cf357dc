"""How well an entry fits a question: the features, and the weights that make one score of them.

The weights are those of a conditional logistic regression (which of all entries is the right one?), fitted by
``make calibrate`` on wordings that the index had not seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DEFAULT = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Features:
    """What the ranking sees of an entry; larger is nearer throughout.

    The first four are cosines of the question to the entry's nearest wording, to the middle of its
    wordings, to its answer and to the nearest sentence of its answer. ``lexical`` is BM25 over characters and bigrams,
    divided by the square root of the question's length in characters.
    """

    nearest: float
    centre: float
    body: float
    sentence: float
    lexical: float


FEATURES = tuple(field.name for field in fields(Features))

FeatureTable = NDArray[np.float32]
"""The features of every entry for one question: shape (entries, len(FEATURES))."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """One weight for each feature, in the order of FEATURES."""

    weights: tuple[float, ...]

    @classmethod
    def load(cls, path: Path = DEFAULT) -> Ranking:
        """Read the committed weights."""
        kept = json.loads(path.read_text(encoding="utf-8"))["ranking"]
        return cls(tuple(float(kept[name]) for name in FEATURES))

    def scores(self, table: FeatureTable) -> NDArray[np.float64]:
        """A score for every entry; their softmax is the chance of each, given that one of them is right."""
        return np.asarray(table @ np.array(self.weights), dtype=np.float64)
