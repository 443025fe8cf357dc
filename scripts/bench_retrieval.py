"""How search grows with the corpus: ``make bench-retrieval``; writes ``docs/evaluation/retrieval-bench.md``.

The corpus is grown out of the real one: each copy of an entry has a fifth of its characters replaced. Nothing of it is encoded, which
would take days for a million entries: a text's vector is the sum of random vectors of its characters. Questions are real
ones; the real encoder reads each, and its time counts, before the like sum is searched for. Every size runs in a process of
its own, on one thread.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import accumulate, pairwise
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import psutil
from scipy.sparse import csr_matrix

from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import SentenceEncoder
from knowledge_base.entry_index import EntryIndex
from knowledge_base.entry_vectors import unit
from knowledge_base.evaluation.trials import load_questions
from knowledge_base.models import Corpus, Faq
from knowledge_base.ports import Encoder, Vectors

REPORT = Path("docs/evaluation/retrieval-bench.md")
_WORDINGS = 4
_CHANGED = 0.2
_QUESTIONS = 200
_NEW_QUESTION = "飞碟停泊证"


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured at one size: seconds, gigabytes, and milliseconds a search."""

    entries: int
    build: float
    one_more: float
    memory: float
    p50: float
    p95: float
    processor_p95: float
    encode_p50: float


class CharacterSums:
    """Encoder port: sums of random vectors of characters; a single text costs what ``real`` takes for it besides."""

    name = "character-sums"

    def __init__(self, real: Encoder) -> None:
        self._real = real
        self._table = np.random.default_rng(0).normal(size=(4096, 512)).astype(np.float32)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        if len(texts) == 1:
            self._real.encode_questions(texts)
        codes = np.frombuffer("".join(texts).encode("utf-16-le"), dtype="<u2") % len(self._table)
        ends = [0, *accumulate(map(len, texts))]
        counts = csr_matrix((np.ones(len(codes), np.float32), codes, ends), (len(texts), len(self._table)))
        return unit(np.asarray(counts @ self._table))

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self.encode_questions(texts)


def grow(faqs: Sequence[Faq], number: int) -> tuple[Faq, ...]:
    """``number`` entries, each of at most four wordings, made out of ``faqs``."""
    chance = np.random.default_rng(number)
    texts = [text for faq in faqs for text in (*faq.wordings[:_WORDINGS], faq.answer)]
    letters = np.frombuffer("".join(texts).encode("utf-32-le"), dtype="<u4")
    grown: list[Faq] = []
    while len(grown) < number:
        drawn = chance.choice(letters, len(letters))
        mixed = np.where(chance.random(len(letters)) < _CHANGED, drawn, letters).tobytes().decode("utf-32-le")
        at = 0
        for faq in faqs[: number - len(grown)]:
            own = []
            for text in (*faq.wordings[:_WORDINGS], faq.answer):
                own.append(mixed[at : at + len(text)])
                at += len(text)
            id_ = f"{faq.id}-{len(grown)}"
            grown.append(Faq(id_, faq.topic, own[0], own[-1], tuple(own[1:-1])))
    return tuple(grown)


def measure(size: int, result: Connection) -> None:
    """Send a Row."""
    encoder, memory = SentenceEncoder(), psutil.Process().memory_info
    questions = [question.text for question in load_questions()[::5]][:_QUESTIONS]
    encoder.encode_questions(questions[:1])
    before = memory().rss
    corpus = Corpus(grow(load_corpus().faqs, size), ())
    made = time.process_time()
    index = EntryIndex(corpus, CharacterSums(encoder))
    built = time.process_time()
    new = replace(corpus.faqs[0], id="new", variants=(), question=_NEW_QUESTION)
    more = Corpus((*corpus.faqs, new), ())
    began = time.process_time()
    index = index.updated(more)
    updated = time.process_time() - began
    assert index.search(_NEW_QUESTION)[0].entry.id == "new"
    encoding, _ = timed(lambda text: encoder.encode_questions([text]), questions, time.perf_counter)
    p50, p95 = timed(index.search, questions, time.perf_counter)
    _, processor = timed(index.search, questions, time.thread_time)
    result.send(Row(size, built - made, updated, (memory().rss - before) / 1e9, p50, p95, processor, encoding))


def timed(do: Callable[[str], object], texts: Sequence[str], clock: Callable[[], float]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    took = []
    for text in texts:
        began = clock()
        do(text)
        took.append((clock() - began) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def report(rows: Sequence[Row]) -> str:
    """The tables, in Markdown."""
    lines = [
        "# How search grows with the corpus\n",
        f"`make bench-retrieval`, {date.today()}, {machine()}. Grown entries of at most {_WORDINGS} wordings; one process, one thread.",
        "Build and one more entry are processor time, without the encoder, which is not part of them.",
        f"Search is question to ranked entries without the spelling, over {_QUESTIONS} questions, encoding included.",
        "The encoding alone is of questions whose tokens the process has not met; the searches know them.\n",
        "| entries | build | one more entry | memory | search p50 / p95 | p95, processor time | of it encoding, p50 |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.entries:,} | {r.build:.1f} s | {r.one_more:.2f} s | {r.memory:.2f} GB | {r.p50:.1f} / {r.p95:.1f} ms "
        f"| {r.processor_p95:.1f} ms | {r.encode_p50:.1f} ms |"
        for r in rows
    ]
    lines += ["\nFrom one size to the next, times as much:\n", "| entries | build | one more entry | memory | search p50 | p95 |",
              "|---|---|---|---|---|---|"]  # fmt: skip
    for one, other in pairwise(rows):
        names = ("entries", "build", "one_more", "memory", "p50", "p95")
        ratios = " | ".join(f"{asdict(other)[name] / asdict(one)[name]:.1f}" for name in names[1:])
        lines.append(f"| {one.entries:,} to {other.entries:,} | {ratios} |")
    return "\n".join(lines) + "\n"


def machine() -> str:
    """The processor, and how busy it is with other things."""
    about = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    name = next(
        (line.split(":")[1].strip() for line in about.splitlines() if line.startswith("model name")), "processor"
    )
    return f"{name}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def main() -> int:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--report", type=Path, default=REPORT)
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    context = multiprocessing.get_context("spawn")
    rows: list[Row] = []
    for size in options.sizes:
        receive, send = context.Pipe(duplex=False)
        process = context.Process(target=measure, args=(size, send))
        process.start()
        send.close()
        try:
            rows.append(receive.recv())
        except EOFError:  # the process has ended without a result, and has said why
            return 1
        process.join()
        options.report.write_text(report(rows), encoding="utf-8")
        print(rows[-1], flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
