"""From how the candidates fit to the probability that each answers the question.

The best candidate's probability is a logistic regression over its features and its lead, over how much of the question its
wordings hold, and over the question by itself; the others have theirs in proportion to their share of the ranking. Two rules
stand above it. A question in (nearly) the words of one entry is sure: a person has written down that this entry answers it.
A few words that stand in the wordings of several entries are never sure, however strong the lead: the citizen is asked.
Weights and thresholds are in ``calibration.json``, fitted by ``make calibrate``.
"""

from __future__ import annotations

import json
import math
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import NamedTuple

from knowledge_base.candidates import NEARLY_EXACT, Candidate
from knowledge_base.dialect import standard
from knowledge_base.outside import OutsideModel
from knowledge_base.ranking import DEFAULT

EXACT = 0.99
"""The probability of an entry that words the question just so; no other one reaches it."""
MOST = 0.985
"""The highest probability of any other."""
_JUST_BELOW = 1e-4
_SHORT = 6


class QuestionFeatures(NamedTuple):
    """What the regression sees of a question by itself.

    ``outside`` is what OutsideModel makes of it; ``brevity`` one over its length in characters, in standard words, 1/6 at most:
    a few words may mean anything.
    """

    outside: float
    brevity: float

    @classmethod
    def of(cls, question: str, outside: OutsideModel) -> QuestionFeatures:
        """Of a question as it is searched for."""
        return cls(outside.log_odds(question), 1 / max(len(standard(question)), _SHORT))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the regression, and the two thresholds.

    A probability of ``sure`` or more is answered outright; from ``maybe`` on, the citizen is asked which one is meant.
    """

    weights: tuple[float, ...]
    bias: float
    sure: float
    maybe: float

    @classmethod
    def load(cls, path: Path = DEFAULT) -> Calibration:
        """Read the committed weights."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(kept["weights"]), kept["bias"], kept["sure"], kept["maybe"])

    def probabilities(self, candidates: list[Candidate], question: QuestionFeatures) -> list[float]:
        """For each candidate, best first, the probability that it answers the question; exact wordings are sure."""
        if not candidates:
            return []
        exact = exactly_worded(candidates)
        if exact is not None:
            return [EXACT if c is exact else (1 - EXACT) / 2 * c.share for c in candidates]
        best = min(self.estimate(inputs(candidates, question)), MOST)
        if names_several(candidates):
            best = min(max(best, self.maybe), self.sure - _JUST_BELOW)
        return [best * c.share / candidates[0].share for c in candidates]

    def estimate(self, values: tuple[float, ...]) -> float:
        """The regression's probability for the ``inputs`` of a question."""
        score = self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def inputs(candidates: list[Candidate], question: QuestionFeatures) -> tuple[float, ...]:
    """What the regression sees of the best of ``candidates``.

    Its log odds among all entries and its lead in score; then each feature, and each feature's lead over the other
    candidates, which is where dense and lexical search agree or do not; how much of the question it holds; and the question by itself.
    """
    best, others = candidates[0], candidates[1:]
    share = min(max(best.share, 1e-6), 1 - 1e-6)
    own = astuple(best.features)
    rivals = [astuple(c.features) for c in others] or [own]
    leads = [value - max(column) for value, column in zip(own, zip(*rivals, strict=True), strict=True)]
    score = max((c.score for c in others), default=best.score)
    return (math.log(share / (1 - share)), best.score - score, *own, *leads, best.covered, *question)


def exactly_worded(candidates: list[Candidate]) -> Candidate | None:
    """The one candidate with a wording in the very words of the question, or nearly; None if none or several have."""
    for likeness in (1.0, NEARLY_EXACT):
        exact = [c for c in candidates if c.alike >= likeness]
        if exact:
            return exact[0] if len(exact) == 1 else None
    return None


def names_several(candidates: list[Candidate]) -> bool:
    """Whether the whole question stands in the wordings of more than one candidate."""
    return sum(c.holds for c in candidates) > 1
