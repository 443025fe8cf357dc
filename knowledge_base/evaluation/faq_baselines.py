"""The service's ranking of entries beside simpler ones, and beside Rasa's ResponseSelector, on the same FAQ questions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from knowledge_base.entry_index import EntryIndex
from knowledge_base.evaluation.fitting import fit_ranking
from knowledge_base.evaluation.measures import Table, found
from knowledge_base.evaluation.trials import Trial, load_questions, trials
from knowledge_base.models import Corpus
from knowledge_base.ports import Encoder
from knowledge_base.ranking import FEATURES, Ranking
from knowledge_base.spelling import Speller

_LEXICAL, _CENTRE = FEATURES.index("lexical"), FEATURES.index("centre")


def baselines(corpus: Corpus, index: EntryIndex, untrained_encoder: Encoder, speller: Speller) -> Table:
    """FAQ questions under simpler rankings, over the same index; the untrained encoder gets a ranking of its own."""
    questions = [question for question in load_questions() if question.group == "faq"]
    asked = list(trials(index, [q for q in questions if not q.fits], speller))
    plain = EntryIndex(corpus, untrained_encoder)
    untrained = list(trials(plain, [q for q in questions if not q.fits], speller))
    refitted = fit_ranking(list(trials(plain, [q for q in questions if q.fits], speller)))
    return {
        "the service's ranking": found(_places(asked, Ranking.load())),
        "BM25 alone": found(_column(asked, _LEXICAL)),
        "dense alone": found(_column(asked, _CENTRE)),
        "the untrained encoder, dense alone": found(_column(untrained, _CENTRE)),
        "the untrained encoder, ranked the same way": found(_places(untrained, refitted)),
    }


def _places(asked: list[Trial], ranking: Ranking) -> NDArray[np.int64]:
    return np.array([trial.place(ranking.scores(trial.table)) for trial in asked])


def _column(asked: list[Trial], column: int) -> NDArray[np.int64]:
    return np.array([trial.place(trial.table[:, column]) for trial in asked])
