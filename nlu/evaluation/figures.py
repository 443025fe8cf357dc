"""Figures of what was understood, with 95 % intervals (percentiles of 1,000 bootstrap samples, seeded)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

OUTSIDE = "outside"
_SAMPLES = 1000
_BINS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and the ends of its interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


@dataclass(frozen=True, slots=True)
class Judged:
    """Messages with the ``right`` intent of each as a column of ``confidences`` (messages, ``intents``)."""

    intents: list[str]
    confidences: NDArray[np.float64]
    right: NDArray[np.int64]

    @property
    def best(self) -> NDArray[np.int64]:
        """The intent that came first."""
        return np.asarray(self.confidences.argmax(axis=1))

    @property
    def hits(self) -> NDArray[np.bool_]:
        """Whether the right one came first."""
        return np.asarray(self.best == self.right)

    @property
    def sure(self) -> NDArray[np.float64]:
        """The confidence of the first."""
        return np.asarray(self.confidences.max(axis=1))

    def only(self, chosen: NDArray[np.bool_]) -> Judged:
        """The messages where ``chosen`` holds."""
        return Judged(self.intents, self.confidences[chosen], self.right[chosen])


def share(flags: NDArray[np.bool_]) -> Figure:
    """How many of ``flags`` hold."""
    return _with_interval(len(flags), lambda at: float(flags[at].mean()))


def macro_f1(judged: Judged) -> Figure:
    """The mean of the intents' F1."""
    best, right = judged.best, judged.right
    return _with_interval(
        len(right), lambda at: float(f1_score(right[at], best[at], average="macro", zero_division=0.0))
    )


def outside_auroc(judged: Judged) -> Figure:
    """How well the confidence of ``outside`` tells messages outside of the service from all others."""
    column = judged.intents.index(OUTSIDE)
    score, truth = judged.confidences[:, column], judged.right == column
    return _with_interval(len(truth), lambda at: _auroc(truth[at], score[at]))


def _auroc(truth: NDArray[np.bool_], score: NDArray[np.float64]) -> float:
    return float(roc_auc_score(truth, score)) if 0 < truth.sum() < len(truth) else float("nan")


def reliability(judged: Judged) -> list[tuple[float, float, int]]:
    """Per tenth of the confidences: their mean, the share that was right, how many."""
    bins = np.minimum((judged.sure * _BINS).astype(int), _BINS - 1)
    chosen = [bins == at for at in range(_BINS)]
    return [(float(judged.sure[c].mean()), float(judged.hits[c].mean()), int(c.sum())) for c in chosen if c.any()]


def calibration_error(judged: Judged) -> float:
    """The expected calibration error: how far confidence and share of right are apart, over the bins of ``reliability``."""
    curve = reliability(judged)
    return sum(abs(given - right) * cases for given, right, cases in curve) / len(judged.right)


def confusions(judged: Judged, at_least: int = 2) -> list[tuple[str, str, int]]:
    """(right intent, intent that came first, how often), the most frequent first."""
    wrong = Counter(
        (judged.intents[r], judged.intents[b]) for r, b in zip(judged.right, judged.best, strict=True) if r != b
    )
    return [(right, best, times) for (right, best), times in wrong.most_common() if times >= at_least]


def _with_interval(cases: int, measure: Callable[[NDArray[np.int64]], float]) -> Figure:
    random = np.random.default_rng(0)
    samples = [measure(random.integers(0, cases, cases)) for _ in range(_SAMPLES)]
    low, high = np.nanquantile(samples, (0.025, 0.975))
    return Figure(measure(np.arange(cases)), float(low), float(high))
