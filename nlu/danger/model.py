"""The model: a small network over a text's vector and its runs of characters, which gives a share for each sort of danger.

A long message is read as a whole and window by window. It reads with numpy alone. The weights (``weights.safetensors``) are
made by ``make train-danger``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from nlu.danger.features import BUCKETS, buckets_of
from nlu.danger.sorts import Sort

WEIGHTS = Path(__file__).with_name("weights.safetensors")
SORTS = tuple(Sort)
HIDDEN, RUNS = 128, 4

Floats = NDArray[np.float32]


class UnusableWeights(Exception):
    """The file of weights is missing, broken, or made for another encoder or another form of the model."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a message is danger: where a rule sees it, where no rule speaks, where words speak against it."""

    by_rule: float
    plain: float
    doubted: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of a message: the probability of danger, and the likeliest sort if it is one."""

    probability: float
    sort: Sort


class DangerModel:
    """Reads messages; holds no state between them."""

    def __init__(self, weights: dict[str, Floats], thresholds: Thresholds, encoder: str) -> None:
        """``encoder`` names the encoder whose vectors the weights were made for.

        Raises UnusableWeights when an array is missing or has another shape.
        """
        self.thresholds, self.encoder = thresholds, encoder
        self._weights = {name: np.asarray(array, dtype=np.float32) for name, array in weights.items()}
        shapes = {
            "dense": (None, HIDDEN), "dense_bias": (HIDDEN,), "runs": (BUCKETS, RUNS), "out": (HIDDEN, len(SORTS) + 1),
            "said": (RUNS, len(SORTS) + 1), "bias": (len(SORTS) + 1,),
        }  # fmt: skip
        for name, wanted in shapes.items():
            found = self._weights[name].shape if name in weights else ()
            if len(found) != len(wanted) or any(w not in (None, f) for f, w in zip(found, wanted, strict=True)):
                raise UnusableWeights(f"{name} has the shape {found}, not {wanted}")

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> DangerModel:
        """Read the committed weights.

        Raises UnusableWeights.
        """
        try:
            with safe_open(path, framework="np") as kept:
                weights = {name: kept.get_tensor(name) for name in kept.keys()}  # noqa: SIM118  # no dictionary
                notes = kept.metadata() or {}
            thresholds = Thresholds(*(float(notes[name]) for name in ("by_rule", "plain", "doubted")))
            return cls(weights, thresholds, notes["encoder"])
        except (OSError, SafetensorError, KeyError, ValueError, UnusableWeights) as error:
            raise UnusableWeights(f"{path}: {error!r}; make train-danger makes it anew") from error

    def save(self, path: Path = WEIGHTS) -> None:
        """Write what ``load`` reads, in half precision."""
        notes = {"encoder": self.encoder} | {name: repr(value) for name, value in asdict(self.thresholds).items()}
        save_file({name: array.astype(np.float16) for name, array in self._weights.items()}, path, metadata=notes)

    def read(self, parts: Sequence[str], vectors: NDArray[Any]) -> Reading:
        """``parts`` as ``features.parts_of`` makes them, ``vectors`` with a row for each.

        A message with windows has the middle between the score of the whole and the highest of a window.
        """
        scores = np.vstack([self._scores(part, vector) for part, vector in zip(parts, vectors, strict=True)])
        danger = np.logaddexp.reduce(scores[:, 1:], axis=1) - scores[:, 0]
        clearest = int(np.argmax(danger[1:])) + 1 if len(parts) > 1 else 0
        score = float(np.clip((danger[0] + danger[clearest]) / 2, -30, 30))
        sort = SORTS[int(np.argmax(scores[0, 1:] + scores[clearest, 1:]))]
        return Reading(1 / (1 + np.exp(-score)), sort)

    def _scores(self, text: str, vector: NDArray[Any]) -> Floats:
        w, runs = self._weights, buckets_of(text)
        said = w["runs"][runs].sum(axis=0) / np.sqrt(np.float32(len(runs)))
        hidden = np.maximum(np.asarray(vector, dtype=np.float32) @ w["dense"] + w["dense_bias"], 0)
        scores: Floats = hidden @ w["out"] + said @ w["said"] + w["bias"]
        return scores
