"""The sorts of danger, and what is known of a message after it was judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What the danger is; it decides which numbers and which safe step the reply names."""

    VIOLENCE = "violence"
    CHILD = "child"
    SELF_HARM = "self_harm"
    THREAT = "threat"
    CONFINEMENT = "confinement"
    JUMP = "jump"
    """For wages or money owed: to jump, to burn, to take poison before the debtor's eyes."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``sort`` is None where there is no danger now; ``probability`` is the model's, ``by_rule`` whether a rule saw danger."""

    sort: Sort | None
    probability: float
    by_rule: bool
