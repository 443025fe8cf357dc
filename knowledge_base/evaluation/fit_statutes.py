"""Fit how the search in the law weighs what it sees: part of ``make calibrate``; writes ``statute_ranking.json``.

Fitted on the test questions that fit the entries' ranking too, those of entries that the towers never saw: what should be
found are the articles that the entry cites. The questions by which ``make eval`` judges have no part in it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import SentenceEncoder
from knowledge_base.entry_texts import Entry
from knowledge_base.evaluation.trials import load_questions
from knowledge_base.service import citations_of
from knowledge_base.statute_index import FEATURES, WEIGHTS, StatuteIndex
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.training.held_out import is_held_out

_RIDGE = 1e-3
_FAR = -1e9

Floats = NDArray[np.float64]


def main() -> int:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, help="the statute index")
    options = parser.parse_args()
    book = StatuteBook(default_path(), date.today())
    index = StatuteIndex(options.folder, SentenceEncoder(), book)
    weights = fit(lessons(index, book))
    kept = {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)}
    WEIGHTS.write_text(json.dumps({"weights": kept}, indent=2) + "\n", encoding="utf-8")
    print(WEIGHTS.read_text(encoding="utf-8"))
    return 0


def lessons(index: StatuteIndex, book: StatuteBook) -> list[tuple[Floats, NDArray[np.bool_]]]:
    """For each question the features of the articles found, and which of them its entry cites."""
    corpus, found = load_corpus(), []
    entries: tuple[Entry, ...] = (*corpus.faqs, *corpus.guides)
    cited = {entry.id: citations_of(entry) for entry in entries}
    for question in load_questions():
        if question.entry and question.fits and question.entry in cited and is_held_out(question.entry):
            rows, table = index.table(question.text)
            relevant = np.array([book.rows[int(row)].citation in cited[question.entry] for row in rows])
            if relevant.any():
                found.append((table.astype(np.float64), relevant))
    return found


def fit(questions: Sequence[tuple[Floats, NDArray[np.bool_]]]) -> Floats:
    """Weights under which every relevant article stands before all others; relevant ones do not compete."""
    scale = np.concatenate([table for table, _ in questions]).std(axis=0) + 1e-9

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, gradient = _RIDGE * float(weights @ weights), 2 * _RIDGE * weights
        for table, relevant in questions:
            seen = table / scale
            scores = seen @ weights
            others = np.where(relevant, _FAR, scores)
            for row in np.flatnonzero(relevant):
                level = logsumexp(np.append(others, scores[row]))
                share = np.exp(others - level)
                total += (level - scores[row]) / relevant.sum() / len(questions)
                pull = share @ seen + (np.exp(scores[row] - level) - 1) * seen[row]
                gradient = gradient + pull / relevant.sum() / len(questions)
        return total, gradient

    found = minimize(loss, np.ones(len(FEATURES)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / scale, dtype=np.float64)


if __name__ == "__main__":
    sys.exit(main())
