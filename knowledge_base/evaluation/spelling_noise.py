"""Noisy copies of right wordings, by rule: what the spelling figures are measured on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from opencc import OpenCC

from knowledge_base.spelling.readings import Readings, confused
from knowledge_base.spelling.words import LONGEST, Words, is_han

Noise = Callable[[str, Random], str]

# How often the corpus must have a word that is typed in pinyin or misspelt.
_AT_LEAST = 8
# Characters at least this likely (a logarithm) are taken for slips: about 3,000.
_COMMON = -11.0
# Of the slips so many change two characters of the word, and so many sound alike in Sichuan only.
_TWO, _NEAR = 0.2, 0.25
# Nobody misspells or stumbles over the commonest characters (不, 我, 的): words with one of so many are left alone there.
_COMMONEST = 60
_PUNCTUATION = frozenset("，。？！、；：“”,.?!")
_OPENINGS = (
    "嗯 ",
    "那个 ",
    "那个那个",
    "呃 ",
    "我想问一下哈 ",
    "我想问一下 ",
    "那个 嗯 ",
    "就是说 ",
    "请问一下 ",
    "喂 ",
)
_MIDDLES = (" 嗯 ", " 那个 ", "嗯", "就是说", " 然后呢 ", " 就是 ", " 呃 ")


class NoiseMaker:
    """Each method is a Noise; it gives the wording back as it is where the rule does not apply."""

    def __init__(self, words: Words) -> None:
        counted = words.of_corpus(_AT_LEAST)
        self._words = words
        self._readings = Readings(counted)
        self._known = {word for word in counted if len(word) > 1}
        singles = sorted((word for word in counted if len(word) == 1), key=lambda one: counted[one], reverse=True)
        self._commonest = frozenset(singles[:_COMMONEST])
        self._chinas = [OpenCC(name) for name in ("s2t", "s2tw", "s2hk")]
        self._by_sound: dict[str, list[str]] = {}
        self._near: dict[str, list[str]] = {}
        for character in map(chr, range(0x4E00, 0xA000)):
            chance = words.chances(character, 1)[0]
            if chance is not None and chance > _COMMON:
                for sound in self._readings.of_character(character)[:1]:
                    self._by_sound.setdefault(sound, []).append(character)
                    self._near.setdefault(confused(sound), []).append(character)

    def kinds(self) -> dict[str, Noise]:
        """The rules by name."""
        return {
            "traditional": self.traditional,
            "full_width": self.full_width,
            "pinyin": self.pinyin,
            "homophones": self.homophones,
            "voice": self.voice,
        }

    def traditional(self, wording: str, random: Random) -> str:
        """The characters of Taiwan, of Hong Kong, or OpenCC's own standard."""
        return str(random.choice(self._chinas).convert(wording))

    def full_width(self, wording: str, random: Random) -> str:
        """Everything that has a full-width form in it."""
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c.replace(" ", "\u3000") for c in wording)

    def pinyin(self, wording: str, random: Random) -> str:
        """One to three words typed in Latin letters, half of them a syllable at a time."""
        spans = list(self._word_spans(wording))
        for start, end in sorted(random.sample(spans, min(len(spans), random.randint(1, 3))), reverse=True):
            typed = random.choice(("", " ")).join(self._readings.of_word(wording[start:end]))
            before, after = wording[:start], wording[end:]
            wording = (
                before + (" " if before[-1:].isascii() else "") + typed + (" " if after[:1].isascii() else "") + after
            )
        return wording

    def homophones(self, wording: str, random: Random) -> str:
        """One word misspelt: one or two characters replaced by common ones of the same sound, so that it is no word."""
        spans = list(self._content_spans(wording))
        random.shuffle(spans)
        for start, end in spans:
            places = random.sample(range(start, end), 2 if random.random() < _TWO else 1)
            near = random.random() < _NEAR
            misspelt = list(wording)
            for place in places:
                sound = self._readings.of_word(wording[start:end])[place - start]
                alike = self._near[confused(sound)] if near else self._by_sound.get(sound, [])
                misspelt[place] = random.choice([c for c in alike if c != wording[place]] or [wording[place]])
            slip = "".join(misspelt[start:end])
            if slip != wording[start:end] and slip not in self._words:
                return "".join(misspelt)
        return wording

    def voice(self, wording: str, random: Random) -> str:
        """No punctuation; a filler first, one in the middle, a character or word begun twice."""
        said = [" " if character in _PUNCTUATION and random.random() < 0.5 else character for character in wording]
        said = [character for character in said if character not in _PUNCTUATION]
        if random.random() < 0.5 and is_han(said[0]):
            said[0] *= random.choice((2, 3))
        elif spans := list(self._content_spans("".join(said))):
            start, end = random.choice(spans)
            said[end - 1] += "".join(said[start:end])
        middle = random.choice([0, *(end for _, end in self._word_spans(wording) if end < len(said))])
        return random.choice(_OPENINGS) + "".join(said[:middle]) + random.choice(_MIDDLES) + "".join(said[middle:])

    def _word_spans(self, wording: str) -> Iterator[tuple[int, int]]:
        """The longest words from left to right."""
        start = 0
        while start < len(wording):
            ends = range(min(len(wording), start + LONGEST), start + 1, -1)
            end = next((end for end in ends if wording[start:end] in self._known), None)
            if end is not None:
                yield start, end
            start = end or start + 1

    def _content_spans(self, wording: str) -> Iterator[tuple[int, int]]:
        return (span for span in self._word_spans(wording) if not self._commonest & set(wording[slice(*span)]))
