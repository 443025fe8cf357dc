"""BM25 over the characters of a text: bigrams, or single characters and bigrams."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
import numpy as np

from knowledge_base.ports import Vectors
from knowledge_base.text import bigrams

Cut = Callable[[str], list[str]]


class LexicalIndex:
    """BM25 in Lucene's form over what ``cut`` makes of each document."""

    def __init__(self, engine: bm25s.BM25, cut: Cut = bigrams) -> None:
        self._engine = engine
        self._cut = cut
        # Sorted and beside their numbers: a dictionary of so many terms takes ten times the memory.
        self._terms = np.array(sorted(engine.vocab_dict))
        self._numbers = np.array([engine.vocab_dict[term] for term in self._terms.tolist()])

    @classmethod
    def build(cls, documents: Sequence[str], cut: Cut = bigrams, saturation: float = 1.5) -> LexicalIndex:
        """Index ``documents``; positions are their order. ``saturation`` is BM25's k1 (b is 0.75)."""
        engine = bm25s.BM25(k1=saturation, backend="numpy")
        engine.index([cut(document) for document in documents], show_progress=False)
        return cls(engine, cut)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open what ``save`` wrote of an index over bigrams, to be searched only; the scores stay on disk until they are needed."""
        index = cls(bm25s.BM25.load(str(folder), mmap=True))
        index._engine.vocab_dict = {}
        return index

    def save(self, folder: Path) -> None:
        """Write the index into ``folder``."""
        self._engine.save(str(folder), show_progress=False)

    def scores(self, query: str) -> Vectors:
        """A score for every document, 0 where nothing is shared; shape (number of documents,)."""
        asked = np.array(self._cut(query), dtype=str)
        places = np.minimum(np.searchsorted(self._terms, asked), len(self._terms) - 1)
        known = self._numbers[places[self._terms[places] == asked]]
        if not len(known):
            return np.zeros(self._engine.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._engine.get_scores_from_ids(known), dtype=np.float32)
