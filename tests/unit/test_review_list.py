"""What a person should look over again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge_base.models import Citation, Corpus, Faq
from knowledge_base.review_list import Cause, review_list
from knowledge_base.statutes import StatuteBook, default_path

# The revised 农业法 takes effect on 1 January 2027; 民法典 has one version.
FARMING = Faq(
    "a", "land", "农业上的事问谁？", "先问村里的公共法律服务室。",
    citations=(Citation("农业法", "第一条"), Citation("民法典", "第一条")),
    valid_from=date(2026, 11, 24), review_by=date(2027, 11, 24),
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "valid_from", "causes"),
    [
        (date(2026, 12, 7), date(2026, 11, 24), [Cause.LAW_ABOUT_TO_CHANGE]),
        (date(2027, 1, 1), date(2026, 11, 24), [Cause.LAW_AMENDED]),
        (date(2027, 1, 1), date(2027, 1, 1), []),
        (date(2027, 11, 24), date(2027, 1, 1), []),
        (date(2027, 11, 25), date(2027, 1, 1), [Cause.OVERDUE]),
        (date(2027, 11, 25), date(2026, 11, 24), [Cause.OVERDUE, Cause.LAW_AMENDED]),
    ],
)
def test_an_entry_is_due_when_its_day_or_its_law_says_so(day: date, valid_from: date, causes: list[Cause]) -> None:
    """After its day; when a cited law was amended since it was last checked, or is about to be."""
    corpus = Corpus((replace(FARMING, valid_from=valid_from),), ())

    found = review_list(corpus, StatuteBook(default_path(), day))

    assert [item.cause for item in found] == causes


def test_the_reason_names_the_law_and_the_day() -> None:
    """A person reads which law it is and from when on."""
    found = review_list(Corpus((FARMING,), ()), StatuteBook(default_path(), date(2026, 12, 7)))

    assert [item.why for item in found] == ["《农业法》的新版 2027-01-01 起施行"]
