"""BM25 over the characters and bigrams of a corpus that grows.

The statutes use bm25s (``lexical``), which keeps finished scores; one more text would change all of them. Here the counts are
kept and a score is made when it is asked for, so that several ``Postings`` can be read as one corpus.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.ports import Vectors

Codes = NDArray[np.uint32]
"""A character is its code point, a bigram 65536 times the first one's and the second one's."""
Rows = NDArray[np.int32]

# k1: a word that many wordings of one entry share should go on counting; b as everywhere.
_SATURATION, _LENGTH = 2.5, 0.75
# So many postings are read for a question, the rarest terms first; terms beyond are counted for likely texts alone.
BUDGET = 100_000
_TEXTS_AT_ONCE = 20_000
_MOST_TIMES = 255


class Postings:
    """Which texts hold which terms, and how often."""

    def __init__(self, texts: Sequence[str]) -> None:
        """``texts`` are normalised (``text.normalise``); a row is a text's place among them."""
        self.lengths = np.array([max(2 * len(text) - 1, 0) for text in texts], dtype=np.int32)
        self.length = int(self.lengths.sum())
        parts = [_counted(texts[at : at + _TEXTS_AT_ONCE], at) for at in range(0, len(texts), _TEXTS_AT_ONCE)]
        self.codes = np.unique(np.concatenate([np.zeros(0, np.uint32), *(np.unique(codes) for codes, _, _ in parts)]))
        found = np.zeros(len(self.codes), dtype=np.int64)
        for codes, _, _ in parts:
            found += np.bincount(np.searchsorted(self.codes, codes), minlength=len(found))
        self._starts = np.concatenate([[0], np.cumsum(found)])
        self._rows = np.zeros(self._starts[-1], dtype=np.int32)
        self._times = np.zeros(self._starts[-1], dtype=np.uint8)
        free = self._starts[:-1].copy()
        for _ in range(len(parts)):
            codes, rows, times = parts.pop(0)  # let go of one by one: a million texts have 200 million of them
            terms = np.searchsorted(self.codes, codes)
            own = np.bincount(terms, minlength=len(free))
            places = (free - np.cumsum(own) + own)[terms] + np.arange(len(terms))
            self._rows[places], self._times[places] = rows, times
            free += own

    def __len__(self) -> int:
        return len(self.lengths)

    def spans(self, codes: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the postings of each code begin and end."""
        if not len(self.codes):
            nothing = np.zeros(len(codes), dtype=np.int64)
            return nothing, nothing
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        begin = self._starts[at]
        return begin, np.where(self.codes[at] == codes, self._starts[at + 1], begin)

    def scores(self, terms: Terms, budget: int = BUDGET) -> tuple[Vectors, int]:
        """A score for every row, of the rarest terms that ``budget`` allows, and how many terms these are."""
        scores = np.zeros(len(self), dtype=np.float32)
        begins, ends = self.spans(terms.codes)
        counted = int(np.searchsorted(np.cumsum(ends - begins), budget, side="right"))
        places = [slice(*span) for span in zip(begins[:counted].tolist(), ends[:counted].tolist(), strict=True)]
        if places:
            rows = np.concatenate([self._rows[own] for own in places])
            times = np.concatenate([self._times[own] for own in places])
            weights = np.repeat(terms.weights[:counted], ends[:counted] - begins[:counted])
            np.add.at(scores, rows, self._impact(terms, weights, times, rows))
        return scores, counted

    def rest(self, terms: Terms, counted: int, rows: Rows) -> Vectors:
        """What the terms that ``scores`` has left out add to the scores of ``rows``."""
        added = np.zeros(len(rows), dtype=np.float32)
        begins, ends = (places[counted:] for places in self.spans(terms.codes))
        held = begins < ends
        begins, ends, weights = begins[held], ends[held], terms.weights[counted:][held]
        if not len(begins):
            return added
        spans = zip(begins.tolist(), ends.tolist(), strict=True)
        found = np.stack([np.searchsorted(self._rows[begin:end], rows) for begin, end in spans])
        places = begins[:, None] + np.minimum(found, (ends - begins - 1)[:, None])
        term, row = np.nonzero(self._rows[places] == rows)
        np.add.at(added, row, self._impact(terms, weights[term], self._times[places[term, row]], rows[row]))
        return added

    def _impact(self, terms: Terms, weights: Vectors, times: NDArray[np.uint8], rows: Rows) -> Vectors:
        length = self.lengths[rows] * np.float32(_SATURATION * _LENGTH / terms.usual_length)
        return np.asarray(
            weights * times / (times + length + np.float32(_SATURATION * (1 - _LENGTH))), dtype=np.float32
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a question, the rarest first, and the weight of each in a corpus; ``usual_length`` is a text's, in terms."""

    codes: Codes
    weights: NDArray[np.float32]
    usual_length: float

    @classmethod
    def of(cls, question: str, held: Sequence[Postings], gone: Sequence[Postings] = ()) -> Terms:
        """Weigh a normalised question by the texts of ``held`` without those of ``gone``, in the manner of Lucene."""
        codes, times = np.unique(_codes(question), return_counts=True)
        texts, length = 0, 0
        found = np.zeros(len(codes), dtype=np.int64)
        for sign, postings in (*((1, p) for p in held), *((-1, p) for p in gone)):
            begins, ends = postings.spans(codes)
            found += sign * (ends - begins)
            texts += sign * len(postings)
            length += sign * postings.length
        weights = times * np.log1p((texts - found + 0.5) / (found + 0.5))
        rarest = np.argsort(found, kind="stable")
        return cls(codes[rarest], weights[rarest].astype(np.float32), max(length, 1) / max(texts, 1))


def _counted(texts: Sequence[str], first: int) -> tuple[Codes, Rows, NDArray[np.uint8]]:
    """Code, row and count of each term of each text, by code and row; the first text's row is ``first``."""
    characters = _characters("".join(texts))
    owners = np.repeat(np.arange(first, first + len(texts), dtype=np.uint64), [len(text) for text in texts])
    keys = [characters.astype(np.uint64) << np.uint64(32) | owners]
    if len(characters) > 1:
        inside = owners[1:] == owners[:-1]
        keys.append(_paired(characters)[inside].astype(np.uint64) << np.uint64(32) | owners[1:][inside])
    found, times = np.unique(np.concatenate(keys), return_counts=True)
    rows = (found & np.uint64(0xFFFFFFFF)).astype(np.int32)
    return (found >> np.uint64(32)).astype(np.uint32), rows, np.minimum(times, _MOST_TIMES).astype(np.uint8)


def _codes(text: str) -> Codes:
    characters = _characters(text)
    return np.concatenate([characters, _paired(characters)])


def _characters(text: str) -> Codes:
    """Normalised text has no character beyond 16 bits."""
    return np.frombuffer(text.encode("utf-16-le"), dtype="<u2").astype(np.uint32)


def _paired(characters: Codes) -> Codes:
    return characters[:-1] << np.uint32(16) | characters[1:]
