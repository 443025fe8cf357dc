"""Measures with their 95 % intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

_SAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure, the ends of its 95 % interval, and how many cases it rests on."""

    value: float
    low: float
    high: float
    cases: int

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


Table = dict[str, dict[str, Measure]]
"""Measures by row and column."""


def share(flags: Sequence[bool] | NDArray[np.bool_]) -> Measure:
    """How many of ``flags`` hold, with Wilson's interval; 0 for none."""
    flags = np.asarray(flags, dtype=bool)
    if not len(flags):
        return Measure(0.0, 0.0, 1.0, 0)
    interval = binomtest(int(flags.sum()), len(flags)).proportion_ci(method="wilson")
    return Measure(float(flags.mean()), float(interval.low), float(interval.high), len(flags))


def mean(values: Sequence[float] | NDArray[np.float64]) -> Measure:
    """The mean, with a bootstrap interval (percentiles of 1,000 samples, seeded)."""
    values = np.asarray(values, dtype=float)
    drawn = np.random.default_rng(0).integers(0, len(values), (_SAMPLES, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), (0.025, 0.975))
    return Measure(float(values.mean()), float(low), float(high), len(values))


def found(place: NDArray[np.int64]) -> dict[str, Measure]:
    """hit@1, hit@3 and the mean reciprocal rank of ``place``, 0 for the best."""
    return {"hit@1": share(place == 0), "hit@3": share(place < 3), "MRR": mean(1 / (place + 1))}
