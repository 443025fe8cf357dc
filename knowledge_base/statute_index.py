"""Search in the words of the law: dense and lexical over every article, masked to those in force on the day.

Vectors and BM25 tables are built once (``python -m knowledge_base.statute_index``) over all rows of the statute
database, so that a law that takes effect tomorrow needs no new build.
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
import multiprocessing
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np

from knowledge_base.encoder import SentenceEncoder, encoder_name
from knowledge_base.entry_index import encodable
from knowledge_base.errors import IndexNotBuilt
from knowledge_base.lexical import LexicalIndex
from knowledge_base.models import Article
from knowledge_base.ports import Encoder, Vectors
from knowledge_base.statutes import StatuteBook, default_path, may_be_cited, short_name
from knowledge_base.text import normalise

_CANDIDATES = 300
# Set by hand: on the held-out questions .7, .8 and .9 give R@10 .695, .708 and .712, MRR@10 .591, .592 and .566.
_DENSE_WEIGHT = 0.8
_BATCH = 512
_MAX_CHARACTERS = 256


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article and its score; scores of one search can be compared, larger is better."""

    article: Article
    score: float


class StatuteIndex:
    """Search over the articles of a StatuteBook."""

    def __init__(self, folder: Path, encoder: Encoder, book: StatuteBook) -> None:
        """Open what ``build`` wrote.

        Raises IndexNotBuilt when the folder holds nothing, or vectors of another encoder or database.
        """
        _check(folder, encoder.name, book.path)
        self._encoder = encoder
        vectors = np.load(folder / "vectors.npy")
        self._dense = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        self._dense.train(vectors[:1].astype(np.float32))
        self._dense.add(vectors.astype(np.float32))
        self._lexical = LexicalIndex.load(folder / "bm25")
        self.use_book(book)

    def use_book(self, book: StatuteBook) -> None:
        """Answer from the articles in force on the book's day."""
        self._book = book

    def search(self, question: str, limit: int = 10) -> list[FoundArticle]:
        """The articles that fit best; one that the question names by number comes first."""
        named = self._book.named_in(question)
        found = [one for one in self.ranked(question) if one.article != named][:limit]
        return [FoundArticle(named, 1.0), *found][:limit] if named else found

    def ranked(self, question: str, *, dense: bool = True, lexical: bool = True) -> list[FoundArticle]:
        """All articles that either search brings up, the best first; ``dense`` and ``lexical`` leave one of the two out."""
        book, plain = self._book, normalise(question)
        if not plain:
            return []
        vector = self._encoder.encode_questions([encodable(question)])
        _, near = self._dense.search(vector, _CANDIDATES)
        words = self._lexical.scores(plain)
        shortlist = {*near[0].tolist(), *np.argpartition(-words, _CANDIDATES)[:_CANDIDATES].tolist()}
        rows = np.array(sorted(row for row in shortlist if row in book.rows), dtype=np.int64)
        if not len(rows):
            return []
        scores = np.zeros(len(rows), dtype=np.float32)
        if dense:
            scores += _DENSE_WEIGHT * _standard(self._dense.reconstruct_batch(rows) @ vector[0])
        if lexical:
            scores += (1 - _DENSE_WEIGHT) * _standard(words[rows])
        order = np.argsort(-scores, kind="stable")
        return [FoundArticle(book.rows[int(rows[i])], float(1 / (1 + np.exp(-scores[i])))) for i in order]


def _standard(values: Vectors) -> Vectors:
    return np.asarray((values - values.mean()) / (values.std() + 1e-6), dtype=np.float32)


def _fingerprint(encoder: str, database: Path) -> dict[str, str | int]:
    """What the vectors depend on."""
    recipe = hashlib.sha256(inspect.getsource(normalise).encode()).hexdigest()[:16]
    return {"encoder": encoder, "database_bytes": database.stat().st_size, "normalise": recipe}


def _check(folder: Path, encoder: str, database: Path) -> None:
    try:
        built = json.loads((folder / "built.json").read_text())
    except FileNotFoundError:
        raise IndexNotBuilt(f"no statute index in {folder}: run `make setup`") from None
    if built != _fingerprint(encoder, database):
        raise IndexNotBuilt(f"the statute index in {folder} was built from other inputs: run `make setup`")


def build(folder: Path, encoder: str, database: Path, encoded: Iterable[Vectors], texts: list[str]) -> None:
    """Write the index of ``texts`` (one for each row of ``database``) into ``folder``.

    ``encoded`` gives the vectors of ``in_batches(texts)``, batch by batch.
    """
    distinct = [text for batch in in_batches(texts) for text in batch]
    row_of = {text: row for row, text in enumerate(distinct)}
    vectors = np.vstack([part.astype(np.float16) for part in encoded])
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "vectors.npy", vectors[[row_of[shortened(text)] for text in texts]])
    LexicalIndex.build(texts).save(folder / "bm25")
    (folder / "built.json").write_text(json.dumps(_fingerprint(encoder, database)))


def indexed_texts(database: Path) -> list[str]:
    """What is indexed of each row of the database: empty for what may never be cited."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT law_name, article_text, status FROM articles ORDER BY id").fetchall()
    return [
        indexed_text(short_name(law), text or "") if may_be_cited(short_name(law), status) else ""
        for law, text, status in rows
    ]


def indexed_text(law: str, text: str) -> str:
    """What the index reads of an article; the vectors see no more than ``shortened`` leaves of it."""
    return normalise(f"{law}{text}")


def in_batches(texts: list[str]) -> list[list[str]]:
    """The different texts (versions of a law share most of their articles), shortened, those of like length together."""
    distinct = sorted({shortened(text) for text in texts}, key=len)
    return [distinct[begin : begin + _BATCH] for begin in range(0, len(distinct), _BATCH)]


def shortened(text: str) -> str:
    """The first 256 characters; later ones change a vector little and cost much."""
    return text[:_MAX_CHARACTERS] or "无"


_worker_encoder: Encoder | None = None


def _start_worker(model: str | None) -> None:
    global _worker_encoder  # one encoder a process, made when the process starts
    _worker_encoder = SentenceEncoder(model)


def _encode_batch(batch: list[str]) -> Vectors:
    assert _worker_encoder is not None
    return _worker_encoder.encode_documents(batch)


def encode_in_processes(model: str | None, batches: list[list[str]]) -> Iterator[Vectors]:
    """Encode with a process for each core; threads inside one encoder spend more time than they save."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), context, _start_worker, (model,)) as pool:
        for done, vectors in enumerate(pool.map(_encode_batch, batches), 1):
            print(f"app: statutes, {done * 100 // len(batches)} % encoded", flush=True)
            yield vectors


def main() -> int:
    """Build the statute index unless the folder already holds it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default=None, help="sentence-transformers model; default: the encoder in the wheel")
    options = parser.parse_args()
    began = time.monotonic()
    model, database = options.model or None, default_path()
    name = encoder_name(model)
    try:
        _check(options.folder, name, database)
    except IndexNotBuilt:
        texts = indexed_texts(database)
        build(options.folder, name, database, encode_in_processes(model, in_batches(texts)), texts)
        print(f"app: {len(texts)} articles indexed in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
