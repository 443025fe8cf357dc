"""Draw the line between what is a legal matter and what is not: part of ``make calibrate``; writes ``outside.safetensors``.

From the messages that Rasa's classifier learns from, and the wordings of the corpus; no test question has a part in it.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import PlainEncoder
from knowledge_base.entry_texts import entries_of
from knowledge_base.evaluation.trials import load_questions
from knowledge_base.outside import OutsideModel
from knowledge_base.universal import DIMENSIONS

OUTSIDE, LEGAL = "outside", "ask_legal"
"""The intents of messages that are no legal matter, and of those that are one."""
_SOFTNESS = 10.0
_MARKED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")  # [words](entity) or [words]{...}, as Rasa's data has them


def main() -> int:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("messages", type=Path, help="the folder of Rasa's training data")
    options = parser.parse_args()
    asked = {question.text for question in load_questions()}
    outside = sorted(set(messages(options.messages, OUTSIDE)) - asked)
    wordings = (wording for entry in entries_of(load_corpus()) for wording in entry.wordings)
    legal = sorted({*messages(options.messages, LEGAL), *wordings} - asked)
    fit(PlainEncoder(), outside, legal).save()
    print(f"{len(outside)} messages that are no legal matter, {len(legal)} that are one")
    return 0


def messages(folder: Path, intent: str) -> list[str]:
    """The examples of an intent in Rasa's files, without the marks of entities."""
    blocks = [
        block
        for path in sorted(folder.glob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        if block.get("intent") == intent
    ]
    lines = [line.strip().removeprefix("-").strip() for block in blocks for line in block["examples"].splitlines()]
    return [_MARKED.sub(r"\1", line) for line in lines if line]


def fit(encoder: PlainEncoder, outside: list[str], legal: list[str]) -> OutsideModel:
    """Both sides count the same, however many there are of each."""
    vectors = encoder.encode([*outside, *legal])[:, :DIMENSIONS]
    model = LogisticRegression(C=_SOFTNESS, class_weight="balanced", max_iter=2000)
    model.fit(vectors, np.arange(len(vectors)) < len(outside))
    return OutsideModel(encoder.vector, model.coef_[0].astype(np.float32), float(model.intercept_[0]))


if __name__ == "__main__":
    sys.exit(main())
