"""Vectors of the corpus kept on disk."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from knowledge_base.encoder import HashEncoder
from knowledge_base.encoder_cache import CachedEncoder
from knowledge_base.ports import Vectors

TEXTS = ["老板拖欠工资", "邻居占了地界", "离婚怎么办"]


class CountingEncoder(HashEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.asked: list[str] = []

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        self.asked += texts
        return super().encode_questions(texts)


def test_a_second_start_encodes_nothing_again(tmp_path: Path) -> None:
    """What was encoded in a batch is read from the file, with the same vectors."""
    path = tmp_path / "vectors.npz"
    first = CachedEncoder(CountingEncoder(), path).encode_questions(TEXTS)
    inner = CountingEncoder()

    second = CachedEncoder(inner, path).encode_questions([*TEXTS, "新的一条"])

    assert inner.asked == ["新的一条"]
    assert np.array_equal(second[:3], first)


def test_the_file_of_another_encoder_is_not_read(tmp_path: Path) -> None:
    """Vectors of two encoders are never mixed."""
    path = tmp_path / "vectors.npz"
    CachedEncoder(CountingEncoder(), path).encode_questions(TEXTS)
    other = CountingEncoder("another")

    CachedEncoder(other, path).encode_questions(TEXTS)

    assert other.asked == TEXTS


def test_questions_are_not_kept(tmp_path: Path) -> None:
    """A single text is a citizen's words: it is encoded and forgotten."""
    path = tmp_path / "vectors.npz"

    CachedEncoder(CountingEncoder(), path).encode_questions(["我叫王大明，老板欠我钱"])

    assert not path.exists()


def test_questions_and_documents_are_kept_apart(tmp_path: Path) -> None:
    """The same words asked and told have two vectors, after a restart too."""

    class TwoSided(CountingEncoder):
        def encode_documents(self, texts: Sequence[str]) -> Vectors:
            return -HashEncoder.encode_questions(self, texts)

    path = tmp_path / "vectors.npz"
    first = CachedEncoder(TwoSided(), path)
    asked, told = first.encode_questions(TEXTS), first.encode_documents(TEXTS)

    second = CachedEncoder(TwoSided(), path)

    assert np.array_equal(second.encode_questions(TEXTS), asked)
    assert np.array_equal(second.encode_documents(TEXTS), told)
    assert np.array_equal(told, -asked)


def test_indexes_made_side_by_side_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Many threads that encode at once all get their vectors, and the file holds all of them."""
    path = tmp_path / "vectors.npz"
    cached = CachedEncoder(CountingEncoder(), path)
    batches = [[f"第{number}条", f"第{number}款", *TEXTS] for number in range(40)]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(cached.encode_questions, batches))

    assert all(np.array_equal(v, HashEncoder().encode_questions(b)) for v, b in zip(found, batches, strict=True))
    inner = CountingEncoder()
    CachedEncoder(inner, path).encode_questions([text for batch in batches for text in batch])
    assert inner.asked == []


def test_a_few_new_texts_are_not_worth_a_file(tmp_path: Path) -> None:
    """Below the given number they are remembered, but the file stays as it is."""
    path, inner = tmp_path / "vectors.npz", CountingEncoder()
    cached = CachedEncoder(inner, path, worth_writing=4)

    cached.encode_questions(TEXTS)
    cached.encode_questions(TEXTS)

    assert inner.asked == TEXTS
    assert not path.exists()
