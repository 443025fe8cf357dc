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

from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import PlainEncoder
from nlu.danger.features import parts_of
from nlu.danger.model import WEIGHTS, DangerModel
from nlu.danger.rules import judge_by_rule
from nlu.danger.thresholds import choose, read_unseen
from nlu.danger.training import Example, read_examples, train

_OTHERS = Path("nlu/data")
_NEAR_DANGER = {"violence", "minors", "criminal"}
_MARKED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")  # [words](entity) or [words]{...}, as Rasa's data has them


def other_messages(folder: Path = _OTHERS) -> list[Example]:
    """What Rasa's classifier is trained on, but for its own examples of danger: messages of everyday."""
    blocks = [
        block
        for path in sorted(folder.glob("*.yml"))
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]
        if block.get("intent") != "danger"
    ]
    lines = [line.strip().removeprefix("-").strip() for b in blocks for line in b.get("examples", "").splitlines()]
    return [Example(text, None) for text in sorted({_MARKED.sub(r"\1", line) for line in lines if line})]


def corpus_questions() -> list[Example]:
    """Every third wording of the corpus, but for the topics whose askers may be in danger."""
    entries = (entry for entry in load_corpus().faqs if entry.topic not in _NEAR_DANGER)
    return [Example(text, None) for text in sorted({wording for e in entries for wording in e.wordings})[::3]]


def everyday_messages() -> list[Example]:
    """Both, each text once, but for those in which a rule sees danger."""
    judged = {example: judge_by_rule(example.text) for example in (*other_messages(), *corpus_questions())}
    return sorted((e for e, rule in judged.items() if rule.sort is None or rule.doubted), key=lambda e: e.text)


def main() -> int:
    """Train, choose the thresholds and write both."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    began = time.monotonic()
    torch.set_num_threads(1)
    written = read_examples()
    known = {example.text for example in written}
    examples = written + [example for example in everyday_messages() if example.text not in known]
    encoder = PlainEncoder()
    parts = [parts_of(example.text) for example in examples]
    ends = np.cumsum([len(texts) for texts in parts])
    vectors = np.split(encoder.encode([text for texts in parts for text in texts]), ends[:-1])
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
