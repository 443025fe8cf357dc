"""The best entries of a shortlist, and how each fits the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge_base.dialect import standard
from knowledge_base.entry_texts import Entry
from knowledge_base.ranking import Features, FeatureTable, Ranking
from knowledge_base.text import bigrams

# From this likeness of characters on, a question counts as one of the entry's own wordings.
NEARLY_EXACT = 0.93
_BEST = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry and how it fits a question.

    ``score`` is the ranking's, larger is better; ``share`` its chance among the shortlist if one of that is right.
    ``alike`` compares the characters of the question with those of the entry's likest wording (Dice coefficient of the
    bigrams; 1 only when they are the same); ``covered`` is the share of the question's bigrams that stand in any of its wordings;
    ``holds`` says that one of its wordings has the whole question in it.
    """

    entry: Entry
    features: Features
    score: float
    share: float
    alike: float
    covered: float
    holds: bool


class Shortlist(NamedTuple):
    """The entries that may answer a question, a row of ``table`` for each, and the places of those that word it just so."""

    entries: list[Entry]
    table: FeatureTable
    exact: list[int]


def candidates_of(question: str, shortlist: Shortlist, ranking: Ranking) -> list[Candidate]:
    """The ten best of ``shortlist`` under ``ranking``, the best first; an entry that words it just so leads."""
    if not shortlist.entries:
        return []
    scores = ranking.scores(shortlist.table)
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    plain = standard(question)
    grams = _grams(plain)
    found = []
    for place in _best(scores, shortlist.exact):
        entry = shortlist.entries[place]
        wordings = [standard(wording) for wording in entry.wordings]
        alike = _likeness(plain, grams, wordings)
        covered = len(grams & _grams_of(wordings)) / max(len(grams), 1)
        holds = any(plain in wording for wording in wordings)
        features = Features(*shortlist.table[place].tolist())
        found.append(Candidate(entry, features, float(scores[place]), float(shares[place]), alike, covered, holds))
    return sorted(found, key=lambda c: (c.alike if c.alike >= NEARLY_EXACT else 0.0, c.score), reverse=True)


def _best(scores: NDArray[np.float64], exact: list[int]) -> list[int]:
    """The places of the best scores; one with this very wording is among them whatever its score."""
    best: list[int] = np.argsort(-scores, kind="stable")[:_BEST].tolist()
    others = [place for place in exact if place not in best]
    return best[: _BEST - len(others)] + others


@lru_cache(maxsize=1 << 15)
def _grams(plain: str) -> frozenset[str]:
    return frozenset(bigrams(plain))


def _grams_of(wordings: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*map(_grams, wordings))


def _likeness(plain: str, grams: frozenset[str], wordings: Sequence[str]) -> float:
    """Dice's coefficient with the likest of ``wordings``; 1 only for the same characters."""
    if plain in wordings:
        return 1.0
    best, own = 0.0, len(grams)
    for wording in wordings:
        others = _grams(wording)
        both = own + len(others)
        if 2 * min(own, len(others)) > best * both:  # else it cannot be liker, whatever is shared
            best = max(best, 2 * len(grams & others) / both)
    return min(0.999, best)
