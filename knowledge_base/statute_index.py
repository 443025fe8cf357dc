"""Search in the words of the law, over every article in force on the day.

An article is found by its text (dense and lexical search) and by what people ask of it: the lay questions that it
answers (``knowledge_base.lay_questions``) are searched too. The weights are fitted (``make calibrate PAIRS=…``).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge_base.entry_texts import encodable
from knowledge_base.lexical import LexicalIndex
from knowledge_base.models import Article
from knowledge_base.ports import Encoder, Vectors
from knowledge_base.statute_build import ASKED, ASKED_VECTORS, LEXICAL, VECTORS, WIDENED, check
from knowledge_base.statutes import StatuteBook, parse_citation
from knowledge_base.text import normalise

WEIGHTS = Path(__file__).with_name("statute_ranking.json")
FEATURES = ("dense", "lexical", "widened", "asked", "known", "often")
"""What is seen of an article.

``dense``: cosine of the question to its text; ``lexical``: BM25 over bigrams; ``widened``: the same over its text and the lay
questions that it answers; ``asked``: cosine to the nearest of these, FLOOR if that is less or there is none; ``known``: 1 for
an article that answers any; ``often``: how many it answers, as log(1 + n).
"""
BY_TEXT = ("dense", "lexical")
"""The features that rest on the articles alone."""
FLOOR = 0.3
_CANDIDATES = 300

Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article and its share of the likelihood among all that were found; 1 for one that was asked for by number."""

    article: Article
    score: float


class StatuteIndex:
    """Search over the articles of a StatuteBook."""

    def __init__(self, folder: Path, encoder: Encoder, book: StatuteBook) -> None:
        """Open what ``statute_build.build`` wrote.

        Raises IndexNotBuilt when the folder holds nothing, or what was made from other inputs.
        """
        check(folder, encoder.name, book.path)
        self._encoder = encoder
        self._dense = _searchable(np.load(folder / VECTORS).astype(np.float32))
        self._lexical, self._widened = (LexicalIndex.load(folder / name) for name in (LEXICAL, WIDENED))
        self._asked = np.load(folder / ASKED_VECTORS).astype(np.float32)
        self._answering = [[parse_citation(c) for c in own] for own in json.loads((folder / ASKED).read_text("utf-8"))]
        self._weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
        self.use_book(book)

    def use_book(self, book: StatuteBook) -> None:
        """Answer from the articles in force on the book's day."""
        row_of = {article.citation: row for row, article in book.rows.items()}
        pairs = [(q, row_of[c]) for q, own in enumerate(self._answering) for c in own if c in row_of]
        self._pairs = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        self._times = np.bincount(self._pairs[:, 1], minlength=self._dense.ntotal).astype(np.float32)
        self._book = book

    def under(self, encoder: Encoder, vectors: Vectors, asked: Vectors) -> StatuteIndex:
        """The same index as another encoder reads it: ``vectors`` of every row, ``asked`` of every lay question."""
        other = copy(self)
        other._encoder, other._dense, other._asked = encoder, _searchable(vectors), asked
        return other

    @property
    def size(self) -> int:
        """How many rows the database has, of every version of every law."""
        return int(self._dense.ntotal)

    def search(self, question: str, limit: int = 10) -> list[FoundArticle]:
        """The articles that fit best; one that the question names by number comes first."""
        named = self._book.named_in(question)
        found = [one for one in self.ranked(question) if one.article != named][:limit]
        return [FoundArticle(named, 1.0), *found][:limit] if named else found

    def ranked(self, question: str, by: Collection[str] = FEATURES) -> list[FoundArticle]:
        """All articles that any way brings up, the best first; ``by`` names the features that count."""
        rows, table = self.table(question)
        if not len(rows):
            return []
        scores = table @ np.array([self._weights[name] if name in by else 0.0 for name in FEATURES])
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        order = np.argsort(-scores, kind="stable")
        return [FoundArticle(self._book.rows[int(rows[i])], float(shares[i])) for i in order]

    def table(self, question: str) -> tuple[NDArray[np.int64], Table]:
        """The rows of the likely articles, and their features: shapes (n,) and (n, len(FEATURES))."""
        plain = normalise(question)
        if not plain:
            return np.zeros(0, dtype=np.int64), np.zeros((0, len(FEATURES)), dtype=np.float32)
        vector = self._encoder.encode_questions([encodable(question)])
        _, near = self._dense.search(vector, _CANDIDATES)
        others = (self._lexical.scores(plain), self._widened.scores(plain), self._by_questions(vector[0]))
        found = (near[0], *(np.argpartition(-values, _CANDIDATES)[:_CANDIDATES] for values in others))
        rows = np.array([row for row in np.unique(np.concatenate(found)).tolist() if row in self._book.rows], np.int64)
        dense, times = self._dense.reconstruct_batch(rows) @ vector[0], self._times[rows]
        columns = (dense, *(values[rows] for values in others), times > 0, np.log1p(times))
        return rows, np.stack(columns, axis=1).astype(np.float32)

    def _by_questions(self, vector: Vectors) -> Vectors:
        """For every row the likeness of the nearest lay question that it answers."""
        nearest = np.full(self._dense.ntotal, FLOOR, dtype=np.float32)
        np.maximum.at(nearest, self._pairs[:, 1], (self._asked @ vector)[self._pairs[:, 0]])
        return nearest


def _searchable(vectors: Vectors) -> Any:
    """An exact search over ``vectors`` (rows, dimensions), kept in half precision."""
    index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors[:1])
    index.add(vectors)
    return index
