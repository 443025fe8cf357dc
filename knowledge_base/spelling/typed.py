"""Pinyin in a text: which letters may be pinyin, and which words of the corpus a stretch of them may spell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from knowledge_base.spelling.readings import Readings, toneless
from knowledge_base.spelling.words import LONGEST, Words, is_han

# How often the corpus must have a word, or a character that stands alone, to be read out of pinyin.
_AT_LEAST, _ALONE_AT_LEAST = 2, 20
# How many words of one spelling are weighed.
_HOMOPHONES = 6
_LONGEST_KEY = 6 * LONGEST
_LETTERS = "a-zA-Zà-üÀ-Üāēīōūǖǘǚǜǎěǐǒǔ"
_TOKEN = re.compile(f"[{_LETTERS}]+")
_LETTER = re.compile(f"[{_LETTERS}]")
_BETWEEN = frozenset(" '’-")
# Letters beside these are part of a number plate, a model, an address.
_NOT_BESIDE = re.compile(r"[0-9@/:_.·]")
# Capitals up to this many are an abbreviation (APP, KTV, WIFI).
_ABBREVIATION = 4

Spelt = tuple[int, int, str, float]
"""Start, end, the word, its cost."""


class Pinyin:
    """The words of the corpus by their letters, without tones."""

    def __init__(self, words: Words, readings: Readings, latin: Collection[str]) -> None:
        """``latin`` are words in Latin letters that stay as they are, in small letters."""
        self._readings = readings
        self._latin = frozenset(latin)
        self._spelt: dict[str, list[tuple[str, float]]] = {}
        for word, (count, log) in words.of_corpus(_AT_LEAST).items():
            syllables = readings.of_word(word)
            if syllables and (len(word) > 1 or count >= _ALONE_AT_LEAST):
                for spelling in _spellings(word, "".join(syllables)):
                    self._spelt.setdefault(spelling, []).append((word, -log))
        for found in self._spelt.values():
            found.sort(key=lambda entry: entry[1])
            del found[_HOMOPHONES:]

    def groups(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each run of letters that may be pinyin; what stands between its parts belongs to it."""
        tokens = [found.span() for found in _TOKEN.finditer(text) if self._may_be_pinyin(text, *found.span())]
        if not tokens:
            return []
        joined = [tokens[0]]
        for (_, last), (start, end) in pairwise(tokens):
            if all(character in _BETWEEN for character in text[last:start]):
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return joined

    def words(self, text: str, group: tuple[int, int]) -> Iterator[Spelt]:
        """Every word that letters of the group spell; characters beside the group may be part of it (离hun)."""
        first, last = group
        for start in range(max(0, first - LONGEST + 1), last):
            if start >= first or all(map(is_han, text[start:first])):
                yield from self._words_from(text, start, group)

    def _words_from(self, text: str, start: int, group: tuple[int, int]) -> Iterator[Spelt]:
        keys, written = [""], ""
        for at in range(start, len(text)):
            character = text[at]
            if _LETTER.match(character):
                keys = [key + toneless(character.lower()) for key in keys]
            elif is_han(character) and (at < group[0] or at >= group[1]):
                keys = [key + reading for key in keys for reading in self._readings.of_character(character)]
                written += character
            elif character in _BETWEEN and start < at < group[1]:
                continue
            else:
                return
            if len(written) >= LONGEST or not keys or len(keys[0]) > _LONGEST_KEY:
                return
            if at >= group[0]:
                end = _behind_gap(text, at + 1, group[1])
                for key in keys:
                    for word, cost in self._spelt.get(key, ()):
                        if len(word) > len(written) and _in_order(written, word):
                            yield start, end, word, cost

    def _may_be_pinyin(self, text: str, start: int, end: int) -> bool:
        token = text[start:end]
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        return not (
            _NOT_BESIDE.search(beside)
            or (token.isupper() and len(token) <= _ABBREVIATION)
            or token.lower() in self._latin
        )


def _spellings(word: str, letters: str) -> set[str]:
    """How a word is typed: 谁 and 了 as people say them, too."""
    spoken = letters.replace("shui", "shei") if "谁" in word else letters
    return {letters, spoken, spoken.replace("liao", "le") if "了" in word else spoken}


def _behind_gap(text: str, at: int, end: int) -> int:
    while at < end and text[at] in _BETWEEN:
        at += 1
    return at


def _in_order(characters: str, word: str) -> bool:
    rest = iter(word)
    return all(character in rest for character in characters)
