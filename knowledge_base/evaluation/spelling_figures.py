"""How much of a text's misspelling is repaired, what that does for the answers, and how often a right text is changed.

Wordings are drawn that neither the speller nor the index has seen; each gets a noisy copy of each kind (``spelling_noise``)
and is asked clean, noisy, and noisy but repaired. Run it as ``python -m knowledge_base.evaluation.spelling_figures``.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import SentenceEncoder
from knowledge_base.entry_index import Entry, EntryIndex
from knowledge_base.evaluation.spelling_noise import Noise, NoiseMaker
from knowledge_base.models import Corpus
from knowledge_base.spelling import Speller, texts_of
from knowledge_base.spelling.words import Words
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.text import normalise

SEED = 20261125


@dataclass(frozen=True, slots=True)
class Drawn:
    """A wording and the entry that it belongs to."""

    wording: str
    entry: str


def draw(corpus: Corpus, number: int, random: Random) -> tuple[list[Drawn], Corpus]:
    """``number`` of the wordings that nobody is shown, and the corpus without them."""
    entries: tuple[Entry, ...] = (*corpus.faqs, *corpus.guides)
    heard = [Drawn(wording, entry.id) for entry in entries for wording in entry.heard]
    drawn = random.sample(heard, min(number, len(heard)))
    gone = {one.wording for one in drawn}
    faqs = tuple(replace(f, heard=tuple(w for w in f.heard if w not in gone)) for f in corpus.faqs)
    guides = tuple(replace(g, heard=tuple(w for w in g.heard if w not in gone)) for g in corpus.guides)
    return drawn, Corpus(faqs, guides)


def measure(drawn: list[Drawn], noise: Noise, speller: Speller, index: EntryIndex | None) -> dict[str, object]:
    """The figures of one kind of noise, over the wordings that it changes."""
    random = Random(SEED)  # noqa: S311 - no secret
    copies = [(one, noise(one.wording, random)) for one in drawn]
    copies = [(one, noisy) for one, noisy in copies if noisy != one.wording]
    repaired = [speller.repair(noisy) for _, noisy in copies]
    right = [_same(text, speller.repair(one.wording)) for text, (one, _) in zip(repaired, copies, strict=True)]
    found: dict[str, object] = {
        "copies": len(copies),
        "restored": _share(right),
        "examples_not_restored": [
            f"{noisy} -> {text}" for (_, noisy), text, ok in zip(copies, repaired, right, strict=True) if not ok
        ][:8],
    }
    if index:
        for name, texts in (
            ("clean", [one.wording for one, _ in copies]),
            ("noisy", [noisy for _, noisy in copies]),
            ("repaired", repaired),
        ):
            first = [index.search(text)[:1] for text in texts]
            hits = [bool(f) and f[0].entry.id == one.entry for f, (one, _) in zip(first, copies, strict=True)]
            found[f"hit_at_1_{name}"] = _share(hits)
    return found


def alarms(texts: list[str], speller: Speller, shown: int) -> dict[str, object]:
    """Which of ``texts``, taken to be right, come back changed; those that only lost a filler are counted apart."""
    spelt = [(text, speller.respell(text)) for text in texts]
    changed = [f"{text} -> {new}" for text, new in spelt if not _same(text, new)]
    plainer = sum(not _same(text, speller.repair(text)) for text in texts)
    return {
        "texts": len(texts),
        "respelt": len(changed) / len(texts),
        "respelt_or_without_fillers": plainer / len(texts),
        "examples": Random(SEED).sample(changed, min(shown, len(changed))),  # noqa: S311
    }


def _share(flags: list[bool]) -> float:
    return round(sum(flags) / max(len(flags), 1), 4)


def _same(text: str, other: str) -> bool:
    return normalise(text) == normalise(other)


def main() -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--wordings", type=int, default=1000, help="how many wordings are drawn")
    parser.add_argument("--no-index", action="store_true", help="leave out what the entry index finds (a minute)")
    parser.add_argument("--queries", type=Path, help="JSON lines with a field query: right texts from elsewhere")
    parser.add_argument("--show", type=int, default=40, help="how many changed right texts are printed")
    options = parser.parse_args()
    corpus = load_corpus()
    laws = StatuteBook(default_path(), date.today()).law_names
    drawn, kept = draw(corpus, options.wordings, Random(SEED))  # noqa: S311
    began = time.perf_counter()
    speller = Speller(texts_of(kept, laws))
    print(f"speller made in {time.perf_counter() - began:.1f} s", file=sys.stderr)
    index = None if options.no_index else EntryIndex(kept, SentenceEncoder())
    kinds = NoiseMaker(Words(texts_of(corpus, laws))).kinds()
    figures: dict[str, object] = {name: measure(drawn, noise, speller, index) for name, noise in kinds.items()}
    figures["unseen wordings"] = alarms([one.wording for one in drawn], speller, options.show)
    entries: tuple[Entry, ...] = (*kept.faqs, *kept.guides)
    figures["corpus wordings"] = alarms([w for e in entries for w in e.wordings], speller, options.show)
    if options.queries:
        lines = options.queries.read_text(encoding="utf-8").splitlines()
        figures["queries from elsewhere"] = alarms([json.loads(line)["query"] for line in lines], speller, options.show)
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
