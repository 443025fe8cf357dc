"""Vectors of the corpus kept on disk, so that a start does not encode it again."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from knowledge_base.ports import Encoder, Vectors

Encode = Callable[[Sequence[str]], Vectors]


class CachedEncoder:
    """Encoder port around another one: what was encoded in a batch is kept in a file; single texts (questions) are not.

    The file belongs to one encoder; one of another name is not read.
    """

    def __init__(self, encoder: Encoder, path: Path, *, worth_writing: int = 1) -> None:
        """Fewer new texts than ``worth_writing`` are remembered until the process ends, but not written to ``path``."""
        self.name = encoder.name
        self._worth_writing = worth_writing
        self._changing = Lock()
        self._encoder = encoder
        self._path = path
        self._known: dict[str, dict[str, Vectors]] = self._read()

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode("questions", self._encoder.encode_questions, texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode("documents", self._encoder.encode_documents, texts)

    def _encode(self, side: str, encode: Encode, texts: Sequence[str]) -> Vectors:
        if len(texts) <= 1:
            return encode(texts)
        with self._changing:  # a new index and a trial of one are made side by side
            known = self._known.setdefault(side, {})
            new = [text for text in dict.fromkeys(texts) if text not in known]
            if new:
                known.update(zip(new, encode(new), strict=True))
            if len(new) >= self._worth_writing:
                self._write()
            return np.vstack([known[text] for text in texts])

    def _read(self) -> dict[str, dict[str, Vectors]]:
        if not self._path.exists():
            return {}
        with np.load(self._path) as kept:
            if str(kept["encoder"]) != self.name:
                return {}
            return {
                side: dict(zip(kept[side].tolist(), kept[f"{side}_vectors"], strict=True))
                for side in ("questions", "documents")
                if side in kept.files
            }

    def _write(self) -> None:
        """Into a file beside it first, of this process alone: a crash leaves the old one whole."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{os.getpid()}.npz")
        arrays = {"encoder": np.array(self.name)}
        for side, known in self._known.items():
            arrays |= {side: np.array(list(known)), f"{side}_vectors": np.vstack(list(known.values()))}
        np.savez(fresh, **arrays)  # type: ignore[arg-type]  # numpy's stub takes the names for its own options
        fresh.replace(self._path)
