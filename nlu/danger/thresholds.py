"""Choose the thresholds on examples that the model has not seen: every example is read by a model trained without its fold.

Near copies of a text lie in its fold, or the model would know them by heart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.model_selection import StratifiedGroupKFold

from nlu.danger.features import parts_of
from nlu.danger.model import DangerModel, Thresholds
from nlu.danger.rules import RuleVerdict, judge_by_rule
from nlu.danger.training import SEED, Example, train

FOLDS = 4
MAX_FALSE_ALARMS = 0.025
"""At most this share of messages without danger may raise an alarm, half of them hard ones and half everyday ones; a little
less than the 3 % that are allowed, because people write more stories of money than the examples have."""
_HARD_SHARE = 0.5
_NEAR = 0.5  # texts that share this much of their pairs of characters are near copies
_STEPS = np.round(np.concatenate([np.geomspace(0.02, 0.5, 40), np.linspace(0.52, 0.98, 24)]), 3)

Flags = NDArray[np.bool_]


def read_unseen(examples: Sequence[Example], vectors: Sequence[NDArray[Any]], encoder: str) -> NDArray[np.float64]:
    """The probability of danger for each example, from a model that was trained without it; ``vectors`` as for ``train``."""
    found = np.zeros(len(examples))
    kinds, copies = [example.group for example in examples], near_copies([example.text for example in examples])
    for seen, kept in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED).split(kinds, kinds, copies):
        weights = train([examples[i] for i in seen], [vectors[i] for i in seen])
        model = DangerModel(weights, Thresholds(0, 0, 0), encoder)
        found[kept] = [model.read(parts_of(examples[i].text), vectors[i]).probability for i in kept]
    return found


def near_copies(texts: Sequence[str]) -> NDArray[np.int32]:
    """A number for each text, the same for those that are near copies of each other, be it through others."""
    pairs = [sorted({text[start : start + 2] for start in range(max(1, len(text) - 1))}) for text in texts]
    column = {pair: number for number, pair in enumerate(sorted({pair for row in pairs for pair in row}))}
    ends = np.cumsum([0, *(len(row) for row in pairs)])
    held = [column[pair] for row in pairs for pair in row]
    found = csr_matrix((np.ones(len(held), dtype=np.float32), held, ends), shape=(len(texts), len(column)))
    shared, sizes = (found @ found.T).tocoo(), np.diff(ends)
    share = shared.data / (sizes[shared.row] + sizes[shared.col] - shared.data)
    near = (shared.row[share >= _NEAR], shared.col[share >= _NEAR])
    links = csr_matrix((np.ones(len(near[0]), dtype=np.int8), near), shape=(len(texts), len(texts)))
    numbers: NDArray[np.int32] = connected_components(links, directed=False)[1]
    return numbers


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
