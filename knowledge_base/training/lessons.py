"""What the towers are trained on: wordings and answers of the corpus, the articles they cite, and lay questions about the law.

Every text is read once by ``TokenSums``, which training does not change; what is kept of it are its sums.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from knowledge_base.entry_texts import Entry, body_of, encodable
from knowledge_base.lay_questions import LayQuestion
from knowledge_base.models import Article, Citation, Corpus
from knowledge_base.numerals import article_number
from knowledge_base.service import citations_of
from knowledge_base.statute_build import indexed_text, shortened
from knowledge_base.statutes import StatuteBook, short_name
from knowledge_base.text import bigrams, normalise
from knowledge_base.training.held_out import is_held_out
from knowledge_base.universal import TokenSums

_BATCH = 64
# Two articles with this much of their bigrams in common are versions of one; another number needs a clear lead.
_SAME_WORDS, _CLEARLY = 0.5, 0.15


@dataclass(frozen=True, slots=True)
class Sums:
    """Texts as ``TokenSums`` reads them: ``sums`` (n, 1280) and ``counts`` (n, 1)."""

    sums: Tensor
    counts: Tensor

    def __len__(self) -> int:
        return len(self.sums)

    def at(self, rows: NDArray[np.int64]) -> Sums:
        """The rows of this order."""
        return Sums(self.sums[rows], self.counts[rows])


@dataclass(frozen=True, slots=True)
class CorpusLesson:
    """Wordings in standard words and as written, the entry that each belongs to, and each entry's answer."""

    standard: Sums
    written: Sums
    owners: NDArray[np.int64]
    bodies: Sums
    cited: list[list[int]]
    """For each entry the rows of the articles it cites, among those of StatuteLesson."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions about the law, and the rows of the articles that answer each."""

    read: Sums
    texts: list[str]
    relevant: list[list[int]]

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class StatuteLesson:
    """Questions that a legal team has answered (``pairs``), lay questions of this project, and all articles."""

    pairs: Questions
    lay: Questions
    articles: Sums
    article_texts: list[str]


def corpus_lesson(corpus: Corpus, articles: list[Article], reader: TokenSums) -> CorpusLesson:
    """All entries but those held out."""
    everything: tuple[Entry, ...] = (*corpus.faqs, *corpus.guides)
    entries = [entry for entry in everything if not is_held_out(entry.id)]
    rows = {article.citation: row for row, article in enumerate(articles)}
    wordings = [(owner, text) for owner, entry in enumerate(entries) for text in entry.wordings]
    return CorpusLesson(
        standard=read(reader, [encodable(text) for _, text in wordings]),
        written=read(reader, [normalise(text) or encodable(text) for _, text in wordings]),
        owners=np.array([owner for owner, _ in wordings]),
        bodies=read(reader, [encodable(body_of(entry)) for entry in entries]),
        cited=[[rows[c] for c in citations_of(entry) if c in rows] for entry in entries],
    )


def statute_lesson(
    pairs: list[LayQuestion], lay: list[LayQuestion], articles: list[Article], reader: TokenSums
) -> StatuteLesson:
    """The questions of ``pairs`` that are not held out, and all of ``lay``, which the evaluation does not ask."""
    rows = {article.citation: row for row, article in enumerate(articles)}
    texts = [shortened(indexed_text(article.law, article.text)) for article in articles]

    def questions(of: list[LayQuestion]) -> Questions:
        found = [[rows[c] for c in question.relevant if c in rows] for question in of]
        return Questions(read(reader, [encodable(q.text) for q in of]), [q.text for q in of], found)

    kept = [pair for pair in pairs if not is_held_out(pair.text)]
    return StatuteLesson(questions(kept), questions(lay), read(reader, texts), texts)


def read_pairs(path: Path, book: StatuteBook) -> list[LayQuestion]:
    """Questions of a file as STARD and LeCoQA write them; articles that ``book`` lacks are left out, and what is left bare.

    One JSON object a line: ``{"query", "statutes": [{"law", "article", "text"}]}``. An article whose words stand under another
    number today (laws are numbered anew when they are revised) counts as that one.
    """
    found, by_words = [], _ByWords(book)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        named = {by_words.today(s["law"], s["article"], s["text"]) for s in row["statutes"]}
        relevant = tuple(sorted((c for c in named if c in book), key=str))
        if relevant:
            found.append(LayQuestion(row["query"], relevant))
    return found


class _ByWords:
    """Finds the article that has an older one's words."""

    def __init__(self, book: StatuteBook) -> None:
        self._words: dict[str, dict[Citation, frozenset[str]]] = {}
        for article in book:
            self._words.setdefault(article.law, {})[article.citation] = frozenset(bigrams(article.text))

    def today(self, law: str, number: str, text: str) -> Citation:
        """The article of this number, or one of the same law whose words are far more like ``text``."""
        named, own = Citation(short_name(law), article_number(number) or ""), frozenset(bigrams(text))
        articles = self._words.get(named.law, {})
        alike = {citation: _dice(own, words) for citation, words in articles.items()}
        best = max(alike, key=lambda citation: alike[citation], default=named)
        return best if alike.get(best, 0.0) > max(_SAME_WORDS, alike.get(named, 0.0) + _CLEARLY) else named


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def read(reader: TokenSums, texts: list[str]) -> Sums:
    """Read ``texts``, those of like length together."""
    sums, counts = torch.zeros(len(texts), 1280), torch.zeros(len(texts), 1)
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    with torch.inference_mode():
        for begin in range(0, len(order), _BATCH):
            rows = order[begin : begin + _BATCH]
            features = reader(reader.preprocess([texts[row] for row in rows]))
            sums[rows], counts[rows] = features["token_sums"], features["token_counts"]
    return Sums(sums, counts)
