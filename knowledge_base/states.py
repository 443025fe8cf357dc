"""What becomes of an entry, step by step: the one place that says which step is allowed when.

| step | from | to |
|---|---|---|
| saved | nothing yet, draft, published, retired | draft |
| submitted | draft | in review |
| sent back | in review | draft |
| approved | in review | published |
| rolled back | any | published |
| retired | draft, in review, published | retired |

A published entry with a newer draft goes on serving what was published (``StoredEntry.serving_version``).
"""

from __future__ import annotations

from enum import StrEnum

from knowledge_base.errors import IllegalMove


class State(StrEnum):
    """How far the newest text of an entry has come."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"


class Step(StrEnum):
    """What a version came about by."""

    IMPORTED = "imported"
    SAVED = "saved"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    ROLLED_BACK = "rolled_back"
    RETIRED = "retired"


# The steps after which the version is served.
SERVING_STEPS = frozenset({Step.IMPORTED, Step.APPROVED, Step.ROLLED_BACK})

_MOVES: dict[Step, tuple[frozenset[State], State]] = {
    Step.SAVED: (frozenset({State.DRAFT, State.PUBLISHED, State.RETIRED}), State.DRAFT),
    Step.SUBMITTED: (frozenset({State.DRAFT}), State.IN_REVIEW),
    Step.SENT_BACK: (frozenset({State.IN_REVIEW}), State.DRAFT),
    Step.APPROVED: (frozenset({State.IN_REVIEW}), State.PUBLISHED),
    Step.ROLLED_BACK: (frozenset(State), State.PUBLISHED),
    Step.RETIRED: (frozenset({State.DRAFT, State.IN_REVIEW, State.PUBLISHED}), State.RETIRED),
}
_REFUSALS = {
    Step.SAVED: "正在等审核，先退回才能改",
    Step.SUBMITTED: "只有草稿才能送审",
    Step.SENT_BACK: "这一条没有在等审核，退不了",
    Step.APPROVED: "这一条没有送审，不能发布",
    Step.RETIRED: "这一条已经下架了",
}


def next_state(state: State, step: Step) -> State:
    """The state that ``step`` leads to.

    Raises IllegalMove when it is not allowed from ``state``.
    """
    allowed, leads_to = _MOVES[step]
    if state not in allowed:
        raise IllegalMove(_REFUSALS[step])
    return leads_to
