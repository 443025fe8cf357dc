"""Train the head on the corpus: which directions of the encoder tell one legal question from another?

The map starts from the whitening and is trained so that each wording finds its own entry among all others: by the
middle of the entry's other wordings, by its nearest other wordings, and by its answer. A wording never helps to find
itself, so that what is trained is what is wanted: finding an entry by words it does not hold (neighbourhood
components analysis: Goldberger et al., NIPS 2004).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from knowledge_base.dialect import standard
from knowledge_base.entry_index import Entry, body_of, encodable
from knowledge_base.head import Head
from knowledge_base.ports import Encoder, Vectors
from knowledge_base.text import normalise
from knowledge_base.whitening import Whitening

SEED = 20261123
_STEPS = 40
_LEARNING_RATE = 1e-3
_DROPOUT = 0.3
_SHARPNESS = 20.0
_ANSWER_WEIGHT = 0.5
# How often a wording is shown as it was written (as it is, or normalised) and not in standard words.
_AS_WRITTEN = 0.4
# Brings the components of the encoder's unit vectors near 1, where the learning rate is right.
_INPUT_SCALE = 8.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is trained on: ``views`` (3, n, d) of n wordings, their ``owners`` (n,), and ``bodies`` (entries, d)."""

    views: Vectors
    owners: NDArray[np.int64]
    bodies: Vectors


def lesson(entries: tuple[Entry, ...], encoder: Encoder) -> Lesson:
    """All wordings of ``entries``: in standard words, normalised, and as written."""
    wordings = [(row, wording) for row, entry in enumerate(entries) for wording in entry.wordings]
    written = [wording for _, wording in wordings]
    views = [
        encoder.encode(texts)
        for texts in (list(map(encodable, written)), [normalise(w) or standard(w) for w in written], written)
    ]
    bodies = encoder.encode([encodable(body_of(entry)) for entry in entries])
    return Lesson(np.stack(views), np.array([row for row, _ in wordings], dtype=np.int64), bodies)


def train(given: Lesson, encoder: str, seed: int = SEED) -> Head:
    """A head for the encoder of this name; the same lesson and seed give the same head on the same machine."""
    torch.manual_seed(seed)
    views, bodies = torch.from_numpy(given.views), torch.from_numpy(given.bodies)
    members = functional.one_hot(torch.from_numpy(given.owners)).float()
    whitening = Whitening(given.views[0], given.owners)
    mean = torch.from_numpy(np.asarray(whitening.mean, dtype=np.float32))
    weights = torch.nn.Parameter(torch.from_numpy(whitening.map / np.linalg.norm(whitening.map, 2)))

    def look(vectors: Tensor) -> Tensor:
        return functional.normalize(functional.dropout((vectors - mean) * _INPUT_SCALE, _DROPOUT) @ weights, dim=1)

    optimiser = torch.optim.Adam([weights], lr=_LEARNING_RATE)
    for _ in range(_STEPS):
        loss = _loss(look(_mixed(views)), look(_mixed(views)), look(bodies), members)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch ships it without annotations
        optimiser.step()
    return Head(encoder, mean.numpy(), weights.detach().numpy())


def _mixed(views: Tensor) -> Tensor:
    """One view of each wording, drawn anew: shape (n, d)."""
    drawn = torch.rand(views.shape[1], 1)
    return torch.where(drawn > _AS_WRITTEN, views[0], torch.where(drawn > _AS_WRITTEN / 2, views[1], views[2]))


def _loss(asked: Tensor, kept: Tensor, bodies: Tensor, members: Tensor) -> Tensor:
    """Cross-entropy of finding the owners of ``asked`` (n, d) in three ways; ``members`` is one-hot (n, entries)."""
    owners = members.argmax(dim=1)
    itself = torch.eye(len(asked), dtype=torch.bool)
    likeness = (_SHARPNESS * (asked @ kept.T)).masked_fill(itself, -1e4)
    by_wordings = torch.log(torch.exp(likeness - _SHARPNESS) @ members + 1e-9)
    sums = members.T @ kept
    others = functional.normalize(sums[owners] - kept, dim=1)  # the middle of an entry without the wording that asks
    by_middle = asked @ functional.normalize(sums, dim=1).T * (1 - members)
    by_middle = _SHARPNESS * (by_middle + (asked * others).sum(dim=1, keepdim=True) * members)
    by_answer = _SHARPNESS * (asked @ bodies.T)
    found = functional.cross_entropy(by_wordings, owners) + functional.cross_entropy(by_middle, owners)
    return found + _ANSWER_WEIGHT * functional.cross_entropy(by_answer, owners)
