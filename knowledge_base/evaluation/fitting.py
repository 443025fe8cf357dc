"""Fit the weights of the ranking and of the probability, and choose the two thresholds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from knowledge_base.calibration import MOST, Calibration, QuestionFeatures, exactly_worded, inputs, names_several
from knowledge_base.evaluation.trials import Trial
from knowledge_base.outside import OutsideModel
from knowledge_base.ranking import Ranking

SEED = 20261124
_FOLDS = 5
# At most this share of the answers that are given as sure may be wrong.
MAX_WRONG = 0.02
# At most these shares of the legal questions that no entry answers, and of the texts that are no legal matter, may look sure.
MAX_LOOKS_SURE = {"unanswered": 0.02, "off_topic": 0.01}
# What is taken to come in, for want of real traffic.
MIX = {"faq": 0.75, "guides": 0.10, "unanswered": 0.10, "off_topic": 0.05}
# How much more one of these counts in the fit than its share says: to answer them is worse than to ask back once too often.
CARE = {"unanswered": 4.0, "off_topic": 8.0}
# At the lower threshold one right answer in a hundred is neither given nor asked about.
_ASKED_ABOUT = 0.99
_RIDGE = 1e-3
_SOFTNESS = 1.0

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Trials after ranking, one row each; ``place`` is the right entry's place, 10 where it is not in the list."""

    values: Floats
    place: NDArray[np.int64]
    weight: Floats
    group: NDArray[np.str_]
    exact: Flags
    several: Flags

    @property
    def right(self) -> Flags:
        """Where the best candidate answers the question."""
        return np.asarray(self.place == 0)


def outcomes(trials: list[Trial], ranking: Ranking, outside: OutsideModel) -> Outcomes:
    """Rank every trial."""
    found = [trial.candidates(ranking) for trial in trials]
    groups = np.array([trial.question.group for trial in trials])
    places = [
        next((i for i, c in enumerate(candidates) if c.entry.id == trial.question.entry), 10)
        for candidates, trial in zip(found, trials, strict=True)
    ]
    return Outcomes(
        values=np.array([inputs(own, QuestionFeatures.of(t.question.text, outside)) for own, t in zip(found, trials, strict=True)]),
        place=np.array(places),
        weight=mixed(groups),
        group=groups,
        exact=np.array([exactly_worded(candidates) is not None for candidates in found]),
        several=np.array([names_several(candidates) for candidates in found]),
    )  # fmt: skip


def mixed(groups: NDArray[np.str_]) -> Floats:
    """How much each question counts, so that together they are like MIX; 1 on average."""
    shares = (share * len(groups) / max((groups == g).sum(), 1) * (groups == g) for g, share in MIX.items())
    return sum(shares, np.zeros(len(groups)))


def fit_ranking(trials: list[Trial]) -> Ranking:
    """Conditional logistic regression: the right entry among the shortlist, over the trials that have one there."""
    known = [(np.asarray(t.table, dtype=np.float64), t.expected) for t in trials if t.expected is not None]
    sizes = [len(table) for table, _ in known]
    starts = np.cumsum([0, *sizes[:-1]])
    rows = np.concatenate([table for table, _ in known])
    scale = rows.std(axis=0)
    rows = rows / scale
    expected = starts + np.array([place for _, place in known])

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = rows @ weights
        chances = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        chances /= np.repeat(np.add.reduceat(chances, starts), sizes)
        gradient = (chances @ rows - rows[expected].sum(axis=0)) / len(known)
        value = -np.log(chances[expected] + 1e-12).mean() + _RIDGE * weights @ weights
        return float(value), gradient + 2 * _RIDGE * weights

    found = minimize(loss, np.ones(rows.shape[1]), jac=True, method="L-BFGS-B")
    return Ranking(tuple((found.x / scale).tolist()))


def fit_calibration(seen: Outcomes) -> Calibration:
    """The probability's weights and the thresholds.

    The thresholds are chosen on probabilities that were fitted without the question (five folds).
    """
    fold = np.random.default_rng(SEED).integers(0, _FOLDS, len(seen.place))
    probability = np.zeros(len(fold))
    for number in range(_FOLDS):
        model = _regression(seen, fold != number)
        probability[fold == number] = model.predict_proba(seen.values[fold == number])[:, 1]
    # Both rules that stand above the weights (see ``calibration``) are left out of the choice.
    judged = ~seen.exact & ~seen.several
    lowest = (
        _above_all_but(most, probability[judged & (seen.group == group)]) for group, most in MAX_LOOKS_SURE.items()
    )
    sure = max(_lowest_safe(seen, probability, judged), *lowest)
    maybe = float(np.quantile(probability[seen.right & judged], 1 - _ASKED_ABOUT))
    model = _regression(seen, np.ones(len(fold), dtype=np.bool_))
    return Calibration(tuple(model.coef_[0].tolist()), float(model.intercept_[0]), min(sure, MOST), min(maybe, sure))


def _regression(seen: Outcomes, where: Flags) -> LogisticRegression:
    """Logistic regression over standardised values, its weights given back for the values as they are.

    With CARE it learns what tells right answers from others; without, how likely each of its scores is right.
    """
    middle, spread = seen.values[where].mean(axis=0), seen.values[where].std(axis=0) + 1e-9
    model = LogisticRegression(C=_SOFTNESS, max_iter=5000)
    care = np.array([CARE.get(group, 1.0) for group in seen.group[where].tolist()])
    values, right, weight = (seen.values[where] - middle) / spread, seen.right[where], seen.weight[where]
    model.fit(values, right, sample_weight=weight * care)
    level = LogisticRegression(C=np.inf).fit(model.decision_function(values)[:, None], right, sample_weight=weight)
    model.coef_ = model.coef_ / spread * level.coef_
    model.intercept_ = model.intercept_ * level.coef_[0] + level.intercept_ - model.coef_ @ middle
    return model


def _lowest_safe(seen: Outcomes, probability: Floats, where: Flags) -> float:
    """The lowest threshold from which on at most MAX_WRONG of the answers given as sure are wrong."""
    order = np.flatnonzero(where)[np.argsort(-probability[where], kind="stable")]
    weight = seen.weight[order]
    wrong = np.cumsum(weight * ~seen.right[order]) / np.cumsum(weight)
    allowed = np.flatnonzero(wrong <= MAX_WRONG)
    return float(probability[order[allowed[-1]]]) if len(allowed) else 1.0


def _above_all_but(share: float, probability: Floats) -> float:
    """Just above all of ``probability`` but this share."""
    return float(np.quantile(probability, 1 - share)) if len(probability) else 0.0
