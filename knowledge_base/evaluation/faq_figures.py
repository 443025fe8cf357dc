"""How often the right entry is found, and what is done with a question: on the judging half of the test questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.calibration import Calibration, QuestionFeatures
from knowledge_base.evaluation.fitting import mixed
from knowledge_base.evaluation.measures import Measure, Table, found, share
from knowledge_base.evaluation.trials import Question, Trial
from knowledge_base.models import Corpus, Faq
from knowledge_base.outside import OutsideModel
from knowledge_base.ranking import Ranking
from knowledge_base.service import WayOut, seems_outside, way_out
from knowledge_base.training.held_out import is_held_out

GROUPS = {
    "FAQ questions": "faq",
    "questions about a guide": "guides",
    "legal, but no entry answers it": "unanswered",
    "no legal matter": "off_topic",
}
_NOT_SURE = {"asked which one": WayOut.CLARIFY, "articles of law": WayOut.STATUTES, "no legal matter": WayOut.NOT_LEGAL}
_NOWHERE = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """Questions after the service's own ranking, by search alone: the classifier says nothing.

    ``place`` is the right entry's place, 10 where it is not in the list; ``led`` the place of the first entry that is the
    right one or leads to it; ``probability`` the best one's; ``way`` how the question is answered.
    """

    questions: list[Question]
    place: NDArray[np.int64]
    led: NDArray[np.int64]
    probability: NDArray[np.float64]
    way: NDArray[np.str_]

    def where(self, group: Iterable[str]) -> NDArray[np.bool_]:
        """The questions of these groups."""
        return np.isin([question.group for question in self.questions], list(group))

    @property
    def sure(self) -> NDArray[np.bool_]:
        """The questions whose answer is given as sure."""
        return np.isin(self.way, [WayOut.SURE.value])

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """The questions that get a wrong entry as sure; where no entry answers, any is."""
        return np.asarray(self.sure & (self.place != 0), dtype=np.bool_)


def judge(asked: list[Trial], outside: OutsideModel) -> Judged:
    """Ask the service's ranking and calibration."""
    ranking, calibration = Ranking.load(), Calibration.load()
    place, led, probability, ways = [], [], [], []
    for trial in asked:
        candidates, right = trial.candidates(ranking), trial.question.entry
        leads = [c.entry.id == right or (isinstance(c.entry, Faq) and c.entry.guide == right) for c in candidates]
        place.append(_first([candidate.entry.id == right for candidate in candidates]))
        led.append(_first(leads) if right else _NOWHERE)
        alone = QuestionFeatures.of(trial.question.text, outside)
        best = calibration.probabilities(candidates, alone)[0]
        probability.append(best)
        ways.append(way_out(best, calibration, outside=seems_outside(best, calibration, alone.outside)).value)
    return Judged(
        [trial.question for trial in asked], np.array(place), np.array(led), np.array(probability), np.array(ways)
    )


def _first(flags: list[bool]) -> int:
    return flags.index(True) if True in flags else _NOWHERE


def safety(judged: Judged) -> dict[str, Measure]:
    """What is given as sure, and what of it is wrong."""
    answerable = judged.where(("faq", "guides"))
    return {
        "answered as sure, of what an entry answers": share(judged.sure[answerable]),
        "the same, FAQ alone": share(judged.sure[judged.where(("faq",))]),
        "wrong, of those": share(judged.wrong[answerable & judged.sure]),
        "wrong, of all that an entry answers": share(judged.wrong[answerable]),
        "not answered as sure, of all that an entry answers": share(~judged.sure[answerable]),
        "legal but unanswered, answered as sure": share(judged.sure[judged.where(("unanswered",))]),
        "no legal matter, answered as sure (before the classifier's word)": share(
            judged.sure[judged.where(("off_topic",))]
        ),
    }


def by_group(judged: Judged) -> dict[str, NDArray[np.bool_]]:
    """All questions, by what the corpus has for them."""
    return {name: judged.where((group,)) for name, group in GROUPS.items()}


def guides(judged: Judged) -> Table:
    """Questions about a guide: the guide itself first, or an entry whose answer has the guide's button."""
    asked = judged.where(("guides",))
    return {
        "the guide": found(judged.place[asked]),
        "the guide or an entry that leads to it": found(judged.led[asked]),
    }


def by_kind(judged: Judged) -> dict[str, NDArray[np.bool_]]:
    """FAQ questions per kind of wording."""
    faq = judged.where(("faq",))
    kinds = np.array([question.kind for question in judged.questions])
    return {kind: faq & (kinds == kind) for kind in dict.fromkeys(kinds[faq].tolist())}


def by_topic(judged: Judged, corpus: Corpus) -> dict[str, NDArray[np.bool_]]:
    """Answerable questions per topic of the corpus; guides are one."""
    topic = {faq.id: faq.topic for faq in corpus.faqs}
    topics = np.array([topic.get(question.entry or "", "guides") for question in judged.questions])
    answerable = judged.where(("faq", "guides"))
    return {name: answerable & (topics == name) for name in sorted(set(topics[answerable]))}


def by_training(judged: Judged) -> dict[str, NDArray[np.bool_]]:
    """FAQ questions of entries that the encoder was trained with, beside those of entries kept from it whole."""
    faq = judged.where(("faq",))
    kept = np.array([is_held_out(question.entry or "") for question in judged.questions])
    return {"entries kept from training": faq & kept, "entries trained with": faq & ~kept}


def finding(judged: Judged, groups: Mapping[str, NDArray[np.bool_]]) -> Table:
    """Where the right entry stands, for each of ``groups`` (flags over the questions)."""
    return {name: found(judged.place[where]) for name, where in groups.items()}


def answering(judged: Judged, groups: Mapping[str, NDArray[np.bool_]]) -> Table:
    """What is done with the questions of each of ``groups``."""
    return {name: _ways(judged, where) for name, where in groups.items()}


def _ways(judged: Judged, where: NDArray[np.bool_]) -> dict[str, Measure]:
    """Shares of all questions in ``where``; ``wrong`` are among ``sure``, the last three make up ``not sure``."""
    return {
        "sure": share(judged.sure[where]),
        "wrong": share(judged.wrong[where]),
        "not sure": share(~judged.sure[where]),
        **{name: share(judged.way[where] == way) for name, way in _NOT_SURE.items()},
    }


def reliability(judged: Judged, bins: int = 10) -> list[tuple[float, float, int]]:
    """For each tenth of what is taken to come in (MIX), by probability: its mean, the share that is right, how many questions."""
    order = np.argsort(judged.probability)
    given, right = judged.probability[order], judged.place[order] == 0
    weight = mixed(np.array([judged.questions[row].group for row in order.tolist()]))
    place = np.minimum(np.cumsum(weight) / weight.sum() * bins, bins - 1).astype(np.int64)
    parts = [place == number for number in np.unique(place)]
    return [
        (float(np.average(given[p], weights=weight[p])), float(np.average(right[p], weights=weight[p])), int(p.sum()))
        for p in parts
    ]
