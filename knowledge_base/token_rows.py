"""What a network makes of a token by itself, kept for the tokens met last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock

import torch
from torch import Tensor


class TokenRows:
    """Rows of float32 by token id, computed when they are first asked for; safe to use from several threads."""

    def __init__(self, compute: Callable[[Tensor], Tensor], width: int, *, most: int = 4096) -> None:
        """``compute`` makes rows (n, width) of ids (n,). Memory for ``most`` rows is taken as they come.

        The questions of the evaluation, 2,200, have 2,500 different tokens.
        """
        self._compute, self._most = compute, most
        self._rows = torch.empty((most, width))
        self._places: dict[int, int] = {}
        self._changing = Lock()

    def rows(self, ids: Sequence[int]) -> Tensor:
        """A row for each of ``ids``, in their order: shape (n, width)."""
        with self._changing:
            new = [id_ for id_ in dict.fromkeys(ids) if id_ not in self._places]
            if len(self._places) + len(new) > self._most:  # rare, so that keeping count of use is not worth it
                self._places.clear()
                new = list(dict.fromkeys(ids))
            if len(new) > self._most:
                return self._compute(torch.tensor(ids))
            if new:
                begin = len(self._places)
                self._rows[begin : begin + len(new)] = self._compute(torch.tensor(new))
                self._places.update(zip(new, range(begin, begin + len(new)), strict=True))
            return self._rows[torch.tensor([self._places[id_] for id_ in ids])]
