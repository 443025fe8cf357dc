"""The training data as the files of ``nlu/data`` hold it."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

FOLDER = Path(__file__).with_name("data")
_NOT_WORDS = re.compile(r"[\W_]+")


def load_examples(folder: Path = FOLDER) -> list[tuple[str, str]]:
    """All examples as (intent, text), in the order of the files."""
    examples = []
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = [line for line in block["examples"].splitlines() if line.strip()]
            examples += [(block["intent"], line.removeprefix("- ").strip()) for line in lines]
    return examples


def same_words(text: str) -> str:
    """``text`` without punctuation and blanks, in small letters: two texts that are alike in it are the same example."""
    return _NOT_WORDS.sub("", text.lower())
