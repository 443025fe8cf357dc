"""The spelling that the index reads."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge_base.models import Corpus, Faq, Guide
from knowledge_base.spelling.decoder import Decoder
from knowledge_base.spelling.readings import Readings
from knowledge_base.spelling.script import Script
from knowledge_base.spelling.speech import spoken_plainly
from knowledge_base.spelling.words import Words

_LATIN = re.compile("[a-z]+")


class Speller:
    """Repairs the spelling of a question by the words of a corpus.

    Made once (1 s, 30 MB): what is published later is served as well, only its new words are not yet read out of pinyin.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """``texts`` are what the words are counted in: see ``texts_of``."""
        texts = list(texts)
        self._words = Words(texts)
        self._script = Script()
        latin = {word for text in texts for word in _LATIN.findall(text.lower())}
        self._decoder = Decoder(self._words, Readings(self._words.of_corpus(1)), latin)

    def repair(self, text: str) -> str:
        """The text as the index should read it; a text that is right comes back as it is, but for fillers."""
        return self._decoder.read(spoken_plainly(self._script.simplify(text), self._words))

    def respell(self, text: str) -> str:
        """The same with the fillers left in."""
        return self._decoder.read(self._script.simplify(text))


def texts_of(corpus: Corpus, law_names: Iterable[str] = ()) -> list[str]:
    """Wordings, answers and the names of laws: what a Speller is made from."""
    entries: tuple[Faq | Guide, ...] = (*corpus.faqs, *corpus.guides)
    answers = [entry.answer if isinstance(entry, Faq) else entry.summary for entry in entries]
    return [wording for entry in entries for wording in entry.wordings] + answers + list(law_names)
