"""Text as the index sees it: one width, one case, no noise."""

from __future__ import annotations

import re
import unicodedata

_NOISE = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
# Nobody sees them, and XML, which spreadsheets are made of, has no way to write them.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SENTENCE_END = re.compile(r"[。！？；!?;\n]+")


def normalise(text: str) -> str:
    """Full-width to half-width, lower case, white space and punctuation gone."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())


def bigrams(text: str) -> list[str]:
    """Character bigrams of the normalised text; a single character stands for itself."""
    plain = normalise(text)
    return [plain[i : i + 2] for i in range(len(plain) - 1)] or ([plain] if plain else [])


def characters_and_bigrams(text: str) -> list[str]:
    """Every character of the normalised text, then every bigram."""
    plain = normalise(text)
    return [*plain, *(plain[i : i + 2] for i in range(len(plain) - 1))]


def sentences(text: str) -> list[str]:
    """The sentences of a text in order, without their full stops and without those of three characters or fewer."""
    return [part for part in _SENTENCE_END.split(text) if len(normalise(part)) > 3]


def written_lines(text: str) -> list[str]:
    """The lines of a text without control characters and white space around them; empty ones are left out."""
    lines = (line.strip() for line in _INVISIBLE.sub("", text).splitlines())
    return [line for line in lines if line]
