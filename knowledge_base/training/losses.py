"""What the towers are asked to do better: three ways to find an entry, and one to find articles."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

SHARPNESS = 20.0
_FAR = -1e4


def by_wordings(asked: Tensor, kept: Tensor, owners: Tensor, entries: int) -> Tensor:
    """Find an entry by its other wordings: the nearest ones, and their middle (n questions, mean loss of each of the two).

    ``asked`` (n, d) are the first n of ``kept`` (m, d) under another dropout; ``owners`` (m,). A wording never helps to find
    itself, so that what is trained is what is wanted: finding an entry by words it does not hold (neighbourhood components
    analysis: Goldberger et al., NIPS 2004).
    """
    number = len(asked)
    members = functional.one_hot(owners, entries).float()
    own, wanted = members[:number], owners[:number]
    findable = (members.sum(0)[wanted] > 1).float()  # a wording that is the only one of its entry here finds nothing
    likeness = SHARPNESS * (asked @ kept.T)
    likeness[torch.arange(number), torch.arange(number)] = _FAR
    nearest = torch.log(torch.exp(likeness - SHARPNESS) @ members + 1e-9)
    sums = members.T @ kept
    others = functional.normalize(sums[wanted] - kept[:number], dim=1)
    middles = functional.normalize(sums + 1e-6, dim=1)
    middle = SHARPNESS * (asked @ middles.T * (1 - own) + (asked * others).sum(dim=1, keepdim=True) * own)
    losses = (functional.cross_entropy(scores, wanted, reduction="none") for scores in (nearest, middle))
    return sum(((loss * findable).sum() / findable.sum() for loss in losses), torch.zeros(()))


def by_answer(asked: Tensor, bodies: Tensor, owners: Tensor) -> Tensor:
    """Find an entry by its answer; ``bodies`` (entries, d), ``owners`` (n,)."""
    return functional.cross_entropy(SHARPNESS * (asked @ bodies.T), owners)


def by_articles(asked: Tensor, articles: Tensor, relevant: Tensor) -> Tensor:
    """Find every relevant article before all others; ``relevant`` (n, m) is 1 where article m answers question n.

    Relevant articles do not compete with each other.
    """
    scores = SHARPNESS * (asked @ articles.T)
    others = torch.logsumexp(scores.masked_fill(relevant > 0, _FAR), dim=1, keepdim=True)
    losses = (torch.logaddexp(scores, others) - scores) * relevant
    return (losses.sum(dim=1) / relevant.sum(dim=1).clamp(min=1)).mean()
