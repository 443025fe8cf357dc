"""How much of a text's misspelling is repaired, what that does for the answers, and how often a right text is changed.

Wordings are drawn that neither the speller nor the index has seen; each gets a noisy copy of each kind (``spelling_noise``)
and is asked clean, noisy, and noisy but repaired. ``python -m knowledge_base.evaluation.spelling_figures`` lists what went
wrong, one text a line.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from knowledge_base.corpus_files import load_corpus
from knowledge_base.entry_index import EntryIndex
from knowledge_base.entry_texts import Entry
from knowledge_base.evaluation.measures import Measure, Table, share
from knowledge_base.evaluation.spelling_noise import Noise, NoiseMaker
from knowledge_base.models import Corpus
from knowledge_base.ports import Encoder
from knowledge_base.spelling import Speller, texts_of
from knowledge_base.spelling.words import Words
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.text import normalise

SEED = 20261125
WORDINGS = 1000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A wording and the entry that it belongs to."""

    wording: str
    entry: str


class Drawing:
    """Wordings that are drawn, and a speller and a corpus without them."""

    def __init__(self, corpus: Corpus, book: StatuteBook, number: int = WORDINGS) -> None:
        """Draw ``number`` of the wordings that nobody is shown."""
        heard = [Drawn(wording, entry.id) for entry in _entries(corpus) for wording in entry.heard]
        self.drawn = Random(SEED).sample(heard, min(number, len(heard)))  # noqa: S311 - no secret
        gone = {one.wording for one in self.drawn}
        faqs = tuple(replace(f, heard=tuple(w for w in f.heard if w not in gone)) for f in corpus.faqs)
        guides = tuple(replace(g, heard=tuple(w for w in g.heard if w not in gone)) for g in corpus.guides)
        self.kept = Corpus(faqs, guides)
        self.speller = Speller(texts_of(self.kept, book.law_names))
        self.kinds = NoiseMaker(Words(texts_of(corpus, book.law_names))).kinds()

    def right_texts(self) -> dict[str, list[str]]:
        """Texts that are taken to be right: what the speller has not seen, and what it has."""
        seen = [wording for entry in _entries(self.kept) for wording in entry.wordings]
        return {"wordings that it has not seen": [one.wording for one in self.drawn], "wordings of the corpus": seen}


def repairs(drawing: Drawing, encoder: Encoder) -> Table:
    """For each kind of noise, over the wordings that it changes: how many copies are restored, and hit@1."""
    index = EntryIndex(drawing.kept, encoder)
    return {name: _measured(drawing, noise, index) for name, noise in drawing.kinds.items()}


def alarms(drawing: Drawing) -> Table:
    """How many right texts come back changed; those that only lost a filler are in the second column alone."""
    return {name: _alarm(drawing.speller, texts) for name, texts in drawing.right_texts().items()}


def _measured(drawing: Drawing, noise: Noise, index: EntryIndex) -> dict[str, Measure]:
    copies = list(_copies(drawing, noise))
    repaired = [drawing.speller.repair(noisy) for _, noisy in copies]
    asked = {
        "hit@1 as it was": [one.wording for one, _ in copies],
        "hit@1 with the slip": [noisy for _, noisy in copies],
        "hit@1 repaired": repaired,
    }
    restored = [_restored(drawing, one, text) for text, (one, _) in zip(repaired, copies, strict=True)]
    hits = {name: share(list(_hits(index, texts, copies))) for name, texts in asked.items()}
    return {"restored": share(restored), **hits}


def _copies(drawing: Drawing, noise: Noise) -> Iterator[tuple[Drawn, str]]:
    """The wordings that the noise changes, each with its copy."""
    random = Random(SEED)  # noqa: S311 - no secret
    for one in drawing.drawn:
        noisy = noise(one.wording, random)
        if noisy != one.wording:
            yield one, noisy


def _hits(index: EntryIndex, texts: list[str], copies: list[tuple[Drawn, str]]) -> Iterator[bool]:
    for text, (one, _) in zip(texts, copies, strict=True):
        first = index.search(text)[:1]
        yield bool(first) and first[0].entry.id == one.entry


def _alarm(speller: Speller, texts: list[str]) -> dict[str, Measure]:
    return {
        "spelt otherwise": share([not _same(text, speller.respell(text)) for text in texts]),
        "or without fillers": share([not _same(text, speller.repair(text)) for text in texts]),
    }


def _restored(drawing: Drawing, one: Drawn, repaired: str) -> bool:
    return _same(repaired, drawing.speller.repair(one.wording))


def _same(text: str, other: str) -> bool:
    return normalise(text) == normalise(other)


def _entries(corpus: Corpus) -> Iterable[Entry]:
    return (*corpus.faqs, *corpus.guides)


def main() -> int:
    """List noisy copies that are not restored, and right texts that are spelt otherwise."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--wordings", type=int, default=WORDINGS, help="how many wordings are drawn")
    parser.add_argument("--queries", type=Path, help="JSON lines with a field query: right texts from elsewhere")
    options = parser.parse_args()
    drawing = Drawing(load_corpus(), StatuteBook(default_path(), date.today()), options.wordings)
    for name, noise in drawing.kinds.items():
        for one, noisy in _copies(drawing, noise):
            repaired = drawing.speller.repair(noisy)
            if not _restored(drawing, one, repaired):
                print(f"{name}\t{noisy}\t{repaired}")
    texts = drawing.right_texts()
    if options.queries:
        lines = options.queries.read_text(encoding="utf-8").splitlines()
        texts["queries from elsewhere"] = [json.loads(line)["query"] for line in lines]
    for name, right in texts.items():
        respelt = ((text, drawing.speller.respell(text)) for text in right)
        print(*(f"{name}\t{text}\t{new}" for text, new in respelt if not _same(text, new)), sep="\n")
        print(*(f"{name}: {title}\t{measure}" for title, measure in _alarm(drawing.speller, right).items()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
