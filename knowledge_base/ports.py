"""What the knowledge base needs from outside."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors whose inner product is their likeness."""

    name: str
    """Names the model and its version: vectors of two names are never compared."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what people ask: shape (number of texts, dimensions), float32, each of length 1."""
        ...

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what answers them (answers, articles of law), of the same form."""
        ...


class Transactions(Protocol):
    """A database, as ``helpdesk.store.database.Database`` gives it."""

    def read(self) -> AbstractContextManager[Any]:
        """A session for reading."""
        ...

    def write(self) -> AbstractContextManager[Any]:
        """A session that commits when the block ends."""
        ...
