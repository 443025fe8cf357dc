"""Train the model that recognises danger: ``make train-danger``; writes ``nlu/danger/weights.safetensors``."""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

import numpy as np
import torch
import yaml

from knowledge_base.encoder import PlainEncoder
from nlu.danger.model import WEIGHTS, DangerModel
from nlu.danger.thresholds import choose, read_unseen
from nlu.danger.training import Example, read_examples, train

_OTHERS = Path("nlu/data")
_MARKED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")  # [words](entity) or [words]{...}, as Rasa's data has them


def other_messages(folder: Path = _OTHERS, known: frozenset[str] = frozenset()) -> list[Example]:
    """What Rasa's classifier is trained on: messages of everyday, none of them danger. ``known`` are left out."""
    blocks = [
        block for path in sorted(folder.glob("*.yml")) for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]
    ]
    lines = [line.strip().removeprefix("-").strip() for b in blocks for line in b.get("examples", "").splitlines()]
    return [Example(text, None) for text in sorted({_MARKED.sub(r"\1", line) for line in lines if line} - known)]


def main() -> int:
    """Train, choose the thresholds and write both."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    began = time.monotonic()
    torch.set_num_threads(1)
    written = read_examples()
    examples = [*written, *other_messages(known=frozenset(e.text for e in written))]
    encoder = PlainEncoder()
    vectors = encoder.encode([example.text for example in examples])
    danger = np.array([example.sort is not None for example in examples])
    hard = np.array([bool(example.group) for example in examples]) & ~danger
    print(f"{danger.sum()} messages of danger, {hard.sum()} without, {(~danger & ~hard).sum()} of everyday")
    unseen = read_unseen(examples, vectors, encoder.name)
    thresholds = choose(examples, unseen)
    print(f"{thresholds}; above the middle one, unseen: {np.mean(unseen[danger] >= thresholds.plain):.3f} of danger, "
          f"{np.mean(unseen[hard] >= thresholds.plain):.3f} of the hard messages")  # fmt: skip
    DangerModel(train(examples, vectors), thresholds, encoder.name).save(options.out)
    print(f"trained in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
