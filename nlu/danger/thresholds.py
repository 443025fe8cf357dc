"""Choose the thresholds on examples that the model has not seen: every example is read by a model trained without its fold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from nlu.danger.model import DangerModel, Thresholds
from nlu.danger.rules import RuleVerdict, judge_by_rule
from nlu.danger.training import SEED, Example, train

FOLDS = 4
MAX_FALSE_ALARMS = 0.03
"""At most this share of messages without danger may raise an alarm, half of them hard ones and half everyday ones."""
_HARD_SHARE = 0.5
_STEPS = np.round(np.concatenate([np.geomspace(0.02, 0.5, 40), np.linspace(0.52, 0.98, 24)]), 3)

Flags = NDArray[np.bool_]


def read_unseen(examples: Sequence[Example], vectors: NDArray[Any], encoder: str) -> NDArray[np.float64]:
    """The probability of danger for each example, from a model that was trained without it."""
    found = np.zeros(len(examples))
    groups = [example.group for example in examples]
    for seen, kept in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(groups, groups):
        model = DangerModel(train([examples[i] for i in seen], vectors[seen]), Thresholds(0, 0, 0), encoder)
        found[kept] = [model.read(examples[i].text, vectors[i]).probability for i in kept]
    return found


def choose(examples: Sequence[Example], probability: NDArray[Any]) -> Thresholds:
    """The thresholds with the best recall of danger at MAX_FALSE_ALARMS."""
    danger = np.array([example.sort is not None for example in examples])
    hard = np.array([bool(example.group) for example in examples]) & ~danger
    everyday = ~danger & ~hard
    weight = _HARD_SHARE * hard / max(hard.sum(), 1) + (1 - _HARD_SHARE) * everyday / max(everyday.sum(), 1)
    rules = [judge_by_rule(example.text) for example in examples]
    kinds = [np.array([_kind(rule) == kind for rule in rules]) for kind in ("by_rule", "plain", "doubted")]
    # For each kind and step: the share of all danger that is found, and what it costs in false alarms.
    table = [
        [
            (step, (alarm := mine & (probability >= step))[danger].sum() / danger.sum(), weight[alarm].sum())
            for step in _STEPS
        ]
        for mine in kinds
    ]
    best, chosen = -1.0, Thresholds(1, 1, 1)
    for by_rule, found_by_rule, cost_by_rule in table[0]:
        for doubted, found_doubted, cost_doubted in table[2]:
            left = MAX_FALSE_ALARMS - cost_by_rule - cost_doubted
            plain, found_plain, _ = next((row for row in table[1] if row[2] <= left), (1.0, -1.0, 0.0))
            if by_rule <= plain <= doubted and found_by_rule + found_plain + found_doubted > best:
                best = found_by_rule + found_plain + found_doubted
                chosen = Thresholds(float(by_rule), float(plain), float(doubted))
    return chosen


def _kind(rule: RuleVerdict) -> str:
    if rule.sort is None:
        return "doubted" if rule.doubted else "plain"
    return "plain" if rule.doubted else "by_rule"
