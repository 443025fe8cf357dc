"""How search grows with the corpus: ``make bench-retrieval``.

The corpus is grown out of the real one: each copy of an entry has its wordings with a few characters of other entries mixed in, and
vectors beside those of the original. Every size runs in a process of its own, on one thread.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import psutil

from knowledge_base import corpus_vectors
from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import SentenceEncoder
from knowledge_base.encoder_cache import CachedEncoder
from knowledge_base.entry_index import EntryIndex, Known, body_of, unit
from knowledge_base.evaluation.trials import load_questions
from knowledge_base.models import Corpus, Faq
from knowledge_base.ports import Vectors
from knowledge_base.text import sentences

_WORDINGS = 4
_NOISE = 0.3
_QUESTIONS = 200


def grow(faqs: Sequence[Faq], number: int, random: Random) -> list[Faq]:
    """``number`` entries, each of at most four wordings, made out of ``faqs``."""
    characters = "".join(faq.answer for faq in faqs)

    def mixed(text: str) -> str:
        letters = list(text)
        for place in random.sample(range(len(letters)), max(1, len(letters) // 5)):
            letters[place] = random.choice(characters)
        return "".join(letters)

    grown = []
    for copy in range(number):
        faq = faqs[copy % len(faqs)]
        wordings = [mixed(wording) for wording in faq.wordings[:_WORDINGS]]
        grown.append(
            replace(
                faq, id=f"{faq.id}-{copy}", question=wordings[0], variants=tuple(wordings[1:]), heard=(),
                answer=mixed(faq.answer),
            )
        )  # fmt: skip
    return grown


def vectors_of(grown: list[Faq], real: Sequence[Faq], known: Known, chance: np.random.Generator) -> Known:
    """Vectors near those of the originals, without encoding anything."""

    def near(base: Vectors) -> Vectors:
        moved = base + _NOISE * chance.normal(size=base.shape) / np.sqrt(len(base))
        return np.asarray(unit(moved[None])[0], dtype=np.float32)

    questions: dict[str, Vectors] = {}
    documents: dict[str, Vectors] = {}
    for copy, faq in enumerate(grown):
        origin = real[copy % len(real)]
        for wording, source in zip(faq.wordings, origin.wordings, strict=False):
            questions[wording] = near(known.questions[source])
        body = known.documents[body_of(origin)]
        for text in (faq.answer, *(sentences(faq.answer) or [faq.answer])):
            documents[text] = near(body)
    return Known(questions, documents)


def measure(size: int, vectors: Path) -> None:
    """Print one row of the table."""
    before = psutil.Process().memory_info().rss
    random, chance = Random(size), np.random.default_rng(size)  # noqa: S311 - no secret
    real, encoder = load_corpus().faqs, SentenceEncoder()
    known = EntryIndex(Corpus(real, ()), CachedEncoder(encoder, vectors)).vectors
    grown = grow(real, size, random)
    given = vectors_of(grown, real, known, chance)
    began = time.process_time()
    index = EntryIndex(Corpus(tuple(grown), ()), encoder, given)
    built = time.process_time() - began
    began = time.process_time()
    index = EntryIndex(
        Corpus((*grown, replace(grown[0], id="new", variants=(), question="飞碟停泊证")), ()), encoder, index.vectors
    )
    updated = time.process_time() - began
    memory = (psutil.Process().memory_info().rss - before) / 1e9
    took = []
    for question in load_questions()[:_QUESTIONS]:
        began = time.perf_counter()
        index.search(question.text)
        took.append((time.perf_counter() - began) * 1000)
    p95 = statistics.quantiles(took, n=20)[-1]
    print(
        f"| {size:,} | {built:.1f} s | {updated:.1f} s | {memory:.1f} GB | {statistics.median(took):.1f} / {p95:.1f} ms |",
        flush=True,
    )


def main() -> int:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--vectors", type=Path, default=Path("var") / corpus_vectors.FILE)
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    print("| entries | build | one more entry | memory | search p50 / p95 |\n|---|---|---|---|---|", flush=True)
    for size in options.sizes:
        process = multiprocessing.get_context("spawn").Process(target=measure, args=(size, options.vectors))
        process.start()
        process.join()
        if process.exitcode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
