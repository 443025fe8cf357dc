"""The trained head: a linear map of the encoder's vectors under which the wordings of one entry lie together.

Its weights are trained on the corpus by ``make calibrate`` (``knowledge_base.train_head``) and belong to one encoder;
for any other encoder a map is fitted to the corpus when the index is built (``knowledge_base.whitening``). See
MODEL_CARD.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save_file

from knowledge_base.ports import Vectors
from knowledge_base.whitening import Whitening, unit

DEFAULT = Path(__file__).with_name("head.safetensors")

Projection = Callable[[Vectors], Vectors]


@dataclass(frozen=True, slots=True)
class Head:
    """``encoder`` names the encoder it was trained for; ``mean`` has shape (d,), ``map`` shape (d, d)."""

    encoder: str
    mean: Vectors
    map: Vectors

    def __call__(self, vectors: Vectors) -> Vectors:
        """Map ``vectors`` of shape (n, d); the result has the same shape and rows of length 1."""
        return unit(np.asarray((vectors - self.mean) @ self.map, dtype=np.float32))

    @classmethod
    def load(cls, path: Path = DEFAULT) -> Head:
        """Read what ``save`` wrote."""
        with safe_open(path, framework="numpy") as kept:
            encoder = kept.metadata()["encoder"]
            return cls(encoder, *(kept.get_tensor(name).astype(np.float32) for name in ("mean", "map")))

    def save(self, path: Path = DEFAULT) -> None:
        """Write the weights in half precision."""
        tensors = {"mean": self.mean.astype(np.float16), "map": np.ascontiguousarray(self.map.astype(np.float16))}
        save_file(tensors, path, metadata={"encoder": self.encoder})


def projection(encoder: str, vectors: Vectors, owners: NDArray[np.int64]) -> Projection:
    """The head if it belongs to ``encoder``, else a whitening fitted on ``vectors`` (n, d) and ``owners`` (n,)."""
    head = Head.load()
    return head if head.encoder == encoder else Whitening(vectors, owners)
