"""Within-class covariance normalisation: learn from the wordings of each entry which differences do not matter.

The encoder was trained on general text; two wordings of one legal question lie far apart in it along directions
(dialect, length, who tells it) that say nothing about which question it is. Those directions are estimated from the
corpus itself and shrunk. On wordings that the index had not seen it raised the right entry coming first from .32 to
.43 (docs/decisions/0004-retrieval.md). Source: A. Hatch, S. Kajarekar, A. Stolcke, Within-class covariance
normalization for SVM-based speaker recognition, Interspeech 2006.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from knowledge_base.ports import Vectors

# Weight of the identity beside the estimate; the corpus has fewer wordings than the estimate would need alone.
_SHRINKAGE = 3.0


class Whitening:
    """A linear map of the encoder's vectors, fitted on vectors with owners."""

    def __init__(self, vectors: Vectors, owners: NDArray[np.int64]) -> None:
        """Fit on ``vectors`` of shape (n, d); ``owners`` of shape (n,) says which entry each belongs to."""
        self.mean = vectors.mean(axis=0)
        scatter = _within_scatter(vectors, owners)
        dimensions = vectors.shape[1]
        level = max(float(np.trace(scatter)) / dimensions, 1e-6)
        values, axes = np.linalg.eigh(scatter + _SHRINKAGE * level * np.eye(dimensions))
        self.map = (axes / np.sqrt(values)).astype(np.float32)

    def __call__(self, vectors: Vectors) -> Vectors:
        """Map ``vectors`` of shape (n, d); the result has the same shape and rows of length 1."""
        return unit((vectors - self.mean) @ self.map)


def centroids(vectors: Vectors, owners: NDArray[np.int64], count: int) -> Vectors:
    """The mean vector of each of ``count`` owners, of length 1; shape (count, d)."""
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, owners, vectors)
    return unit(sums)


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _within_scatter(vectors: Vectors, owners: NDArray[np.int64]) -> NDArray[np.float64]:
    count = int(owners.max()) + 1
    sums = np.zeros((count, vectors.shape[1]))
    np.add.at(sums, owners, vectors)
    means = sums / np.maximum(np.bincount(owners, minlength=count), 1)[:, None]
    offsets = vectors - means[owners]
    return np.asarray(offsets.T @ offsets / len(vectors))
