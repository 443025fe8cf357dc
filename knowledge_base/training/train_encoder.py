"""Train the two towers of the encoder: ``make train-encoder PAIRS=file``; writes ``towers.safetensors``.

Both start from Google's weights. Each step takes wordings of the corpus (which find their entry by its other wordings and by
its answer), wordings with the articles their entry cites, questions with the articles that a legal team found for them, and
this project's own lay questions; negatives are random articles, BM25's best, and from a while on the towers' own best. Seeded.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import TOWERS, save_towers
from knowledge_base.lay_questions import load_lay_questions
from knowledge_base.lexical import LexicalIndex
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.text import normalise
from knowledge_base.training.lessons import (
    CorpusLesson,
    Questions,
    StatuteLesson,
    Sums,
    corpus_lesson,
    read_pairs,
    statute_lesson,
)
from knowledge_base.training.losses import by_answer, by_articles, by_wordings
from knowledge_base.universal import TokenSums, Tower

SEED = 20261124
STEPS = 400
_LEARNING_RATE = 3e-4
_WARM_UP = 20
_DROPOUT = 0.2
_AS_WRITTEN = 0.4  # how often a wording is shown as it was written, and not in standard words
_ASKED, _KEPT = 384, 3072  # wordings that ask and wordings that are asked, a step
_PAIRS, _LAY, _CITING, _RANDOM = 64, 48, 96, 1200
_HARD = 12  # hard negatives a question of a pair; half as many for a lay one
_LEXICAL, _OWN = 50, 60  # among how many of BM25's best and of the towers' own best they are drawn
_FIRST_HARD, _EVERY = 60, 100  # when the towers' own best wrong articles are looked up
_ANSWER_WEIGHT, _CITED_WEIGHT = 0.5, 0.75

Rows = NDArray[np.int64]


class Trainer:
    """One run of training."""

    def __init__(self, corpus: CorpusLesson, statutes: StatuteLesson, seed: int = SEED) -> None:
        torch.manual_seed(seed)
        self._chance = np.random.default_rng(seed)
        self._corpus, self._statutes = corpus, statutes
        self.question, self.document = Tower(), Tower()
        self.question.dropout = self.document.dropout = _DROPOUT
        lexical = LexicalIndex.build(statutes.article_texts)
        self._lexical = {
            name: [np.argsort(-lexical.scores(normalise(text)))[:_LEXICAL] for text in questions.texts]
            for name, questions in self._questions().items()
        }
        self._hard = self._lexical

    def run(self, steps: int = STEPS) -> None:
        """Train; afterwards the towers are ready to serve."""
        weights = [*self.question.parameters(), *self.document.parameters()]
        optimiser = torch.optim.AdamW(weights, lr=_LEARNING_RATE, weight_decay=0.01)
        pace = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(1.0, (step + 1) / _WARM_UP) * (1 - step / steps)
        )
        for step in range(steps):
            loss = self._by_corpus() + self._by_statutes()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch ships it without annotations
            optimiser.step()
            pace.step()
            if step % _EVERY == _FIRST_HARD:
                self._look_up_hard()
                print(f"step {step} of {steps}: loss {loss.item():.3f}", flush=True)
        self.question.eval()
        self.document.eval()

    def _by_corpus(self) -> Tensor:
        corpus = self._corpus
        rows = self._chance.choice(len(corpus.owners), min(_KEPT, len(corpus.owners)), replace=False)
        owners = torch.from_numpy(corpus.owners[rows])
        asked, kept = self._ask(self._mixed(rows[:_ASKED])), self._ask(self._mixed(rows))
        bodies = self.document.embed(corpus.bodies.sums, corpus.bodies.counts)
        found = by_wordings(asked, kept, owners, len(corpus.bodies))
        return found + _ANSWER_WEIGHT * by_answer(asked, bodies, owners[:_ASKED])

    def _by_statutes(self) -> Tensor:
        statutes, corpus = self._statutes, self._corpus
        pairs = self._chance.choice(len(statutes.pairs), _PAIRS, replace=False)
        lay = self._chance.choice(len(statutes.lay), _LAY, replace=False)
        citing = self._chance.choice(len(corpus.owners), _CITING, replace=False)
        asked = [
            (1.0, [statutes.pairs.relevant[row] for row in pairs], statutes.pairs.read.at(pairs)),
            (1.0, [statutes.lay.relevant[row] for row in lay], statutes.lay.read.at(lay)),
            (_CITED_WEIGHT, [corpus.cited[corpus.owners[row]] for row in citing], self._mixed(citing)),
        ]
        shown = {row for _, relevant, _ in asked for rows in relevant for row in rows}
        for name, rows, number in (("pairs", pairs, _HARD), ("lay", lay, _HARD // 2)):
            for row in rows:
                shown.update(self._chance.choice(self._hard[name][row], number).tolist())
        shown.update(self._chance.integers(0, len(statutes.articles), _RANDOM).tolist())
        candidates = np.array(sorted(shown))
        articles = self.document.embed(*_both(statutes.articles.at(candidates)))
        losses = (
            weight * by_articles(self._ask(read), articles, _marked(relevant, candidates))
            for weight, relevant, read in asked
        )
        return sum(losses, torch.zeros(()))

    def _ask(self, texts: Sums) -> Tensor:
        return self.question.embed(texts.sums, texts.counts)

    def _mixed(self, rows: Rows) -> Sums:
        """Wordings, each drawn anew in standard words or as it was written."""
        written = torch.from_numpy(self._chance.random(len(rows)) < _AS_WRITTEN)[:, None]
        one, other = self._corpus.written.at(rows), self._corpus.standard.at(rows)
        return Sums(torch.where(written, one.sums, other.sums), torch.where(written, one.counts, other.counts))

    def _questions(self) -> dict[str, Questions]:
        return {"pairs": self._statutes.pairs, "lay": self._statutes.lay}

    def _look_up_hard(self) -> None:
        """Add what the towers now take for the best articles to what BM25 does."""
        self.question.eval()
        self.document.eval()
        with torch.no_grad():
            articles = self.document.embed(*_both(self._statutes.articles))
            best = {
                name: torch.topk(self._ask(questions.read) @ articles.T, _OWN).indices.numpy()
                for name, questions in self._questions().items()
            }
        self._hard = {
            name: [np.concatenate(both) for both in zip(lexical, best[name], strict=True)]
            for name, lexical in self._lexical.items()
        }
        self.question.train()
        self.document.train()


def _both(texts: Sums) -> tuple[Tensor, Tensor]:
    return texts.sums, texts.counts


def _marked(relevant: Sequence[Sequence[int]], candidates: Rows) -> Tensor:
    """1 where a candidate is relevant: shape (questions, candidates)."""
    return torch.from_numpy(np.array([np.isin(candidates, rows) for rows in relevant])).float()


def main() -> int:
    """Train and write the towers."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("pairs", type=Path, help="lay questions with articles, as STARD and LeCoQA write them")
    parser.add_argument("--day", type=date.fromisoformat, default=date.today(), help="the law of which day")
    parser.add_argument("--out", type=Path, default=TOWERS)
    options = parser.parse_args()
    began = time.monotonic()
    book = StatuteBook(default_path(), options.day)
    reader, articles = TokenSums(), list(book)
    corpus = corpus_lesson(load_corpus(), articles, reader)
    statutes = statute_lesson(read_pairs(options.pairs, book), load_lay_questions(), articles, reader)
    trainer = Trainer(corpus, statutes)
    print(f"read {len(corpus.owners)} wordings and {len(articles)} articles in {time.monotonic() - began:.0f} s")
    trainer.run()
    save_towers(options.out, trainer.question, trainer.document)
    print(f"trained in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
