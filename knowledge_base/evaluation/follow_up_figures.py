"""How well follow-ups are understood: ``python -m knowledge_base.evaluation.follow_up_figures``.

Each row of ``questions/follow_ups.jsonl`` says what was just discussed, what is asked then, and which entries answer that
(none for words that no entry answers). The half ``fit`` was looked at when the method and its threshold were chosen.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge_base import follow_up
from knowledge_base.calibration import Calibration, QuestionFeatures
from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import PlainEncoder, SentenceEncoder
from knowledge_base.entry_index import EntryIndex
from knowledge_base.outside import OutsideModel
from knowledge_base.spelling import Speller, texts_of
from knowledge_base.statutes import StatuteBook, default_path

FILE = Path(__file__).with_name("questions") / "follow_ups.jsonl"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One row of the file."""

    about: str
    text: str
    entries: tuple[str, ...]
    half: str


def load_follow_ups() -> list[FollowUp]:
    """All rows."""
    rows = map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
    return [FollowUp(row["about"], row["text"], tuple(row["entries"]), row["half"]) for row in rows]


def figures(index: EntryIndex, speller: Speller, outside: OutsideModel, asked: Iterable[FollowUp]) -> dict[str, int]:
    """Counts: with an answer; of these, right first and among three, by the words alone and with what was discussed; and
    what is given as sure, by either way, and how much of it is wrong.
    """
    calibration = Calibration.load()
    count = dict.fromkeys(
        ("answerable", "alone first", "alone in three", "first", "in three", "given as sure", "wrong of these"), 0
    )
    for row in asked:
        text = speller.repair(row.text)
        alone = index.search(text)
        best = calibration.probabilities(alone, QuestionFeatures.of(text, outside))[0]
        about = index.find(row.about)
        assert about is not None  # the tests hold every row against the corpus
        found = follow_up.related(index, text, about)
        by_words, together = [c.entry.id for c in alone[:3]], [r.entry.id for r in found]
        right = set(row.entries)
        count["answerable"] += bool(right)
        count["alone first"] += by_words[0] in right
        count["alone in three"] += bool(right & set(by_words))
        count["first"] += together[0] in right
        count["in three"] += bool(right & set(together))
        given = by_words[0] if best >= calibration.sure else together[0] if found[0].share >= follow_up.SURE else None
        count["given as sure"] += given is not None
        count["wrong of these"] += given is not None and given not in right
    return count


def main() -> int:
    """Print the figures of both halves."""
    corpus = load_corpus()
    speller = Speller(texts_of(corpus, StatuteBook(default_path(), date.today()).law_names))
    index, outside = EntryIndex(corpus, SentenceEncoder()), OutsideModel.load(PlainEncoder().vector)
    for half in ("fit", "judge"):
        print(half, figures(index, speller, outside, [row for row in load_follow_ups() if row.half == half]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
