"""Vectors in 8 bits, in groups: all wordings of an entry lie side by side.

A number is kept as a multiple of its vector's largest one divided by 127, which moves a cosine by some 0.0003: far less than
what tells two entries apart, for a quarter of the memory.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge_base.ports import Vectors

Places = NDArray[np.int64]
_LARGEST = 127


class VectorRows:
    """``values`` int8 (n, d), ``scales`` float32 (n,), ``starts`` int64 (groups + 1,): where each group begins."""

    def __init__(self, values: NDArray[np.int8], scales: NDArray[np.float32], starts: Places) -> None:
        self.values, self.scales, self.starts = values, scales, starts

    @classmethod
    def of(cls, vectors: Vectors, sizes: Sequence[int]) -> VectorRows:
        """Keep float32 vectors; ``sizes`` says how many belong to each group, one at least."""
        scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / _LARGEST
        values = np.rint(vectors / scales[:, None]).astype(np.int8)
        return cls(values, scales.astype(np.float32), _starts(np.array(sizes, dtype=np.int64)))

    @classmethod
    def joined(cls, parts: list[VectorRows]) -> VectorRows:
        """The groups of all parts in their order; ``parts`` is emptied, so that they are not held twice for long."""
        if len(parts) == 1:
            return parts.pop()
        sizes = np.concatenate([np.diff(part.starts) for part in parts])
        scales = np.concatenate([part.scales for part in parts])
        values = np.empty((len(scales), parts[0].values.shape[1]), dtype=np.int8)
        at = 0
        while parts:
            own = parts.pop(0).values
            values[at : at + len(own)] = own
            at += len(own)
        return cls(values, scales, _starts(sizes))

    def of_groups(self, groups: NDArray[np.integer]) -> VectorRows:
        """The chosen groups alone, in the order of ``groups``."""
        places, starts = self._places(groups)
        return VectorRows(self.values.take(places, axis=0), self.scales[places], starts)

    def likest(self, groups: NDArray[np.integer], vector: Vectors) -> Vectors:
        """For each of ``groups``, the largest product of one of its vectors with ``vector``."""
        if not len(groups):
            return np.zeros(0, dtype=np.float32)
        places, starts = self._places(groups)
        products = (self.values.take(places, axis=0).astype(np.float32) @ vector) * self.scales[places]
        return np.asarray(np.maximum.reduceat(products, starts[:-1]))

    def as_floats(self, places: Places) -> Vectors:
        """The vectors of these places."""
        return np.asarray(self.values[places].astype(np.float32) * self.scales[places, None])

    def _places(self, groups: NDArray[np.integer]) -> tuple[Places, Places]:
        sizes = self.starts[groups + 1] - self.starts[groups]
        starts = _starts(sizes)
        return np.repeat(self.starts[groups] - starts[:-1], sizes) + np.arange(starts[-1]), starts


def _starts(sizes: Places) -> Places:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
