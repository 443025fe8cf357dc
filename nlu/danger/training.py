"""Train the model: examples in, weights out. ``scripts/train_danger.py`` is the command. Seeded, one core."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from numpy.typing import NDArray
from torch import Tensor, nn

from nlu.danger.features import BUCKETS, buckets_of, parts_of
from nlu.danger.model import HIDDEN, RUNS, SORTS, Floats
from nlu.danger.sorts import Sort

EXAMPLES = Path(__file__).with_name("examples")
SEED = 20261125
_EPOCHS = 8
_BATCH = 64
_RATE = 2e-3
_DECAY = 0.3
_DROPOUT = 0.3
_VECTOR_SCALE = 8.0  # to the size of the other inputs
_DANGER_WEIGHT = 2.0  # a missed danger costs more than a false alarm
_OTHER_WEIGHT = 0.5  # messages that were written down for something else count half, and so do windows

Weights = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what it is: ``sort`` is None for no danger; ``group`` is its file's name, empty for other messages."""

    text: str
    sort: Sort | None
    group: str = ""
    indirect: bool = False


def read_examples(folder: Path = EXAMPLES) -> list[Example]:
    """What was written down for this, file by file."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        kept = yaml.safe_load(path.read_text(encoding="utf-8"))
        sort = Sort(path.stem) if kept["danger"] else None
        for name in ("plain", "indirect", "texts"):
            found += [Example(text, sort, path.stem, name == "indirect") for text in kept.get(name, ())]
    return found


def train(examples: Sequence[Example], vectors: Sequence[NDArray[Any]], seed: int = SEED) -> Weights:
    """Weights for DangerModel; ``vectors`` has an array for each example, with a row for each of its parts.

    Of a long message without danger every window is without danger; which window of a long danger shows it nobody has said.
    """
    texts = [example.text for example in examples]
    counts = [_DANGER_WEIGHT if e.sort else (1.0 if e.group else _OTHER_WEIGHT) for e in examples]
    wanted = [0 if e.sort is None else 1 + SORTS.index(e.sort) for e in examples]
    windows = [text for example in examples if example.sort is None for text in parts_of(example.text)[1:]]
    rows = [read[:1] for read in vectors]
    rows += [read[1:] for example, read in zip(examples, vectors, strict=True) if example.sort is None]
    return _network(
        np.vstack(rows).astype(np.float32),
        [buckets_of(text) for text in texts + windows],
        np.array(wanted + [0] * len(windows)),
        np.array(counts + [_OTHER_WEIGHT] * len(windows), dtype=np.float32),
        seed,
    )


class _Network(nn.Module):
    def __init__(self, dimensions: int) -> None:
        super().__init__()
        self.dense = nn.Linear(dimensions, HIDDEN)
        self.runs = nn.EmbeddingBag(BUCKETS, RUNS, mode="sum")
        nn.init.normal_(self.runs.weight, std=0.02)
        self.out = nn.Linear(HIDDEN, len(SORTS) + 1)
        self.said = nn.Linear(RUNS, len(SORTS) + 1, bias=False)
        self.drop = nn.Dropout(_DROPOUT)

    def forward(self, vectors: Tensor, runs: Sequence[Tensor]) -> Tensor:
        """Scores of shape (n, 1 + sorts)."""
        lengths = torch.tensor([len(r) for r in runs])
        said = self.runs(torch.cat(list(runs)), lengths.cumsum(0) - lengths) / lengths.float().sqrt()[:, None]
        hidden = torch.relu(self.dense(self.drop(vectors)))
        scores: Tensor = self.out(self.drop(hidden)) + self.said(self.drop(said))
        return scores


def _network(
    vectors: Floats, runs: list[NDArray[np.int64]], wanted: NDArray[Any], counts: Floats, seed: int
) -> Weights:
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    inputs, sorts, weight = (
        torch.from_numpy(vectors * _VECTOR_SCALE),
        torch.from_numpy(wanted),
        torch.from_numpy(counts),
    )
    said = [torch.from_numpy(row) for row in runs]
    network, batches = _Network(vectors.shape[1]), len(runs) // _BATCH + 1
    optimiser = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2 * _RATE, total_steps=_EPOCHS * batches)
    for _ in range(_EPOCHS):
        for rows in np.array_split(chance.permutation(len(runs)), batches):
            scores = network(inputs[rows], [said[row] for row in rows])
            losses = nn.functional.cross_entropy(scores, sorts[rows], reduction="none", label_smoothing=0.02)
            loss = (losses * weight[rows]).sum() / weight[rows].sum()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch ships it without annotations
            optimiser.step()
            pace.step()
    tensors = {
        "dense": network.dense.weight.T * _VECTOR_SCALE, "dense_bias": network.dense.bias, "runs": network.runs.weight,
        "out": network.out.weight.T, "said": network.said.weight.T, "bias": network.out.bias,
    }  # fmt: skip
    return {name: np.ascontiguousarray(tensor.detach().numpy()) for name, tensor in tensors.items()}
