"""Vectors of the corpus kept on disk, so that a start does not encode it again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge_base.ports import Encoder, Vectors


class CachedEncoder:
    """Encoder port around another one: what was encoded in a batch is kept in a file; single texts (questions) are not.

    The file belongs to one encoder; one of another name is not read.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._path = path
        self._known = self._read()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        if len(texts) <= 1:
            return self._encoder.encode(texts)
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known = self._known | dict(zip(new, self._encoder.encode(new), strict=True))
            self._write()
        return np.vstack([self._known[text] for text in texts])

    def _read(self) -> dict[str, Vectors]:
        if not self._path.exists():
            return {}
        with np.load(self._path) as kept:
            if str(kept["encoder"]) != self.name:
                return {}
            return dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def _write(self) -> None:
        """Into a file beside it first: a crash leaves the old one whole."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new.npz")
        texts = np.array(list(self._known))
        np.savez(fresh, encoder=np.array(self.name), texts=texts, vectors=np.vstack(list(self._known.values())))
        fresh.replace(self._path)
