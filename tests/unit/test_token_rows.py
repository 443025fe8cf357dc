"""Rows of tokens are the same whether they are computed now, were kept, or had to be forgotten in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import torch
from torch import Tensor

from knowledge_base.token_rows import TokenRows


def squares(ids: Tensor) -> Tensor:
    """Two numbers that tell which token it is."""
    return torch.stack([ids, ids * ids], 1).float()


def test_rows_in_the_order_asked_for_however_often() -> None:
    """Each id has its row, twice when it is asked for twice; and again the same when it is known."""
    kept = TokenRows(squares, 2, most=8)

    first, again = kept.rows([3, 1, 3]), kept.rows([1, 3])

    assert first.tolist() == [[3, 9], [1, 1], [3, 9]]
    assert again.tolist() == [[1, 1], [3, 9]]


def test_a_known_token_is_not_computed_again() -> None:
    """Only what is new is computed."""
    computed: list[int] = []

    def recorded(ids: Tensor) -> Tensor:
        computed.extend(ids.tolist())
        return squares(ids)

    kept = TokenRows(recorded, 2, most=8)
    kept.rows([1, 2])
    kept.rows([2, 3, 1])

    assert computed == [1, 2, 3]


def test_more_tokens_than_are_kept() -> None:
    """When there is no room left, or a text alone has more tokens than there is room for, the rows are right all the same."""
    kept = TokenRows(squares, 2, most=4)

    for ids in ([1, 2, 3], [3, 4, 5], list(range(10)), [5, 1]):
        assert kept.rows(ids).tolist() == squares(torch.tensor(ids)).tolist()


def test_threads_do_not_mix_up_rows() -> None:
    """Many texts at once, with little room: each gets its own rows."""
    kept = TokenRows(squares, 2, most=16)
    texts = [[(number * 7 + step) % 50 for step in range(10)] for number in range(400)]

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(kept.rows, texts))

    assert all(rows.tolist() == squares(torch.tensor(ids)).tolist() for rows, ids in zip(found, texts, strict=True))
