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

    @classmethod
    def build(cls, documents: Sequence[str], cut: Cut = bigrams, saturation: float = 1.5) -> LexicalIndex:
        """Index ``documents``; positions are their order. ``saturation`` is BM25's k1 (b is 0.75)."""
        engine = bm25s.BM25(k1=saturation, backend="numpy")
        engine.index([cut(document) for document in documents], show_progress=False)
        return cls(engine, cut)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open what ``save`` wrote of an index over bigrams; the scores stay on disk until they are needed."""
        return cls(bm25s.BM25.load(str(folder), mmap=True))

    def save(self, folder: Path) -> None:
        """Write the index into ``folder``."""
        self._engine.save(str(folder), show_progress=False)

    def scores(self, query: str) -> Vectors:
        """A score for every document, 0 where nothing is shared; shape (number of documents,)."""
        known = [gram for gram in self._cut(query) if gram in self._engine.vocab_dict]
        if not known:
            return np.zeros(self._engine.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._engine.get_scores(known), dtype=np.float32)
