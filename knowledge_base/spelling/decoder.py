"""The likeliest reading of a text that may hold pinyin and slips of the same sound.

A path through the text is a row of pieces: a character or word as it is written, letters as they are, a word that was
typed in pinyin, or a word of the corpus for a span that sounds like it and is no word itself. Pieces cost what their
words are unlikely, less what draws each to the one before (``words``), and a slip costs extra. The cheapest path wins.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from knowledge_base.spelling.readings import Readings, Syllables, confused
from knowledge_base.spelling.typed import Pinyin
from knowledge_base.spelling.words import LONGEST, Words, is_han

# How often the corpus must have a word for a slip to be read as it.
_AT_LEAST = 8
# Costs, natural logarithms like the words' own: a character that sounds the same; one that sounds the same in Sichuan
# only; a character that nothing is known of; letters that stay, so much that any reading of them is cheaper.
_SAME_SOUND, _NEAR_SOUND, _UNKNOWN, _LETTERS = 5.0, 7.5, 18.0, 500.0
_ATTRACTION = 0.5
# What a slip is never read as: so common that whoever meant it would have found it, and part of many that are no words.
_FUNCTION = frozenset("我你他她它们的了吗呢吧嘛不就也都还很这那之来到看做")
# What is never a slip: the small words of written language, which stand beside anything.
_SMALL = frozenset("其由但之而且与及或对为以向从是")
# Names are never slips: what follows these, what ends in or stands before those, what begins with a surname.
_NAMED = re.compile("(?:[叫姓]|名字)$")
_PLACE_ENDS = frozenset("镇乡村县区市街路组社湾沟坝")
_SURNAMES = frozenset("王李张刘陈杨赵黄周吴徐孙胡朱郭何罗郑梁谢宋唐邓韩冯曹彭曾肖董袁潘蒋蔡杜魏吕沈姚卢谭廖邹")


@dataclass(frozen=True, slots=True)
class Piece:
    """What the text up to ``end`` is read as; ``typed`` says that it was pinyin."""

    end: int
    text: str
    cost: float
    typed: bool = False


Path = list[tuple[int, Piece]]
"""Start and piece, in order."""


class Decoder:
    """Reads a text by the words of a corpus."""

    def __init__(self, words: Words, readings: Readings, latin: Collection[str] = ()) -> None:
        """``latin`` are words in Latin letters that stay as they are, in small letters."""
        self._words = words
        self._readings = readings
        self._pinyin = Pinyin(words, readings, latin)
        self._sounding: dict[str, list[tuple[str, Syllables, float]]] = {}
        for word, (_, log) in words.of_corpus(_AT_LEAST).items():
            rich = len(word) > 2 or (len(word) == 2 and not _FUNCTION & set(word))
            if rich and (syllables := readings.of_word(word)):
                key = " ".join(map(confused, syllables))
                self._sounding.setdefault(key, []).append((word, syllables, -log))
        self._sounds: dict[str, str] = {}

    def read(self, text: str) -> str:
        """The text with pinyin and slips replaced; everything else is as it was."""
        groups = self._pinyin.groups(text)
        path = self._cheapest(text, self._pieces(text, groups))
        for group in groups:
            path = _unless_single(text, path, group)
        return "".join(piece.text for _, piece in path)

    def _cheapest(self, text: str, pieces: list[list[Piece]]) -> Path:
        """For each place and each last character of what was read up to there, only the cheapest way is followed."""
        reached: list[dict[str, tuple[float, int, str, Piece | None]]] = [{} for _ in range(len(text) + 1)]
        reached[0]["\n"] = (0.0, 0, "", None)
        for start, choices in enumerate(pieces):
            for last, (cost, *_) in reached[start].items():
                for piece in choices:
                    total = cost + piece.cost - _ATTRACTION * self._words.attraction(last, piece.text[0])
                    ends, own = reached[piece.end], piece.text[-1]
                    if own not in ends or total < ends[own][0]:
                        ends[own] = (total, start, last, piece)
        path: Path = []
        place, last = len(text), min(reached[-1], key=lambda own: reached[-1][own][0])
        while (chosen := reached[place][last][3]) is not None:
            _, place, last, _ = reached[place][last]
            path.append((place, chosen))
        return path[::-1]

    def _pieces(self, text: str, groups: list[tuple[int, int]]) -> list[list[Piece]]:
        """The pieces that start at each place."""
        found: list[list[Piece]] = [[] for _ in text]
        known = [self._words.chances(text, length) for length in range(1, LONGEST + 1)]
        for start, character in enumerate(text):
            if not is_han(character):
                found[start].append(Piece(start + 1, character, 0.0))
                continue
            alone = known[0][start]
            found[start].append(Piece(start + 1, character, _UNKNOWN if alone is None else -alone))
            for end in range(start + 2, min(start + LONGEST, len(text)) + 1):
                chance = known[end - start - 1][start]
                if chance is not None:
                    found[start].append(Piece(end, text[start:end], -chance))
                elif not _may_be_name(text, start, end):
                    found[start] += self._slips(text, start, end, known)
        for first, last in groups:
            found[first:last] = [[] for _ in range(first, last)]
            found[first].append(Piece(last, text[first:last], _LETTERS))
            for start, end, word, cost in self._pinyin.words(text, (first, last)):
                found[start].append(Piece(end, word, cost, typed=True))
        return found

    def _slips(self, text: str, start: int, end: int, known: list[list[float | None]]) -> Iterator[Piece]:
        """Words of the corpus that sound like a span which is no word, and change no word in it (扶养费)."""
        written = text[start:end]
        key = " ".join(map(self._sound, written))
        for word, syllables, cost in self._sounding.get(key, ()):
            changed = [at for at, (old, new) in enumerate(zip(written, word, strict=True)) if old != new]
            if not any(
                word[at] in _FUNCTION or written[at] in _SMALL or _in_word(known, start, end, start + at)
                for at in changed
            ):
                yield Piece(end, word, cost + sum(self._distance(written[at], syllables[at]) for at in changed))

    def _distance(self, written: str, syllable: str) -> float:
        return _SAME_SOUND if syllable in self._readings.of_character(written)[:1] else _NEAR_SOUND

    def _sound(self, character: str) -> str:
        """What a character is heard as, by its commonest reading; remembered, there are a few thousand in use."""
        if character not in self._sounds:
            self._sounds[character] = "".join(map(confused, self._readings.of_character(character)[:1]))
        return self._sounds[character]


def _in_word(known: list[list[float | None]], start: int, end: int, place: int) -> bool:
    """Whether a word of two or more characters between ``start`` and ``end`` covers ``place``."""
    return any(
        known[length - 1][first] is not None
        for length in range(2, end - start)
        for first in range(max(start, place - length + 1), min(place, end - length) + 1)
    )


def _may_be_name(text: str, start: int, end: int) -> bool:
    return (
        text[start] in _SURNAMES
        or text[end - 1] in _PLACE_ENDS
        or text[end : end + 1] in _PLACE_ENDS
        or _NAMED.search(text, max(0, start - 2), start) is not None
    )


def _unless_single(text: str, path: Path, group: tuple[int, int]) -> Path:
    """Letters of which every part spells a single character, such as he or men, stay as they are."""
    own = [at for at, (start, piece) in enumerate(path) if piece.typed and start < group[1] and piece.end > group[0]]
    if not own or any(len(path[at][1].text) > 1 for at in own):
        return path
    return [*path[: own[0]], (group[0], Piece(group[1], text[slice(*group)], 0.0)), *path[own[-1] + 1 :]]
