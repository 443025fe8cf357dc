"""Fit the weights of ranking and calibration on trials, choose the thresholds, and say how good the answers are.

Every figure is cross-fitted: entries fall into five parts, and what is measured on one part was fitted on the other
four, the threshold of the nested figures included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from knowledge_base.calibration import Calibration, exactly_worded, inputs, names_several
from knowledge_base.entry_index import Candidate, EntryIndex
from knowledge_base.ranking import FeatureTable, Ranking

SEED = 20261123
FOLDS = 5
MAX_WRONG = 0.05
# What is taken to come in, for want of real traffic: the shares of questions that an entry answers, that are legal but
# that no entry answers, and that are no legal matter (the classifier stops most of those before they reach the index).
MIX = {"answerable": 0.85, "left_out": 0.10, "outside": 0.05}
# At this threshold one right answer in twenty is neither given nor asked about.
_ASKED_ABOUT = 0.95
_RIDGE = 1e-3
_SOFTNESS = 10.0

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Trial:
    """A question put to an index that has not seen it.

    ``group`` is the entry that the question is a wording of (trials of one group are never on both sides of a fit),
    ``expected`` the row that answers it in the index, or None; ``outside`` says that it is no legal matter.
    """

    index: EntryIndex
    question: str
    table: FeatureTable
    group: int
    expected: int | None
    outside: bool = False

    def candidates(self, ranking: Ranking) -> list[Candidate]:
        """What the index finds."""
        return self.index.candidates(self.question, self.table, ranking)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The trials after ranking, one row each; ``place`` is the right entry's place, 10 where it is not in the list."""

    values: Floats
    place: NDArray[np.int64]
    weight: Floats
    answerable: Flags
    outside: Flags
    exact: Flags
    several: Flags
    part: NDArray[np.int64]

    @property
    def right(self) -> Flags:
        """Where the best candidate answers the question."""
        return np.asarray(self.place == 0)


def fit(trials: list[Trial]) -> tuple[Calibration, Ranking, dict[str, float]]:
    """The calibration and the ranking fitted on all trials, and the cross-fitted figures."""
    trials = [trial for trial in trials if len(trial.table)]
    parts = np.random.default_rng(SEED).integers(0, FOLDS, max(t.group for t in trials) + 1)
    part = np.array([parts[t.group] for t in trials])
    rankings = [fit_ranking([t for t, own in zip(trials, part, strict=True) if own != p]) for p in range(FOLDS)]
    seen = _outcomes([t.candidates(rankings[p]) for t, p in zip(trials, part, strict=True)], trials, part)
    probability = np.zeros(len(trials))
    for p in range(FOLDS):
        probability[part == p] = _regression(seen, part != p).predict_proba(seen.values[part == p])[:, 1]
    probability[seen.several] = 0.0
    probability[seen.exact] = 0.0  # a rule of its own, counted apart
    sure = _threshold(seen, probability, np.ones(len(trials), dtype=np.bool_))
    nested = np.array([_threshold(seen, probability, part != p) for p in range(FOLDS)])[part]
    maybe = float(np.quantile(probability[seen.right], 1 - _ASKED_ABOUT))
    model = _regression(seen, np.ones(len(trials), dtype=np.bool_))
    calibration = Calibration(tuple(model.coef_[0].tolist()), float(model.intercept_[0]), sure, maybe)
    measured = _figures(seen, probability, sure, maybe) | _nested_figures(seen, probability >= nested)
    return calibration, fit_ranking(trials), measured


def fit_ranking(trials: list[Trial]) -> Ranking:
    """Conditional logistic regression: the right entry among all, over the trials that have one."""
    known = [(np.asarray(t.table, dtype=np.float64), t.expected) for t in trials if t.expected is not None]
    tables = np.stack([table for table, _ in known])
    expected = np.array([row for _, row in known])
    rows = np.arange(len(known))
    scale = tables.std(axis=(0, 1))
    tables = tables / scale

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = tables @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        gradient = (np.einsum("te,tef->tf", chances, tables) - tables[rows, expected]).mean(axis=0)
        value = -np.log(chances[rows, expected] + 1e-12).mean() + _RIDGE * weights @ weights
        return float(value), gradient + 2 * _RIDGE * weights

    found = minimize(loss, np.ones(tables.shape[2]), jac=True, method="L-BFGS-B")
    return Ranking(tuple((found.x / scale).tolist()))


def _outcomes(found: list[list[Candidate]], trials: list[Trial], part: NDArray[np.int64]) -> Outcomes:
    answerable = np.array([t.expected is not None for t in trials])
    outside = np.array([t.outside for t in trials])
    places = []
    for candidates, trial in zip(found, trials, strict=True):
        wanted = trial.index.entries[trial.expected].id if trial.expected is not None else None
        places.append(next((i for i, c in enumerate(candidates) if c.entry.id == wanted), 10))
    return Outcomes(
        values=np.array([inputs(candidates) for candidates in found]),
        place=np.array(places),
        weight=_weights(answerable, outside),
        answerable=answerable,
        outside=outside,
        exact=np.array([exactly_worded(candidates) is not None for candidates in found]),
        several=np.array([names_several(candidates) for candidates in found]),
        part=part,
    )


def _weights(answerable: Flags, outside: Flags) -> Floats:
    """How much each trial counts, so that the kinds come in the proportions of MIX; the mean is about 1."""
    kinds = {"answerable": answerable, "left_out": ~answerable & ~outside, "outside": outside}
    weight = np.zeros(len(answerable))
    for kind, where in kinds.items():
        weight[where] = MIX[kind] * len(answerable) / max(int(where.sum()), 1)
    return weight


def _regression(seen: Outcomes, where: Flags) -> LogisticRegression:
    model = LogisticRegression(C=_SOFTNESS, max_iter=5000)
    return model.fit(seen.values[where], seen.right[where], sample_weight=seen.weight[where])


def _threshold(seen: Outcomes, probability: Floats, where: Flags, limit: float = MAX_WRONG) -> float:
    """The lowest threshold from which on at most ``limit`` of the answers given as sure are wrong, among ``where``."""
    order = np.flatnonzero(where)[np.argsort(-probability[where], kind="stable")]
    weight = seen.weight[order]
    wrong = np.cumsum(weight * ~seen.right[order]) / np.cumsum(weight)
    allowed = np.flatnonzero(wrong <= limit)
    return float(min(probability[order[allowed[-1]]], 0.99)) if len(allowed) else 0.99


def _figures(seen: Outcomes, probability: Floats, sure: float, maybe: float) -> dict[str, float]:
    answerable, weight = seen.answerable, seen.weight
    given = probability >= sure
    everything = np.ones(len(probability), dtype=np.bool_)
    at = {limit: probability >= _threshold(seen, probability, everything, limit / 100) for limit in (10, 15)}
    outside, exact = seen.outside, seen.exact
    left_out = ~answerable & ~outside
    return {
        "exact_by_rule": float(exact.sum()),
        "right_of_exact_by_rule": float(seen.right[exact].mean()) if exact.any() else 0.0,
        "wordings": float(answerable.sum()),
        "hit_at_1": float((seen.place[answerable] == 0).mean()),
        "hit_at_3": float((seen.place[answerable] < 3).mean()),
        "sure_share_of_answerable": float(given[answerable].mean()),
        "wrong_of_sure": float((weight * (given & ~seen.right)).sum() / max((weight * given).sum(), 1e-9)),
        "wrong_of_sure_answerable": float((given & ~seen.right)[answerable].sum() / max(given[answerable].sum(), 1)),
        "sure_share_if_10_percent_wrong": float(at[10][answerable].mean()),
        "sure_share_if_15_percent_wrong": float(at[15][answerable].mean()),
        "left_out": float(left_out.sum()),
        "sure_of_left_out": float(given[left_out].mean()) if left_out.any() else 0.0,
        "outside": float(outside.sum()),
        "sure_of_outside": float(given[outside].mean()) if outside.any() else 0.0,
        "asked_or_sure_of_outside": float((probability >= maybe)[outside].mean()) if outside.any() else 0.0,
        "asked_or_sure_of_answerable": float((probability >= maybe)[answerable].mean()),
    }


def _nested_figures(seen: Outcomes, given: Flags) -> dict[str, float]:
    """The same two figures with the threshold, too, chosen on the other parts."""
    wrong = seen.weight * (given & ~seen.right)
    return {
        "nested_sure_share_of_answerable": float(given[seen.answerable].mean()),
        "nested_wrong_of_sure": float(wrong.sum() / max((seen.weight * given).sum(), 1e-9)),
    }
