"""Which entries word a question in just these words, by a hash of the wording: 12 bytes a wording where a dict takes 200."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

import numpy as np


def hash_of(text: str) -> int:
    """64 bits, the same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


class WordingIndex:
    """Rows by wording."""

    def __init__(self, wordings: Iterable[tuple[int, str]], hashing: Callable[[str], int] = hash_of) -> None:
        """``wordings`` are row and text."""
        self._hash = hashing
        pairs = np.fromiter(
            ((hashing(text), row) for row, text in wordings), dtype=np.dtype([("hash", "<u8"), ("row", "<i4")])
        )
        pairs = pairs[np.argsort(pairs["hash"], kind="stable")]
        self._hashes, self._rows = pairs["hash"].copy(), pairs["row"].copy()

    def may_word(self, text: str) -> list[int]:
        """Every row that has ``text``, once; another row may be among them, since two texts may share a hash."""
        own = np.uint64(self._hash(text))
        begin, end = np.searchsorted(self._hashes, own, "left"), np.searchsorted(self._hashes, own, "right")
        return list(dict.fromkeys(self._rows[begin:end].tolist()))
