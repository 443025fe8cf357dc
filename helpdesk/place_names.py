"""How the names of places are written, and a dictionary of everything a citizen may write for one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple

from helpdesk.models import Place, Tier

_SUFFIX = {
    Tier.CITY: re.compile(r"市$"),
    Tier.COUNTY: re.compile(r"(羌族自治县|县|市|区)$"),
    Tier.TOWNSHIP: re.compile(r"(街道|(回族|羌族|藏族)?乡|镇)$"),
    Tier.VILLAGE: re.compile(r"(村|社区)$"),
}
_OTHER_SUFFIXES = {
    Tier.CITY: (),
    Tier.COUNTY: ("县", "市", "区"),
    Tier.TOWNSHIP: ("镇", "乡", "街道", "办事处", "街道办", "古镇", "场镇", "场"),
    Tier.VILLAGE: ("村", "社区", "居委会"),
}
# Variants, and rare characters with the common ones that they are taken for.
_VARIANTS = str.maketrans({"廻": "回", "迴": "回", "睢": "雎", "旬": "甸", "锦": "绵", "坭": "泥"})


class Kind(IntEnum):
    """How a surface stands to the unit it may mean, the surest first."""

    NAME = 0
    FORMER = 1
    TYPED = 2
    """The stem with another suffix: 魏城乡 for 魏城镇."""
    FORMER_TYPED = 3
    STEM = 4
    FORMER_STEM = 5


def normalise(written: str) -> str:
    """Full-width letters and digits made plain, and variant characters made the common ones."""
    return unicodedata.normalize("NFKC", written).translate(_VARIANTS)


def stem(name: str, tier: Tier) -> str:
    """The name without what says its kind: 北川羌族自治县 → 北川, 大兴回族乡 → 大兴, 铁炉村 → 铁炉."""
    return _SUFFIX[tier].sub("", name)


def surfaces(name: str, former_names: tuple[str, ...], tier: Tier) -> Iterator[tuple[str, Kind]]:
    """Each way to write the unit's name, normalised; a surface may come twice. One-character stems are left out."""
    name = normalise(name)
    yield name, Kind.NAME
    short = stem(name, tier)
    if len(short) > 1:
        yield short, Kind.STEM
        for suffix in _OTHER_SUFFIXES[tier]:
            yield short + suffix, Kind.TYPED
        if people := re.search("([回羌藏])族乡$", name):
            yield from ((f"{short}{people[1]}{ending}", Kind.TYPED) for ending in ("族", "乡"))
    for former in map(normalise, former_names):
        yield former, Kind.FORMER
        if len(former_short := stem(former, tier)) > 1:
            yield former_short, Kind.FORMER_STEM
            for suffix in _OTHER_SUFFIXES[tier]:
                yield former_short + suffix, Kind.FORMER_TYPED


class Entry(NamedTuple):
    """A unit that a surface may mean. Entries sort the surest first."""

    kind: Kind
    code: str
    tier: Tier


class Mention(NamedTuple):
    """A stretch of a text, ``start`` to ``end``, and the units it may mean."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    def tiers(self) -> set[Tier]:
        """The tiers of those units."""
        return {entry.tier for entry in self.entries}


class Names:
    """A dictionary of surfaces, looked up at a position of a text."""

    def __init__(self, entries: Mapping[str, Iterable[Entry]]) -> None:
        self._entries = {surface: tuple(sorted(found)) for surface, found in entries.items()}
        lengths: dict[str, set[int]] = defaultdict(set)
        for surface in entries:
            lengths[surface[0]].add(len(surface))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def all(self) -> Iterable[tuple[str, tuple[Entry, ...]]]:
        """Every surface with the units it may mean."""
        return self._entries.items()

    def get(self, surface: str) -> tuple[Entry, ...]:
        """The units that ``surface`` may mean."""
        return self._entries.get(surface, ())

    def at(self, text: str, start: int, stop: int) -> Iterator[Mention]:
        """What begins at ``start`` and ends by ``stop``, the longest first."""
        for length in self._lengths.get(text[start : start + 1], ()):
            entries = self._entries.get(text[start : start + length])
            if entries and start + length <= stop:
                yield Mention(start, start + length, entries)


def names_of(places: Iterable[Place]) -> tuple[Names, Names]:
    """Two dictionaries of ``places``: of whole names, and of stems."""
    whole: dict[str, list[Entry]] = defaultdict(list)
    stems: dict[str, list[Entry]] = defaultdict(list)
    for place in places:
        best: dict[str, Kind] = {}
        for surface, kind in surfaces(place.name, (*place.former_names, *place.aliases), place.tier):
            best[surface] = min(kind, best.get(surface, kind))
        for surface, kind in best.items():
            into = stems if kind in (Kind.STEM, Kind.FORMER_STEM) else whole
            into[surface].append(Entry(kind, place.code, place.tier))
    return Names(whole), Names(stems)
