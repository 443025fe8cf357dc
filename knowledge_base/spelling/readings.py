"""How characters and words sound: the tables of the PyPI package pypinyin (MIT); its code is not imported.

The package itself would keep every phrase in memory (58 MB); here only those of the corpus stay.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Container
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

Syllables = tuple[str, ...]

_HAN = range(0x4E00, 0xA000)
_TONES = re.compile("[\u0300\u0301\u0304\u030c]")
# Sounds that Sichuan does not keep apart: zh/z, ch/c, sh/s, in/ing, en/eng, n/l, and hu/f before a vowel.
_CONFUSED = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("([ie]n)g$"), r"\1"),
    (re.compile("^n"), "l"),
    (re.compile("^hu(?=[aei])"), "f"),
    (re.compile("^hui$"), "fei"),
    (re.compile("^hun$"), "fen"),
    (re.compile("^hong$"), "fen"),
    (re.compile("^hu$"), "fu"),
)
# A character's other readings are rare in what people write; the second is still common (还, 行, 长).
_KEPT = 2


class Readings:
    """Readings without tones, ü written v: of single characters, and of the phrases that were asked for."""

    def __init__(self, phrases: Container[str]) -> None:
        """Keep the phrases in ``phrases``; the others are read as their characters are."""
        self._of_character = _characters()
        self._of_phrase = {
            word: tuple(toneless(syllable[0]) for syllable in syllables)
            for word, syllables in _table("phrases_dict.json").items()
            if word in phrases
        }

    def of_character(self, character: str) -> Syllables:
        """The common readings of a character, the commonest first; empty for what is none."""
        return self._of_character.get(character, ())

    def of_word(self, word: str) -> Syllables:
        """One syllable a character; empty when a character has no reading."""
        if (phrase := self._of_phrase.get(word)) is not None:
            return phrase
        found = [self.of_character(character)[:1] for character in word]
        return tuple(reading[0] for reading in found) if all(found) else ()


@cache
def _characters() -> dict[str, Syllables]:
    """The common readings of each character; read once a process."""
    characters: dict[str, str] = _table("pinyin_dict.json")
    return {
        chr(int(code)): tuple(dict.fromkeys(map(toneless, readings.split(","))))[:_KEPT]
        for code, readings in characters.items()
        if int(code) in _HAN
    }


def toneless(syllable: str) -> str:
    """lǜ is lv, hūn is hun."""
    plain = _TONES.sub("", unicodedata.normalize("NFD", syllable))
    return unicodedata.normalize("NFC", plain).replace("ü", "v")


def confused(syllable: str) -> str:
    """The same for all syllables that Sichuan speech does not keep apart."""
    for pattern, same in _CONFUSED:
        syllable = pattern.sub(same, syllable)
    return syllable


def _table(name: str) -> Any:
    path = Path(str(distribution("pypinyin").locate_file(f"pypinyin/{name}")))
    return json.loads(path.read_text(encoding="utf-8"))
