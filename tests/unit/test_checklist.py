"""Rules of the checklist of a platform: its file, its sources, its score."""

from __future__ import annotations

from datetime import date

import pytest

from helpdesk.checklist import HOURS, Group, Score, items_for, load_items, score_of
from helpdesk.models import Tier
from helpdesk.place_models import PersonRole
from knowledge_base.models import Citation
from knowledge_base.statutes import StatuteBook, default_path


def test_each_item_has_a_key_of_its_own() -> None:
    """What was marked hangs on the key; a place of any tier has items of every group."""
    keys = [item.key for item in load_items()]

    assert len(set(keys)) == len(keys)
    assert all(len(key) <= 40 for key in keys)
    for tier in Tier:
        assert {item.group for item in items_for(tier)} == set(Group)


def test_articles_that_are_named_are_in_force() -> None:
    """A source is an article of the statute database, or says that it was not checked."""
    book = StatuteBook(default_path(), date(2026, 12, 7))

    named = [Citation(item.law, item.article or "") for item in load_items() if item.law]

    assert len(named) >= 8
    assert [citation for citation in named if citation not in book] == []
    assert all("待核对" in item.source for item in load_items() if not item.law)


def test_hints_name_what_the_directory_knows() -> None:
    """Opening hours or a role; a word that means nothing would break the page."""
    hints = {item.hint for item in load_items() if item.hint}

    assert {HOURS, PersonRole.VILLAGE_COUNSEL} <= hints <= {HOURS, *PersonRole}


@pytest.mark.parametrize("tier", list(Tier))
def test_the_score_counts_what_the_tier_should_have(tier: Tier) -> None:
    """Met and looked at are counted apart; what belongs to another tier does not count."""
    first, second, *rest = items_for(tier)
    checks = {first.key: True, second.key: False, "of-another-tier": True}

    assert score_of(tier, checks) == Score(met=1, looked=2, items=2 + len(rest))
