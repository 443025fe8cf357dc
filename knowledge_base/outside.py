"""How much a text reads like what is no legal matter at all: a line through the encoder's space, drawn by ``make calibrate``.

The search finds the likeliest entry for any text, and a text about the wedding dinner is likest to an entry about weddings. Which
entry that is says little about it; the text's own place among legal and other texts says more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from knowledge_base.ports import Vectors

WEIGHTS = Path(__file__).with_name("outside.safetensors")

# The beginning of a text says what it is about. It is read as it stands, as Rasa's classifier reads it: most often the vector has just
# been made.
_MOST = 200

Vector = Callable[[str], Vectors]
"""USE's own vector of a text, shape (512,), as ``PlainEncoder.vector`` gives it."""


@dataclass(frozen=True, slots=True)
class OutsideModel:
    """A logistic regression over a text's vector; ``weights`` has shape (512,)."""

    vector: Vector
    weights: Vectors
    bias: float

    @classmethod
    def load(cls, vector: Vector, path: Path = WEIGHTS) -> OutsideModel:
        """Read the committed weights."""
        kept = load_file(path)
        return cls(vector, kept["weights"], float(kept["bias"][0]))

    def save(self, path: Path = WEIGHTS) -> None:
        """Write what ``load`` reads."""
        save_file({"weights": self.weights, "bias": np.array([self.bias], dtype=np.float32)}, path)

    def log_odds(self, text: str) -> float:
        """Above 0 for a text that is likelier no legal matter, if as many are as are not."""
        return float(self.vector(text[:_MOST]) @ self.weights) + self.bias
