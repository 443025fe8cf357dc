"""How often the right entry is found, and how often a wrong one is given as sure: on the judging half of the test questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.calibration import Calibration
from knowledge_base.encoder import SentenceEncoder, universal_model
from knowledge_base.entry_index import EntryIndex
from knowledge_base.evaluation.fitting import fit_ranking
from knowledge_base.evaluation.measures import Measure, found, places, share
from knowledge_base.evaluation.trials import Question, Trial, load_questions, trials
from knowledge_base.models import Corpus
from knowledge_base.ranking import FEATURES, Ranking
from knowledge_base.spelling import Speller
from knowledge_base.training.held_out import is_held_out

Table = dict[str, dict[str, Measure]]
_LEXICAL, _CENTRE = FEATURES.index("lexical"), FEATURES.index("centre")


@dataclass(frozen=True, slots=True)
class Judged:
    """Questions after the service's own ranking: the right entry's place, the best one's probability."""

    questions: list[Question]
    place: NDArray[np.int64]
    probability: NDArray[np.float64]

    def where(self, group: Iterable[str]) -> NDArray[np.bool_]:
        """The questions of these groups."""
        return np.isin([question.group for question in self.questions], list(group))


def judge(asked: list[Trial]) -> Judged:
    """Ask the service's ranking and calibration."""
    ranking, calibration = Ranking.load(), Calibration.load()
    place, probability = [], []
    for trial in asked:
        candidates = trial.candidates(ranking)
        place.append(next((i for i, c in enumerate(candidates) if c.entry.id == trial.question.entry), 10))
        probability.append(calibration.probabilities(candidates)[0])
    return Judged([trial.question for trial in asked], np.array(place), np.array(probability))


def safety(judged: Judged, sure: float) -> dict[str, Measure]:
    """What is given as sure, and what of it is wrong."""
    given, answerable = judged.probability >= sure, judged.where(("faq", "guides"))
    faq = judged.where(("faq",))
    return {
        "answered as sure, of what an entry answers": share(given[answerable]),
        "the same, FAQ alone": share(given[faq]),
        "wrong, of those": share(judged.place[answerable & given] != 0),
        "legal but unanswered, answered as sure": share(given[judged.where(("unanswered",))]),
        "no legal matter, answered as sure (before the classifier's word)": share(given[judged.where(("off_topic",))]),
    }


def by_kind(judged: Judged, sure: float) -> Table:
    """Per kind of wording."""
    faq = judged.where(("faq",))
    kinds = np.array([question.kind for question in judged.questions])
    return {kind: _row(judged, faq & (kinds == kind), sure) for kind in dict.fromkeys(kinds[faq].tolist())}


def by_topic(judged: Judged, corpus: Corpus, sure: float) -> Table:
    """Per topic of the corpus; guides are one."""
    topic = {faq.id: faq.topic for faq in corpus.faqs}
    topics = np.array([topic.get(question.entry or "", "guides") for question in judged.questions])
    answerable = judged.where(("faq", "guides"))
    return {name: _row(judged, answerable & (topics == name), sure) for name in sorted(set(topics[answerable]))}


def by_training(judged: Judged, sure: float) -> Table:
    """Entries that the encoder was trained with, beside those that were kept from it whole."""
    faq = judged.where(("faq",))
    kept = np.array([is_held_out(question.entry or "") for question in judged.questions])
    return {
        "entries kept from training": _row(judged, faq & kept, sure),
        "entries trained with": _row(judged, faq & ~kept, sure),
    }


def _row(judged: Judged, where: NDArray[np.bool_], sure: float) -> dict[str, Measure]:
    given = where & (judged.probability >= sure)
    return {
        **found(judged.place[where]),
        "sure": share(given[where]),
        "wrong of sure": share(judged.place[given] != 0),
    }


def baselines(corpus: Corpus, index: EntryIndex, speller: Speller) -> Table:
    """FAQ questions under simpler rankings, over the same index; the untrained encoder gets a ranking of its own."""
    questions = [question for question in load_questions() if question.group == "faq"]
    asked = list(trials(index, [q for q in questions if not q.fits], speller))
    plain = EntryIndex(corpus, SentenceEncoder(name="untrained", inside=universal_model(None)))
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
    scores = np.stack([ranking.scores(trial.table) for trial in asked])
    return places(scores, np.array([trial.expected for trial in asked]))


def _column(asked: list[Trial], column: int) -> NDArray[np.int64]:
    scores = np.stack([trial.table[:, column] for trial in asked])
    return places(scores, np.array([trial.expected for trial in asked]))


def reliability(judged: Judged, bins: int = 10) -> list[tuple[float, float, int]]:
    """For each tenth of the questions by probability: mean probability, share that is right, how many."""
    order = np.argsort(judged.probability)
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return [(float(judged.probability[p].mean()), float((judged.place[p] == 0).mean()), len(p)) for p in parts]
