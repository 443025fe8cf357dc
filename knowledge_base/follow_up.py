"""What a follow-up asks for: 那要是他不同意呢, read together with what was just discussed.

The score of an entry is the mean of its score for the words alone and for the words behind the shortest wording of what is
under discussion, and more the nearer the entry is to that. Measured with ``knowledge_base/evaluation/follow_up_figures.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

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
    entries, worded = index.scores([text, f"{subject}，{text}"], about)
    scores = worded.mean(axis=0) + _NEARNESS * index.nearness(about, entries)
    scores[[entry.id == about.id for entry in entries]] = -np.inf
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    return [Related(entries[place], float(shares[place])) for place in np.argsort(-scores)[:limit]]
