"""A part of the entry index: what was indexed together. It never changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge_base.dialect import standard
from knowledge_base.entry_texts import Entry, body_of, text_of
from knowledge_base.entry_vectors import EntryVectors
from knowledge_base.ports import Encoder, Vectors
from knowledge_base.postings import Postings, Rows, Terms
from knowledge_base.ranking import FeatureTable
from knowledge_base.vector_rows import Places, VectorRows
from knowledge_base.wording_index import WordingIndex

# How many entries each search, by meaning and by characters, puts on the shortlist.
SHORTLIST = 150
# From so many entries on, those far from the question are passed over: it is compared with 2√n middles of neighbourhoods, and
# then with the entries of the nearest of these.
_NEIGHBOURHOODS_FROM, _LOOKED_INTO = 10_000, 24
_LEARNT_FROM = 64
_ADDED_AT_ONCE = 10_000


class Counted(NamedTuple):
    """A question as a segment sees it: ``counted`` of its terms are in the BM25 ``scores`` of all rows."""

    plain: str
    vector: Vectors
    terms: Terms
    scores: Vectors
    counted: int
    exact: list[int]


class Segment:
    """Vectors, postings and wordings of some entries. A row is an entry's place in ``entries``."""

    def __init__(self, entries: Sequence[Entry], encoder: Encoder, earlier: Sequence[Segment] = ()) -> None:
        """Index one entry at least; the vectors of those that ``earlier`` has with the same texts are taken from there.

        ``entries`` of the segment are these, in an order of its own.
        """
        kept: list[tuple[Segment, list[tuple[int, Entry]]]] = []
        for segment in earlier:
            known = [(row, entry) for entry in entries if (row := segment.row_of_texts(entry)) is not None]
            kept += [(segment, known)] if known else []
            done = {entry.id for _, entry in known}
            entries = [entry for entry in entries if entry.id not in done]
        self.entries = (*(entry for _, known in kept for _, entry in known), *entries)
        self.row_of = {entry.id: row for row, entry in enumerate(self.entries)}
        self.postings = Postings([text_of(entry) for entry in self.entries])
        moved = [(segment._vectors, np.array([row for row, _ in known])) for segment, known in kept]
        self._vectors: EntryVectors = EntryVectors.of(moved, self.entries, encoder)
        self._nearest = _nearest(self._vectors.middles)
        self._worded = WordingIndex(
            (row, standard(wording)) for row, entry in enumerate(self.entries) for wording in entry.wordings
        )

    def row_of_texts(self, entry: Entry) -> int | None:
        """The row of the entry of this id, if its texts are the same."""
        row = self.row_of.get(entry.id)
        if row is None:
            return None
        own = self.entries[row]
        return row if own.wordings == entry.wordings and body_of(own) == body_of(entry) else None

    def exactly(self, plain: str) -> list[int]:
        """The rows that have ``plain`` for a wording, in standard words."""
        return [row for row in self._worded.may_word(plain) if plain in map(standard, self.entries[row].wordings)]

    def count(self, plain: str, vector: Vectors, terms: Terms) -> Counted:
        """What is known of a question in standard words before any row is chosen."""
        scores, counted = self.postings.scores(terms)
        return Counted(plain, vector, terms, scores, counted, self.exactly(plain))

    def shortlist(self, asked: Counted) -> Places:
        """The rows that may answer, those that word the question just so among them."""
        return np.concatenate([self.near(asked.vector), _highest(asked.scores), np.array(asked.exact, dtype=np.int64)])

    def near(self, vector: Vectors) -> Places:
        """The rows whose middle is nearest."""
        found: Places = self._nearest.search(vector[None], min(SHORTLIST, len(self.entries)))[1][0]
        return found[found >= 0]

    def roughly(self, asked: Counted, rows: Rows) -> FeatureTable:
        """Features of ``rows``, with the middle for the nearest wording and the whole answer for its nearest sentence."""
        lexical = asked.scores[rows] + self.postings.rest(asked.terms, asked.counted, rows)
        middle, body = (own.likest(rows, asked.vector) for own in (self._vectors.middles, self._vectors.bodies))
        return np.stack((middle, middle, body, body, lexical / math.sqrt(len(asked.plain))), axis=1).astype(np.float32)

    def middle(self, row: int) -> Vectors:
        """The middle of the wordings of one row."""
        return np.asarray(self._vectors.middles.as_floats(np.array([row]))[0])

    def wordings(self, rows: Rows, vector: Vectors) -> Vectors:
        """The likeness to the nearest wording."""
        return self._vectors.wordings.likest(rows, vector)

    def sentences(self, rows: Rows, vector: Vectors) -> Vectors:
        """The likeness to the nearest sentence of the answer."""
        return self._vectors.sentences.likest(rows, vector)


def _highest(scores: Vectors) -> NDArray[np.int64]:
    """The rows of the highest scores above 0; one look at each finds those that are half the best, and most of the others never count."""
    best = float(scores.max(initial=0.0))
    for share in (0.5, 0.25, 0.0):
        rows = np.flatnonzero(scores > share * best)
        if len(rows) >= SHORTLIST:
            return rows[np.argpartition(-scores[rows], SHORTLIST - 1)[:SHORTLIST]]
    return rows


def _nearest(middles: VectorRows) -> Any:
    """The search for the nearest middles: exact for a small corpus."""
    number, dimensions = len(middles.scales), middles.values.shape[1]
    index: Any
    if number < _NEIGHBOURHOODS_FROM:
        index = faiss.IndexFlatIP(dimensions)
    else:
        areas = 2 ** round(np.log2(2 * np.sqrt(number)))
        index = faiss.index_factory(dimensions, f"IVF{areas},SQ8", faiss.METRIC_INNER_PRODUCT)
        step = max(1, number // (_LEARNT_FROM * areas))
        index.train(middles.as_floats(np.arange(0, number, step)))
        index.nprobe = _LOOKED_INTO
    for at in range(0, number, _ADDED_AT_ONCE):
        index.add(middles.as_floats(np.arange(at, min(at + _ADDED_AT_ONCE, number))))
    return index
