"""Names that are written as they sound: 花该镇 for 花荄镇, 子潼县 for 梓潼县, 嫘族镇 for 嫘祖镇.

Readings are those of the PyPI package pypinyin (MIT); only its table of characters is read. Syllables that Sichuan speech does not
keep apart count as the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import distribution
from itertools import product
from pathlib import Path

from helpdesk.place_names import Entry, Mention

_TONES = re.compile("[\u0300\u0301\u0304\u030c]")
_CONFUSED = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("([ie]n)g$"), r"\1"),
    (re.compile("^n"), "l"),
    (re.compile("^hu$"), "fu"),
    (re.compile("^hui$"), "fei"),
)
_READINGS_KEPT = 2
_SUFFIX = re.compile(r"[镇乡道村区县市]")
_SHORTEST, _LONGEST = 3, 7

_Key = tuple[str, ...]


class Sounds:
    """Whole names by how they sound; their last character, which says the kind of unit, must be the right one."""

    def __init__(self, names: Iterable[tuple[str, tuple[Entry, ...]]]) -> None:
        found: dict[_Key, list[Entry]] = defaultdict(list)
        for surface, entries in names:
            for key in _keys(surface):
                found[key] += entries
        self._entries = {key: tuple(sorted(set(entries))) for key, entries in found.items()}

    def heard(self, text: str) -> Iterator[Mention]:
        """The stretches of ``text`` that sound like a name, the longest first of those that end at one place."""
        for suffix in _SUFFIX.finditer(text):
            for start in range(max(0, suffix.end() - _LONGEST), suffix.end() - _SHORTEST + 1):
                entries = {e for key in _keys(text[start : suffix.end()]) for e in self._entries.get(key, ())}
                if entries:
                    yield Mention(start, suffix.end(), tuple(sorted(entries)))


def _keys(written: str) -> Iterator[_Key]:
    """The ways to read all characters but the last, with that one as it is."""
    if _SHORTEST <= len(written) <= _LONGEST:
        readings = [_syllables().get(character, ()) for character in written[:-1]]
        yield from ((*reading, written[-1]) for reading in product(*readings))


@cache
def _syllables() -> dict[str, tuple[str, ...]]:
    """The common readings of each character, without tones and made alike where speech confuses them."""
    path = Path(str(distribution("pypinyin").locate_file("pypinyin/pinyin_dict.json")))
    table: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return {
        chr(int(code)): tuple(dict.fromkeys(map(_alike, readings.split(",")[:_READINGS_KEPT])))
        for code, readings in table.items()
    }


def _alike(syllable: str) -> str:
    syllable = _TONES.sub("", unicodedata.normalize("NFD", syllable))
    for pattern, same in _CONFUSED:
        syllable = pattern.sub(same, syllable)
    return syllable
