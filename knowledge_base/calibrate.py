"""Train the head, the ranking and the calibration, and measure them on wordings that the index has not seen.

Each published wording but an entry's question is left out in turn (five folds over the variants): a head is trained
and an index built without the fold, and the fold is asked. Questions that the corpus does not answer come from two
sides: every quarter of the entries is left out whole, from head and index, and its wordings are asked; and texts that
are no legal matter come from the classifier's training data (intent ``outside``). The ranking's and the calibration's
own weights, too, are measured on entries that they were not fitted on. What is written at the end is trained on
everything.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import yaml
from numpy.typing import NDArray

from knowledge_base import figures
from knowledge_base.calibration import Calibration
from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import SentenceEncoder
from knowledge_base.entry_index import Entry, EntryIndex
from knowledge_base.figures import FOLDS, SEED, Trial
from knowledge_base.head import Head
from knowledge_base.models import Corpus
from knowledge_base.ports import Vectors
from knowledge_base.ranking import DEFAULT, FEATURES
from knowledge_base.train_head import Lesson, lesson, train
from knowledge_base.whitening import unit

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Bench:
    """What every trial needs: the corpus, its vectors, and what a head is trained on."""

    corpus: Corpus
    encoder: SentenceEncoder
    vectors: dict[str, Vectors]
    lesson: Lesson
    positions: NDArray[np.int64]
    """For each wording of the lesson its place among its entry's wordings; 0 is the question."""

    @classmethod
    def over(cls, corpus: Corpus, encoder: SentenceEncoder) -> Bench:
        """Encode everything once."""
        index = EntryIndex(corpus, encoder, head=unit)
        positions = [place for entry in index.entries for place in range(len(entry.wordings))]
        return cls(corpus, encoder, index.vectors, lesson(index.entries, encoder), np.array(positions))

    def head(self, kept: NDArray[np.bool_]) -> Head:
        """A head trained on the wordings where ``kept`` holds, and on the answers of their entries."""
        rows, owners = np.unique(self.lesson.owners[kept], return_inverse=True)
        return train(Lesson(self.lesson.views[:, kept], owners, self.lesson.bodies[rows]), self.encoder.name)

    def wordings(self, entry_id: str) -> tuple[str, ...]:
        """All wordings of an entry, none left out."""
        entries: tuple[Entry, ...] = (*self.corpus.faqs, *self.corpus.guides)
        return next(entry.wordings for entry in entries if entry.id == entry_id)

    def index(self, corpus: Corpus, head: Head) -> EntryIndex:
        """An index of ``corpus``, a part of the bench's."""
        return EntryIndex(corpus, self.encoder, self.vectors, head)


def wording_trials(bench: Bench) -> Iterator[Trial]:
    """Every variant asked of an index, and a head, that lack its fold."""
    fold = np.where(bench.positions == 0, -1, (bench.positions - 1) % FOLDS)
    for number in range(FOLDS):
        faqs = tuple(replace(f, variants=_but(f.variants, number)) for f in bench.corpus.faqs)
        guides = tuple(replace(g, names=_but(g.names, number)) for g in bench.corpus.guides)
        index = bench.index(Corpus(faqs, guides), bench.head(fold != number))
        for row, entry in enumerate(index.entries):
            for wording in bench.wordings(entry.id)[1 + number :: FOLDS]:
                yield Trial(index, wording, index.table(wording), row, row)


def left_out_trials(bench: Bench) -> Iterator[Trial]:
    """Every wording of an FAQ entry, asked of an index and a head without the quarter of entries that it is in."""
    entries: tuple[Entry, ...] = (*bench.corpus.faqs, *bench.corpus.guides)
    quarter = np.random.default_rng(SEED).integers(0, QUARTERS, len(entries))
    quarter[len(bench.corpus.faqs) :] = -1
    for number in range(QUARTERS):
        kept = tuple(f for f, own in zip(bench.corpus.faqs, quarter, strict=False) if own != number)
        index = bench.index(Corpus(kept, bench.corpus.guides), bench.head(quarter[bench.lesson.owners] != number))
        for row in np.flatnonzero(quarter == number):
            for wording in entries[row].wordings:
                yield Trial(index, wording, index.table(wording), int(row), None)


def outside_trials(index: EntryIndex, outside: Iterable[str]) -> Iterator[Trial]:
    """Texts that no entry answers; each is a group of its own."""
    for number, text in enumerate(outside):
        yield Trial(index, text, index.table(text), len(index.entries) + number, None, outside=True)


def outside_examples(folder: Path) -> list[str]:
    """The classifier's training examples of the intent ``outside``."""
    found: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", []):
            if block.get("intent") == "outside":
                found += [line.removeprefix("- ") for line in block["examples"].splitlines() if line.startswith("- ")]
    return found


def _but(wordings: tuple[str, ...], fold: int) -> tuple[str, ...]:
    return tuple(w for i, w in enumerate(wordings) if i % FOLDS != fold)


def main() -> int:
    """Train and measure everything; write ``head.safetensors`` and ``calibration.json``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--nlu-data", type=Path, default=Path("nlu/data"))
    options = parser.parse_args()
    torch.set_num_threads(1)  # the same sums in the same order on every machine
    bench = Bench.over(load_corpus(), SentenceEncoder())
    head = bench.head(np.ones(len(bench.positions), dtype=np.bool_))
    head.save()
    found = list(wording_trials(bench))
    found += left_out_trials(bench)
    found += outside_trials(bench.index(bench.corpus, head), outside_examples(options.nlu_data))
    calibration, ranking, measured = figures.fit(found)
    _write(calibration, dict(zip(FEATURES, ranking.weights, strict=True)), measured)
    return 0


def _write(calibration: Calibration, ranking: dict[str, float], measured: dict[str, float]) -> None:
    kept = {
        "ranking": {name: round(weight, 4) for name, weight in ranking.items()},
        "weights": [round(w, 4) for w in calibration.weights],
        "bias": round(calibration.bias, 4),
        "sure": round(calibration.sure, 4),
        "maybe": round(calibration.maybe, 4),
        "figures": {name: round(value, 4) for name, value in measured.items()},
    }
    DEFAULT.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(kept, indent=2))


if __name__ == "__main__":
    sys.exit(main())
