"""What a follow-up asks for: 那要是他不同意呢, read together with what was just discussed.

The score of an entry is the mean of its score for the words alone and for the words behind the shortest wording of what is
under discussion, and more the nearer the entry is to that. Measured with ``knowledge_base/evaluation/follow_up_figures.py``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge_base.entry_index import EntryIndex
from knowledge_base.entry_texts import Entry

MAX_LENGTH = 30
"""A longer text says what it is about."""
SURE = 0.97
"""From this share of all entries on, the best one is the answer."""
WORTH_ASKING = 0.05
"""An entry of a smaller share is not worth asking about."""
_NEARNESS = 3.0
_MARKED = re.compile(
    r"^(?:那|要是|如果|假如|倘若|万一|但是|但|可是|不过|还有|然后|后头|结果|或者|还是)|[呢哦][?？。！!]*$"
)


@dataclass(frozen=True, slots=True)
class Related:
    """An entry that a follow-up may ask for, and its share among all of them."""

    entry: Entry
    share: float


def is_marked(text: str) -> bool:
    """Whether words carry on from something, by their form: 那…, 要是…, …呢."""
    return len(text) <= MAX_LENGTH and bool(_MARKED.search(text))


def related(index: EntryIndex, text: str, about: Entry, limit: int = 3) -> list[Related]:
    """The entries that ``text`` asks for when ``about`` was just discussed, best first; ``about`` is not among them."""
    subject = min(about.wordings, key=len)
    alone, behind = index.scores(text), index.scores(f"{subject}，{text}")
    either = (alone.keys() | behind.keys()) - {about.id}
    near = index.nearness(about, either)
    # What only one of the two brings up scores in the other like the last of its list.
    least, least_behind = min(alone.values(), default=0.0), min(behind.values(), default=0.0)
    return best_of(
        index,
        {i: (alone.get(i, least) + behind.get(i, least_behind)) / 2 + _NEARNESS * near[i] for i in either},
        limit,
    )


def best_of(index: EntryIndex, scores: Mapping[str, float], limit: int) -> list[Related]:
    """The entries of the highest ``scores``, each with its share among all of them."""
    if not scores:
        return []
    highest = max(scores.values())
    shares = {entry: math.exp(score - highest) for entry, score in scores.items()}
    best = sorted(shares, key=lambda entry: -shares[entry])[:limit]
    whole = sum(shares.values())
    return [Related(entry, shares[id_] / whole) for id_ in best if (entry := index.find(id_))]
