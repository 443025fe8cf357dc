"""``make eval``: how good the answers are, on questions that neither training nor the thresholds have seen.

Prints the report and writes ``report.md``, ``report.json`` and ``reliability.png``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import PlainEncoder, SentenceEncoder
from knowledge_base.encoder_cache import CachedEncoder
from knowledge_base.entry_index import EntryIndex
from knowledge_base.evaluation import (
    faq_baselines,
    faq_figures,
    response_selector,
    spelling_figures,
    statute_figures,
    writing,
)
from knowledge_base.evaluation.faq_figures import Judged
from knowledge_base.evaluation.measures import Table, found
from knowledge_base.evaluation.trials import load_questions, trials
from knowledge_base.models import Corpus
from knowledge_base.outside import OutsideModel
from knowledge_base.spelling import Speller, texts_of
from knowledge_base.statute_index import StatuteIndex
from knowledge_base.statutes import StatuteBook, default_path


def main() -> int:
    """Measure everything that the given files allow."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/eval"), help="the report, and vectors for the next run")
    parser.add_argument("--statutes", type=Path, default=Path("var/statutes"), help="the statute index")
    parser.add_argument("--pairs", type=Path, help="lay questions with articles; without them the law is left out")
    parser.add_argument("--rasa", type=Path, help="Rasa's Python; without it the ResponseSelector is left out")
    parser.add_argument("--day", type=date.fromisoformat, default=date.today())
    options = parser.parse_args()
    evaluation = Evaluation(options.out, StatuteBook(default_path(), options.day))
    law = {"Finding the law": evaluation.law(options.pairs, options.statutes)} if options.pairs else {}
    sections = dict(evaluation.entries(options.rasa)) | law | evaluation.spelling()
    writing.write(options.out, sections, evaluation.judged)
    print((options.out / "report.md").read_text(encoding="utf-8"))
    return 0


class Evaluation:
    """The corpus, the encoder with its towers and as Google made it, and the judged questions, shared by the sections."""

    def __init__(self, folder: Path, book: StatuteBook) -> None:
        """``folder`` keeps the vectors of the corpus and the untrained encoder's statute index."""
        self._folder, self._book = folder, book
        self._corpus: Corpus = load_corpus()
        self._encoder = SentenceEncoder()
        self._untrained = statute_figures.untrained_encoder()
        self._cached = CachedEncoder(self._encoder, folder / "vectors.npz")
        self._speller = Speller(texts_of(self._corpus, book.law_names))
        self._index = EntryIndex(self._corpus, self._cached)
        questions = [question for question in load_questions() if not question.fits]
        outside = OutsideModel.load(PlainEncoder(self._encoder).vector)
        self.judged: Judged = faq_figures.judge(list(trials(self._index, questions, self._speller)), outside)

    def entries(self, rasa: Path | None) -> Iterator[tuple[str, Table]]:
        """Finding the right entry, and what is done with a question."""
        judged = self.judged
        kinds, topics = faq_figures.by_kind(judged), faq_figures.by_topic(judged, self._corpus)
        kept, groups = faq_figures.by_training(judged), faq_figures.by_group(judged)
        yield "Finding the entry (FAQ questions)", self._beside_baselines(rasa)
        yield "Finding the guide", faq_figures.guides(judged)
        yield "What is given as sure", {"": faq_figures.safety(judged)}
        yield "What is done with a question", faq_figures.answering(judged, groups)
        yield "Finding the entry, by kind of wording", faq_figures.finding(judged, kinds)
        yield "What is done, by kind of wording", faq_figures.answering(judged, kinds)
        yield "Entries that training has not seen", faq_figures.finding(judged, kept)
        yield "What is done with entries that training has not seen", faq_figures.answering(judged, kept)
        yield "Finding the entry, by topic", faq_figures.finding(judged, topics)
        yield "What is done, by topic", faq_figures.answering(judged, topics)

    def spelling(self) -> dict[str, Table]:
        """What the speller repairs, and what it should have left alone."""
        drawing = spelling_figures.Drawing(self._corpus, self._book)
        return {
            "Spelling: slips put in by rule": spelling_figures.repairs(drawing, self._cached),
            "Spelling: wordings that come back changed (most were misspelt on purpose)": spelling_figures.alarms(
                drawing
            ),
        }

    def law(self, pairs: Path, statutes: Path) -> Table:
        """Search in the law; ``statutes`` is the service's index."""
        index = StatuteIndex(statutes, self._encoder, self._book)
        untrained = statute_figures.untrained_index(self._folder / "untrained-statutes", self._untrained, self._book)
        return statute_figures.statute_figures(pairs, self._book, index, untrained)

    def _beside_baselines(self, rasa: Path | None) -> Table:
        untrained = CachedEncoder(self._untrained, self._folder / "untrained-vectors.npz")
        table = faq_baselines.baselines(self._corpus, self._index, untrained, self._speller)
        if rasa:
            questions = [q for q in load_questions() if q.group == "faq" and not q.fits]
            table["Rasa's ResponseSelector"] = found(
                response_selector.places(self._corpus, questions, rasa, self._folder / "response-selector.json")
            )
        return table


if __name__ == "__main__":
    sys.exit(main())
