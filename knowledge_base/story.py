"""A long account, read for the question in it: each sentence is looked up by itself, and each entry keeps its best score.

Looked up whole, an account of several sentences is like none of the entries. Measured with
``knowledge_base/evaluation/story_figures.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from knowledge_base.entry_index import EntryIndex
from knowledge_base.follow_up import Related

LONG = 120
"""A text of more characters is read as an account."""
# From this share of all entries on, the best one may be the answer.
_SURE = 0.97
_SHORTEST = 6
_LONGEST = 60
_WINDOW, _STEP = 40, 20
_END = re.compile(r"[。！？!?；;\n]+")


@dataclass(frozen=True, slots=True)
class Account:
    """What a long account asks for: the likeliest entries, the best first, and whether that one is the answer."""

    entries: list[Related]
    sure: bool


def account(index: EntryIndex, parts: list[str], likeliest: Iterable[tuple[str, float]], sure: float) -> Account:
    """The best entry is the answer when it has nearly the whole share, and is the sure answer to a part by itself.

    ``likeliest`` has, for each of ``parts``, the id and the probability of its likeliest entry; ``sure`` the threshold of that.
    """
    entries = asked_in(index, parts)
    alone = {entry for entry, probability in likeliest if probability >= sure}
    return Account(entries, bool(entries) and entries[0].share >= _SURE and entries[0].entry.id in alone)


def parts_of(text: str) -> list[str]:
    """The sentences of an account; a run of words without a full stop is cut into windows that overlap."""
    parts: list[str] = []
    for sentence in (found.strip() for found in _END.split(text)):
        if len(sentence) > _LONGEST:
            parts += [sentence[start : start + _WINDOW] for start in range(0, len(sentence) - _STEP, _STEP)]
        elif len(sentence) >= _SHORTEST:
            parts.append(sentence)
    return parts or [text]


def asked_in(index: EntryIndex, parts: list[str], limit: int = 3) -> list[Related]:
    """The entries that one of ``parts`` asks for, best first; empty for an empty corpus."""
    entries, worded = index.scores(parts)
    if not entries:
        return []
    scores = worded.max(axis=0)
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    return [Related(entries[place], float(shares[place])) for place in np.argsort(-scores)[:limit]]
