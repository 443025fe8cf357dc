"""The vectors of entries: made anew by an encoder, or moved from where they were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge_base.entry_texts import Entry, body_of, encodable
from knowledge_base.ports import Encoder, Vectors
from knowledge_base.text import sentences
from knowledge_base.vector_rows import VectorRows

# Entries are encoded so many at once: their vectors are held in full for as long.
_AT_ONCE = 2_000


class EntryVectors(NamedTuple):
    """For each entry a group: its wordings, the sentences of its answer, the middle of its wordings, its answer."""

    wordings: VectorRows
    sentences: VectorRows
    middles: VectorRows
    bodies: VectorRows

    @classmethod
    def of(
        cls, moved: Sequence[tuple[EntryVectors, NDArray[np.integer]]], entries: Sequence[Entry], encoder: Encoder
    ) -> EntryVectors:
        """The vectors of ``entries``: the first are taken from these rows of others, in order, the rest are encoded."""
        kept = sum(len(rows) for _, rows in moved)
        batches = [entries[at : at + _AT_ONCE] for at in range(kept, len(entries), _AT_ONCE)]
        first = _encoded(batches[0], encoder) if batches else []
        vectors = cls._room(entries, first[0].shape[1] if first else moved[0][0].bodies.values.shape[1])
        at = 0
        for other, rows in moved:
            for own, theirs in zip(vectors, other, strict=True):
                own.take(at, theirs, rows)
            at += len(rows)
        for number, batch in enumerate(batches):
            new = first if number == 0 else _encoded(batch, encoder)
            for own, fresh in zip(vectors, new, strict=True):
                own.put(at, fresh)
            at += len(batch)
        return vectors

    @classmethod
    def _room(cls, entries: Sequence[Entry], dimensions: int) -> EntryVectors:
        ones = [1] * len(entries)
        sizes = ([len(entry.wordings) for entry in entries], [len(_parts(entry)) for entry in entries], ones, ones)
        return cls(*(VectorRows(own, dimensions) for own in sizes))


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _encoded(entries: Sequence[Entry], encoder: Encoder) -> list[Vectors]:
    """What EntryVectors keeps of new entries, in full."""
    wordings = [entry.wordings for entry in entries]
    asked = _each(wordings, encoder.encode_questions)
    told = _each([*map(_parts, entries), [body_of(entry) for entry in entries]], encoder.encode_documents)
    middles = unit(np.add.reduceat(asked, np.cumsum([0, *(len(own) for own in wordings[:-1])])))
    return [asked, told[: -len(entries)], middles, told[-len(entries) :]]


def _parts(entry: Entry) -> list[str]:
    body = body_of(entry)
    return sentences(body) or [body]


def _each(groups: Sequence[Sequence[str]], encode: Callable[[list[str]], Vectors]) -> Vectors:
    """A vector for each text, those of the first group first; what occurs twice is encoded once."""
    texts = [text for group in groups for text in group]
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return encode([encodable(text) for text in places])[[places[text] for text in texts]]
