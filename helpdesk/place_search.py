"""Finding the place that a sentence names.

Two readings of the text. The first finds whole names (芦溪镇, 铁炉村, 安县, or 魏城乡 with the wrong suffix). The second looks
between them for stems (三台, 芦溪, 铁炉) and asks ``place_cues`` whether to believe them. What was found is then narrowed from
the widest tier down: a village counts only below the township that was named, so 魏城镇 with an unknown village stays 魏城镇.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from helpdesk.models import Place, Tier
from helpdesk.place_cues import Stem, are_joined, ends_a_phrase, is_generic, said_alone, starts_a_word, surely_a_place
from helpdesk.place_names import Entry, Kind, Mention, names_of, normalise
from helpdesk.place_sounds import Sounds

_LONGEST_NAME = 12
_CODE = re.compile(r"(?<!\d)\d{12}(?!\d)")


class PlaceSearch:
    """An index over the names of ``places``; ``parents`` has the code of the unit above each."""

    def __init__(self, places: Iterable[Place], parents: Mapping[str, str | None]) -> None:
        places = list(places)
        self._parents = parents
        self._tiers = {place.code: place.tier for place in places}
        self._whole, self._stems = names_of(places)
        self._sounds = Sounds(self._whole.all())

    def find(self, text: str) -> list[str]:
        """The codes of the narrowest units that ``text`` names, the best first."""
        text = normalise(text)
        if codes := [code for code in dict.fromkeys(_CODE.findall(text)) if code in self._tiers]:
            return codes
        alone = said_alone(text) or ""
        if entries := self._whole.get(alone) or self._stems.get(alone):
            return self._narrow([Mention(0, len(text), entries)])
        if chain := self._chain(alone, 0, None):
            return self._narrow(chain)
        return self._narrow(self._with_stems(text, self._with_heard(text, alone, self._whole_names(text))))

    def code_at(self, code: str, tier: Tier) -> str | None:
        """The unit of ``tier`` that ``code`` is or lies in; None when ``code`` is wider than that."""
        above: str | None = code
        while above is not None and self._tiers.get(above) is not tier:
            above = self._parents.get(above)
        return above

    def _chain(self, text: str, start: int, outer: Mention | None) -> list[Mention]:
        """Names right after each other to the end of ``text``, each of a unit within the one before: 河清金华. Empty for none."""
        for names in (self._whole, self._stems):
            for found in names.at(text, start, len(text)):
                within = found._replace(entries=self._within(found, outer)) if outer else found
                if within.entries and within.end == len(text):
                    return [within]
                if within.entries and (rest := self._chain(text, within.end, within)):
                    return [within, *rest]
        return []

    def _whole_names(self, text: str) -> list[Mention]:
        mentions: list[Mention] = []
        generic: list[Mention] = []
        position = 0
        while position < len(text):
            mention = next(self._whole.at(text, position, len(text)), None)
            if mention is None:
                position += 1
                continue
            after_name = bool(mentions) and mentions[-1].end == position
            starts = starts_a_word(text, position)
            if starts and not after_name and is_generic(text[position : mention.end]):
                generic.append(mention)
            elif after_name or starts or _is_plain(mention):
                mentions.append(mention)
            position = mention.end
        return sorted([*mentions, *(found for found in generic if self._township_named(found, mentions))])

    def _township_named(self, village: Mention, mentions: list[Mention]) -> bool:
        townships = (
            name._replace(entries=tuple(e for e in name.entries if e.tier is Tier.TOWNSHIP)) for name in mentions
        )
        return any(self._within(village, township) for township in townships)

    def _with_heard(self, text: str, alone: str, whole: list[Mention]) -> list[Mention]:
        """The whole names, and between them what only sounds like one; ``alone`` is the one name that is said."""
        mentions = list(whole)
        for heard in self._sounds.heard(text):
            if any(heard.start < other.end and other.start < heard.end for other in mentions):
                continue
            if text[heard.start : heard.end] != alone:
                heard = self._believed_by_sound(text, heard)
            if heard.entries:
                mentions.append(heard)
        return sorted(mentions)

    def _believed_by_sound(self, text: str, heard: Mention) -> Mention:
        """What was heard, with the units alone that lie in one whose name stands right before it, and townships and counties
        after words such as 我在.
        """
        above = [
            found
            for start in range(max(0, heard.start - _LONGEST_NAME), heard.start)
            for names in (self._whole, self._stems)
            for found in names.at(text, start, heard.start)
            if found.end == heard.start
        ]
        exact = self._whole.get(text[heard.start : heard.end])
        spelt = {entry for name in above for entry in self._within(heard._replace(entries=exact), name)}
        believed = spelt or {entry for name in above for entry in self._within(heard, name)}
        if surely_a_place(text, heard.start, heard.end) and not exact:
            believed |= {entry for entry in heard.entries if entry.tier is not Tier.VILLAGE}
        return heard._replace(entries=tuple(sorted(believed)))

    def _with_stems(self, text: str, whole: list[Mention]) -> list[Mention]:
        mentions: list[Mention] = []
        position = 0
        for known in (*whole, Mention(len(text), len(text), ())):
            while position < known.start:
                if found := self._in_gap(text, position, known, mentions):
                    mentions.append(found)
                position = found.end if found else position + 1
            mentions.append(known)
            position = known.end
        return mentions

    def _in_gap(self, text: str, position: int, following: Mention, before: list[Mention]) -> Mention | None:
        """What begins at ``position``, before the next whole name: a stem, or a village's name right after a stem."""
        if before and before[-1].end == position:
            for mention in self._whole.at(text, position, following.start):
                return mention
        for mention in self._stems.at(text, position, following.start):
            followed = mention.end == following.start
            named_within = are_joined(text, mention.end, following.start) and bool(self._within(following, mention))
            stem = Stem(text, mention, before, followed, self._leads_on(text, mention, following), named_within)
            if entries := stem.believed():
                return mention._replace(entries=entries)
        return None

    def _leads_on(self, text: str, stem: Mention, following: Mention) -> bool:
        """Whether a unit within one that the stem may mean is named right after it: 三台芦溪, 魏城铁炉村."""
        if are_joined(text, stem.end, following.start) and self._within(following, stem):
            return True
        for names in (self._whole, self._stems):
            for found in names.at(text, stem.end, following.start):
                if within := self._within(found, stem):
                    ends = found.end == following.start or ends_a_phrase(text, found.end)
                    if ends or self._leads_on(text, found._replace(entries=within), following):
                        return True
        return False

    def _within(self, inner: Mention, outer: Mention) -> tuple[Entry, ...]:
        """The units that ``inner`` may mean which lie in one that ``outer`` may mean."""
        around = {unit.code for unit in outer.entries}
        return tuple(entry for entry in inner.entries if around & self._above(entry.code))

    def _above(self, code: str) -> set[str]:
        found: set[str] = set()
        while (above := self._parents.get(code)) is not None:
            found.add(above)
            code = above
        return found

    def _narrow(self, mentions: list[Mention]) -> list[str]:
        chosen: list[Entry] = []
        unread = list(mentions)
        for tier in Tier:
            around = {unit.code for unit in chosen}
            found: list[Entry] = []
            for mention in list(unread):
                units = [entry for entry in mention.entries if entry.tier is tier]
                units = [entry for entry in units if not around or around & self._above(entry.code)]
                if units:
                    found += [entry for entry in units if entry.kind <= Kind.FORMER] or units
                    unread.remove(mention)
            chosen = found or chosen
        return list(dict.fromkeys(entry.code for entry in sorted(chosen)))


def _is_plain(mention: Mention) -> bool:
    """Whether a whole name is sure enough to be read wherever it stands: of a county or township, and not short (安县)."""
    return mention.end - mention.start > 2 and not mention.tiers() <= {Tier.VILLAGE}
