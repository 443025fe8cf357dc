"""Fit how the search in the law weighs what it sees: ``make calibrate PAIRS=file``; writes ``statute_ranking.json``.

On the questions that a legal team has answered, but for those by which ``make eval`` judges. Towers that have learnt from a question
find its articles too easily, so every question is asked under towers that were trained without it: this trains them, a part of the
questions at a time (half an hour on two cores).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import SentenceEncoder, save_towers, universal_model
from knowledge_base.lay_questions import LayQuestion, load_lay_questions
from knowledge_base.statute_index import FEATURES, WEIGHTS, StatuteIndex
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.training.held_out import PARTS, is_held_out, part_of
from knowledge_base.training.lessons import CorpusLesson, StatuteLesson, corpus_lesson, read_pairs, statute_lesson
from knowledge_base.training.train_encoder import Trainer
from knowledge_base.universal import DIMENSIONS, TokenSums

_RIDGE = 1e-3
_FAR = -1e4

Floats = NDArray[np.float64]
Table = tuple[Floats, NDArray[np.bool_]]
"""The features of the articles found for a question, and which of them answer it."""


def main() -> int:
    """Train, fit and write."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, help="the statute index")
    parser.add_argument("pairs", type=Path, help="lay questions with articles, as STARD and LeCoQA write them")
    parser.add_argument("--day", type=date.fromisoformat, default=date.today(), help="the law of which day")
    options = parser.parse_args()
    book, encoder, reader = StatuteBook(default_path(), options.day), SentenceEncoder(), TokenSums()
    pairs = [pair for pair in read_pairs(options.pairs, book) if not is_held_out(pair.text)]
    statutes = statute_lesson(pairs, load_lay_questions(), list(book), reader)
    corpus = corpus_lesson(load_corpus(), list(book), reader)
    index = StatuteIndex(options.folder, encoder, book)
    tables: list[Table] = []
    for part, towers in enumerate(_trained(corpus, statutes)):
        own = [pair for pair in pairs if part_of(pair.text) == part]
        tables += list(_asked(_under(index, towers, statutes, book), own, book))
        print(f"asked the {len(own)} questions of part {part + 1} of {PARTS}", flush=True)
    weights = fit([table for table in tables if table[1].any()])
    kept = {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)}
    WEIGHTS.write_text(json.dumps({"weights": kept}, indent=2) + "\n", encoding="utf-8")
    print(WEIGHTS.read_text(encoding="utf-8"))
    return 0


def _trained(corpus: CorpusLesson, statutes: StatuteLesson) -> Iterator[Path]:
    """Towers trained without each part of the questions, a process for each core; the files last until all have been asked for."""
    with tempfile.TemporaryDirectory(prefix="cunfatong-towers-") as name:
        lessons, files = Path(name) / "lessons", [Path(name) / f"{part}.safetensors" for part in range(PARTS)]
        torch.save((corpus, statutes), lessons)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(os.cpu_count(), context) as pool:
            for file, _ in zip(files, pool.map(_train_without, [lessons] * PARTS, range(PARTS), files), strict=True):
                yield file


def _train_without(lessons: Path, part: int, to: Path) -> None:
    torch.set_num_threads(1)
    corpus, statutes = torch.load(lessons, weights_only=False)
    pairs = statutes.pairs
    kept = np.array([row for row, text in enumerate(pairs.texts) if part_of(text) != part])
    own = replace(
        pairs,
        read=pairs.read.at(kept),
        texts=[pairs.texts[row] for row in kept],
        relevant=[pairs.relevant[row] for row in kept],
    )
    trainer = Trainer(corpus, replace(statutes, pairs=own))
    trainer.run()
    save_towers(to, trainer.question, trainer.document)


def _under(index: StatuteIndex, towers: Path, statutes: StatuteLesson, book: StatuteBook) -> StatuteIndex:
    """The index as it is read with other towers."""
    model = universal_model(towers)
    router: Any = model[0]
    question, document = (router.sub_modules[side][1] for side in ("query", "document"))
    place = {article.citation: number for number, article in enumerate(book)}
    vectors = np.zeros((index.size, DIMENSIONS), dtype=np.float32)
    with torch.no_grad():
        articles = document.embed(statutes.articles.sums, statutes.articles.counts).numpy()
        asked = question.embed(statutes.lay.read.sums, statutes.lay.read.counts).numpy()
    vectors[list(book.rows)] = articles[[place[article.citation] for article in book.rows.values()]]
    return index.under(SentenceEncoder(name=towers.stem, inside=model), vectors, asked)


def _asked(index: StatuteIndex, questions: Sequence[LayQuestion], book: StatuteBook) -> Iterator[Table]:
    for question in questions:
        rows, table = index.table(question.text)
        relevant = np.array([book.rows[row].citation in question.relevant for row in rows.tolist()], dtype=np.bool_)
        yield table.astype(np.float64), relevant


def fit(questions: Sequence[Table]) -> Floats:
    """Weights under which every relevant article stands before all others; relevant ones do not compete.

    Every question has a relevant article among those found.
    """
    most = max(len(relevant) for _, relevant in questions)
    seen = np.zeros((len(questions), most, len(FEATURES)))
    found, right = (np.zeros(seen.shape[:2], dtype=np.bool_) for _ in range(2))
    for number, (table, relevant) in enumerate(questions):
        seen[number, : len(table)], right[number, : len(table)], found[number, : len(table)] = table, relevant, True
    scale = seen[found].std(axis=0) + 1e-9
    seen /= scale
    share = right / right.sum(axis=1, keepdims=True) / len(questions)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = np.where(found, seen @ weights, _FAR)
        others = np.exp(scores - scores.max(axis=1, keepdims=True)) * (found & ~right)
        level = np.log(others.sum(axis=1, keepdims=True) + 1e-300) + scores.max(axis=1, keepdims=True)
        behind = np.logaddexp(scores, level) - scores  # the loss of each, were it relevant
        doubt = share * -np.expm1(-behind)
        pull = doubt.sum(axis=1, keepdims=True) * others / (others.sum(axis=1, keepdims=True) + 1e-300) - doubt
        gradient = np.tensordot(pull, seen, axes=2) + 2 * _RIDGE * weights
        return float((share * behind).sum() + _RIDGE * weights @ weights), gradient

    best = minimize(loss, np.ones(len(FEATURES)), jac=True, method="L-BFGS-B")
    return np.asarray(best.x / scale, dtype=np.float64)


if __name__ == "__main__":
    sys.exit(main())
