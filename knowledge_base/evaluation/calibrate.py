"""Fit ranking, probabilities and thresholds to one half of the test questions: ``make calibrate``; writes ``calibration.json``.

The other half is only ever asked by ``make eval``.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date

from knowledge_base.calibration import Calibration
from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import PlainEncoder, SentenceEncoder
from knowledge_base.entry_index import EntryIndex
from knowledge_base.evaluation.fitting import fit_calibration, fit_ranking, outcomes
from knowledge_base.evaluation.trials import load_questions, trials
from knowledge_base.outside import OutsideModel
from knowledge_base.ranking import DEFAULT, FEATURES, Ranking
from knowledge_base.spelling import Speller, texts_of
from knowledge_base.statutes import StatuteBook, default_path


def main() -> int:
    """Fit and write."""
    corpus = load_corpus()
    speller = Speller(texts_of(corpus, StatuteBook(default_path(), date.today()).law_names))
    encoder = SentenceEncoder()
    index, outside = EntryIndex(corpus, encoder), OutsideModel.load(PlainEncoder(encoder).vector)
    asked = list(trials(index, [question for question in load_questions() if question.fits], speller))
    ranking = fit_ranking(asked)
    write(ranking, fit_calibration(outcomes(asked, ranking, outside)))
    print(DEFAULT.read_text(encoding="utf-8"))
    return 0


def write(ranking: Ranking, calibration: Calibration) -> None:
    """Into the file that the service reads."""
    weights = dict(zip(FEATURES, (round(w, 4) for w in ranking.weights), strict=True))
    numbers = {name: _rounded(value) for name, value in asdict(calibration).items()}
    kept = {"ranking": weights, **numbers}
    DEFAULT.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def _rounded(value: float | tuple[float, ...]) -> float | list[float]:
    return round(value, 4) if isinstance(value, float) else [round(v, 4) for v in value]


if __name__ == "__main__":
    sys.exit(main())
