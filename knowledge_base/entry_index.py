"""The index over published FAQ entries and guides.

Immutable: a change of the corpus builds a new one beside the old one, reusing the vectors of texts that stayed. The
ranking wants every score of every entry, so the dense side is a matrix product and not a nearest-neighbour search.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge_base.dialect import standard
from knowledge_base.lexical import LexicalIndex
from knowledge_base.models import Corpus, Faq, Guide
from knowledge_base.ports import Encoder, Vectors
from knowledge_base.ranking import FEATURES, Features, FeatureTable, Ranking
from knowledge_base.text import bigrams, characters_and_bigrams, normalise, sentences

Entry = Faq | Guide

# From this likeness of characters on, a question counts as one of the entry's own wordings.
NEARLY_EXACT = 0.93
_SHORT_LIST = 10
# So many entries are compared wording by wording; the right one was among them for every test question that has one.
_LOOKED_AT = 60
_NEAREST, _SENTENCE = FEATURES.index("nearest"), FEATURES.index("sentence")
# BM25's k1: a word that many wordings of one entry share should go on counting.
_SATURATION = 2.5


class Known(NamedTuple):
    """Vectors by text: of what is asked, and of what answers it."""

    questions: Mapping[str, Vectors]
    documents: Mapping[str, Vectors]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry and how it fits a question.

    ``score`` is the ranking's, larger is better; ``share`` its chance among all entries if one of them is right.
    ``alike`` compares the characters of the question with those of the entry's likest wording (Dice coefficient of the
    bigrams; 1 only when they are the same); ``holds`` says that one of its wordings has the whole question in it.
    """

    entry: Entry
    features: Features
    score: float
    share: float
    alike: float
    holds: bool


class EntryIndex:
    """Vectors of the wordings and answers, and BM25 over the whole entries."""

    def __init__(self, corpus: Corpus, encoder: Encoder, known: Known | None = None) -> None:
        """Index ``corpus``; ``known`` is another index's ``vectors``, of texts that need not be encoded again."""
        self._encoder = encoder
        self.entries: tuple[Entry, ...] = (*corpus.faqs, *corpus.guides)
        self.by_id: dict[str, Entry] = {entry.id: entry for entry in self.entries}
        self._ranking = Ranking.load()
        wordings = [entry.wordings for entry in self.entries]
        bodies = [body_of(entry) for entry in self.entries]
        parts = [sentences(body) or [body] for body in bodies]
        asked, told = ([text for texts in group for text in texts] for group in (wordings, (*parts, bodies)))
        known = known or Known({}, {})
        self.vectors = Known(
            _encode_new(asked, encoder.encode_questions, known.questions),
            _encode_new(told, encoder.encode_documents, known.documents),
        )
        self._plain = [[(plain, frozenset(bigrams(plain))) for plain in map(standard, own)] for own in wordings]
        self._owners_of: dict[str, list[int]] = {}
        for row, own in enumerate(self._plain):
            for plain in dict.fromkeys(plain for plain, _ in own):
                self._owners_of.setdefault(plain, []).append(row)
        if self.entries:
            self._index_vectors(wordings, parts, bodies)
            documents = ["。".join(map(standard, (*own, body))) for own, body in zip(wordings, bodies, strict=True)]
            self._lexical = LexicalIndex.build(documents, characters_and_bigrams, _SATURATION)

    def search(self, question: str) -> list[Candidate]:
        """The ten best entries, the best first; empty for an empty corpus or an empty question."""
        return self.candidates(question, self.table(question), self._ranking)

    def table(self, question: str) -> FeatureTable:
        """The features of every entry; no rows for an empty corpus or an empty question."""
        plain = standard(question)
        if not self.entries or not plain:
            return np.zeros((0, len(FEATURES)), dtype=np.float32)
        vector = self._encoder.encode_questions([encodable(question)])[0]
        centre, body = self._centres @ vector, self._bodies @ vector
        lexical = self._lexical.scores(plain) / math.sqrt(len(plain))
        table = np.stack((centre, centre, body, body, lexical), axis=1).astype(np.float32)
        # Every wording and sentence is looked at for the likely entries alone; the others keep their middle and their answer.
        for row in np.argsort(-self._ranking.scores(table))[:_LOOKED_AT]:
            table[row, _NEAREST] = (self._wordings[self._wordings_of[row]] @ vector).max()
            table[row, _SENTENCE] = (self._sentences[self._sentences_of[row]] @ vector).max()
        return table

    def scores(self, question: str) -> NDArray[np.float64]:
        """The ranking's score of every entry; zeros for an empty question."""
        table = self.table(question)
        return self._ranking.scores(table) if len(table) else np.zeros(len(self.entries))

    def nearness(self, entry: Entry) -> NDArray[np.float64]:
        """How near every entry is to ``entry``: the cosine of the middles of their wordings."""
        return np.asarray(self._centres @ self._centres[self.entries.index(entry)], dtype=np.float64)

    def candidates(self, question: str, table: FeatureTable, ranking: Ranking) -> list[Candidate]:
        """The ten best rows of ``table`` under ``ranking``, the best first; an entry that words it just so leads."""
        if not len(table):
            return []
        scores = ranking.scores(table)
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        plain = standard(question)
        grams = frozenset(bigrams(plain))
        found = []
        for row in self._short_list(plain, scores):
            alike = max(_dice(plain, grams, *own) for own in self._plain[row])
            holds = any(plain in own for own, _ in self._plain[row])
            features = Features(*table[row].tolist())
            found.append(Candidate(self.entries[row], features, float(scores[row]), float(shares[row]), alike, holds))
        return sorted(found, key=lambda c: (c.alike if c.alike >= NEARLY_EXACT else 0.0, c.score), reverse=True)

    def _short_list(self, plain: str, scores: NDArray[np.float64]) -> list[int]:
        """The rows of the best scores; a row with this very wording is among them whatever its score."""
        best: list[int] = np.argsort(-scores, kind="stable")[:_SHORT_LIST].tolist()
        exact = [row for row in self._owners_of.get(plain, ()) if row not in best]
        return best[: _SHORT_LIST - len(exact)] + exact

    def _index_vectors(self, wordings: list[tuple[str, ...]], parts: list[list[str]], bodies: list[str]) -> None:
        asked, told = self.vectors.questions, self.vectors.documents
        self._wordings = np.vstack([asked[text] for own in wordings for text in own])
        self._wordings_of = _slices(wordings)
        self._centres = unit(np.add.reduceat(self._wordings, [own.start for own in self._wordings_of]))
        self._sentences = np.vstack([told[text] for own in parts for text in own])
        self._sentences_of = _slices(parts)
        self._bodies = np.vstack([told[body] for body in bodies])


def body_of(entry: Entry) -> str:
    """The text of an entry beside its wordings."""
    return entry.answer if isinstance(entry, Faq) else entry.summary


def _slices(groups: list[tuple[str, ...]] | list[list[str]]) -> list[slice]:
    """Where each group lies when all stand one behind the other."""
    ends = np.cumsum([len(group) for group in groups]).tolist()
    return [slice(end - len(group), end) for group, end in zip(groups, ends, strict=True)]


def _dice(plain: str, grams: frozenset[str], other: str, other_grams: frozenset[str]) -> float:
    if plain == other:
        return 1.0
    return min(0.999, 2 * len(grams & other_grams) / (len(grams) + len(other_grams)))


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _encode_new(
    texts: Iterable[str], encode: Callable[[list[str]], Vectors], known: Mapping[str, Vectors]
) -> dict[str, Vectors]:
    texts = list(texts)
    new = [text for text in dict.fromkeys(texts) if text not in known]
    encoded = dict(zip(new, encode([encodable(text) for text in new]), strict=True)) if new else {}
    return {text: encoded[text] if text in encoded else known[text] for text in texts}


def encodable(text: str) -> str:
    """What the encoder is given of a text: standard words, and the first 200 characters of a long one."""
    return (standard(text) or normalise(text))[:200] or "无"
