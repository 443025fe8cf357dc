"""Cutting long texts to Telegram's measure."""

from __future__ import annotations

import unicodedata

LONGEST_TEXT = 4096
"""What sendMessage takes. Counted here in UTF-16 units, as Telegram's own offsets are, so never more than it counts."""

_JOINER = "\u200d"
_SENTENCE_ENDS = "。！？；!?;"


def split_text(text: str, limit: int = LONGEST_TEXT) -> list[str]:
    """Pieces of at most ``limit`` UTF-16 units: cut at a line's end, else at a sentence's, else between characters.

    White space around the cuts is dropped; nothing but white space gives no piece at all.
    """
    pieces = []
    rest = text.strip()
    while rest:
        end = _fitting(rest, limit)
        if end < len(rest):
            end = _cut(rest, end)
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return pieces


def _fitting(text: str, limit: int) -> int:
    """How many characters of ``text`` fit into ``limit`` units."""
    units = 0
    for index, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > limit:
            return index
    return len(text)


def _cut(text: str, end: int) -> int:
    """The best place to cut at or before ``end``; lines and sentences end in the second half, or pieces get tiny."""
    half = end // 2
    line_end = text.rfind("\n", half, end + 1)
    if line_end > 0:
        return line_end
    sentence_end = max(text.rfind(mark, half, end) for mark in _SENTENCE_ENDS) + 1
    if sentence_end > 0:
        return sentence_end
    cut = end
    while cut > 0 and _belongs_together(text[cut - 1], text[cut]):
        cut -= 1
    return cut or end


def _belongs_together(before: str, after: str) -> bool:
    """Whether two code points are parts of what people see as one character."""
    return before == _JOINER or after == _JOINER or unicodedata.category(after) in ("Mn", "Me", "Mc", "Sk")
