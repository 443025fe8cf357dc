"""Build what the statute index searches: ``python -m knowledge_base.statute_build FOLDER``.

Vectors and BM25 tables are made over all rows of the statute database, so that a law that takes effect tomorrow needs no
new build; and vectors of the lay questions.
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
from pathlib import Path

import numpy as np

from knowledge_base.encoder import SentenceEncoder, encoder_name
from knowledge_base.entry_texts import encodable
from knowledge_base.errors import IndexNotBuilt
from knowledge_base.lay_questions import FOLDER, LayQuestion, load_lay_questions
from knowledge_base.lexical import LexicalIndex
from knowledge_base.models import Citation
from knowledge_base.ports import Encoder, Vectors
from knowledge_base.statutes import default_path, may_be_cited, short_name
from knowledge_base.text import normalise

VECTORS, LEXICAL = "vectors.npy", "bm25"
ASKED_VECTORS, ASKED, WIDENED = "asked.npy", "asked.json", "bm25-asked"
_BUILT, _BUILT_ASKED = "built.json", "built-asked.json"
_BATCH = 512
_MAX_CHARACTERS = 256


def _fingerprint(encoder: str, database: Path) -> dict[str, str | int]:
    """What the index of the articles depends on."""
    recipe = hashlib.sha256(inspect.getsource(normalise).encode()).hexdigest()[:16]
    return {"encoder": encoder, "database_bytes": database.stat().st_size, "normalise": recipe}


def _asked_fingerprint(encoder: str, database: Path) -> dict[str, str | int]:
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(FOLDER.glob("*.csv")))).hexdigest()
    return {**_fingerprint(encoder, database), "questions": digest[:16]}


def check(folder: Path, encoder: str, database: Path) -> None:
    """Raises IndexNotBuilt unless ``folder`` holds what the encoder of this name, the database and the lay questions give."""
    _check(folder / _BUILT, _fingerprint(encoder, database))
    _check(folder / _BUILT_ASKED, _asked_fingerprint(encoder, database))


def _check(file: Path, wanted: dict[str, str | int]) -> None:
    try:
        built = json.loads(file.read_text())
    except FileNotFoundError:
        raise IndexNotBuilt(f"no statute index in {file.parent}: run `make setup`") from None
    if built != wanted:
        raise IndexNotBuilt(f"the statute index in {file.parent} was built from other inputs: run `make setup`")


def build(folder: Path, encoder: str, database: Path, encoded: Iterable[Vectors], texts: list[str]) -> None:
    """Write the index of ``texts`` (one for each row of ``database``) into ``folder``.

    ``encoded`` gives the vectors of ``in_batches(texts)``, batch by batch.
    """
    distinct = [text for batch in in_batches(texts) for text in batch]
    row_of = {text: row for row, text in enumerate(distinct)}
    vectors = np.vstack([part.astype(np.float16) for part in encoded])
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / VECTORS, vectors[[row_of[shortened(text)] for text in texts]])
    LexicalIndex.build(texts).save(folder / LEXICAL)
    (folder / _BUILT).write_text(json.dumps(_fingerprint(encoder, database)))


def build_asked(folder: Path, encoder: Encoder, database: Path, questions: list[LayQuestion]) -> None:
    """Write the vectors of the lay questions, which articles answer each, and BM25 over the articles with their questions."""
    vectors = encoder.encode_questions([encodable(question.text) for question in questions])
    np.save(folder / ASKED_VECTORS, vectors.astype(np.float16))
    answering = [[str(citation) for citation in question.relevant] for question in questions]
    (folder / ASKED).write_text(json.dumps(answering, ensure_ascii=False), encoding="utf-8")
    LexicalIndex.build(widened_texts(database, questions)).save(folder / WIDENED)
    (folder / _BUILT_ASKED).write_text(json.dumps(_asked_fingerprint(encoder.name, database)))


def indexed_texts(database: Path) -> list[str]:
    """What is indexed of each row of the database: empty for what may never be cited."""
    return [text for _, text in _rows(database)]


def widened_texts(database: Path, questions: list[LayQuestion]) -> list[str]:
    """The same, each followed by the questions that it answers."""
    asked: dict[Citation, list[str]] = {}
    for question in questions:
        for citation in question.relevant:
            asked.setdefault(citation, []).append(normalise(question.text))
    return ["".join((text, *asked.get(citation, ()))) if text else "" for citation, text in _rows(database)]


def _rows(database: Path) -> Iterator[tuple[Citation, str]]:
    """Every row of the database and what is indexed of it."""
    query = "SELECT law_name, article_no, article_text, status FROM articles ORDER BY id"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for name, number, text, status in connection.execute(query):
            law = short_name(name)
            yield Citation(law, number or ""), indexed_text(law, text or "") if may_be_cited(law, status) else ""


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
        _check(options.folder / _BUILT, _fingerprint(name, database))
    except IndexNotBuilt:
        texts = indexed_texts(database)
        build(options.folder, name, database, encode_in_processes(model, in_batches(texts)), texts)
        print(f"app: {len(texts)} articles indexed in {time.monotonic() - began:.0f} s")
    try:
        _check(options.folder / _BUILT_ASKED, _asked_fingerprint(name, database))
    except IndexNotBuilt:
        build_asked(options.folder, SentenceEncoder(model), database, load_lay_questions())
    return 0


if __name__ == "__main__":
    sys.exit(main())
