"""Danger now, recognised by rule and by model: violence, a child at risk, self-harm, threats, confinement, jumping for wages.

Runs in the application's own process, so it works when Rasa is down. ``rules`` and ``model`` see a message each for itself,
``recogniser`` weighs them; ``training`` makes the model from ``examples``.
"""

from nlu.danger.model import DangerModel, UnusableWeights
from nlu.danger.recogniser import DangerRecogniser, Recogniser, RuleRecogniser, SentenceVectors
from nlu.danger.sorts import Sort, Verdict

__all__ = [
    "DangerModel",
    "DangerRecogniser",
    "Recogniser",
    "RuleRecogniser",
    "SentenceVectors",
    "Sort",
    "UnusableWeights",
    "Verdict",
]
