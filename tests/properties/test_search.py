"""Search, over any text: the real corpus, ranking and probabilities, with the small encoder."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge_base.calibration import Calibration, QuestionFeatures
from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import HashEncoder
from knowledge_base.entry_index import EntryIndex
from knowledge_base.service import WayOut, way_out
from knowledge_base.statutes import StatuteBook, default_path
from tests.properties.texts import citizen_text


@pytest.fixture(scope="module")
def index() -> EntryIndex:
    """All entries of the starting corpus."""
    return EntryIndex(load_corpus(), HashEncoder())


@pytest.fixture(scope="module")
def book() -> StatuteBook:
    """The statutes in force on the day."""
    return StatuteBook(default_path(), date(2026, 12, 7))


@given(citizen_text, st.floats(-30, 30))
@example("", 0.0)
@example("嘛嘛嘛", 0.0)
@example("\x00", 0.0)
def test_any_text_is_searched(index: EntryIndex, text: str, outside: float) -> None:
    """No text breaks the search; probabilities lie between 0 and 1, sum to no more than 1, and fall."""
    candidates = index.search(text)

    probabilities = Calibration.load().probabilities(candidates, QuestionFeatures(outside, 1 / max(len(text), 6)))

    assert len(candidates) == len(probabilities) <= 10
    assert all(0 <= probability <= 1 for probability in probabilities)
    assert probabilities == sorted(probabilities, reverse=True)
    assert len({candidate.entry.id for candidate in candidates}) == len(candidates)


@given(st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_a_likelier_entry_is_never_answered_less_surely(one: float, other: float, outside: bool) -> None:
    """As the probability rises, the way out goes from none over articles and a question back to a sure answer."""
    order = [WayOut.NOT_LEGAL, WayOut.STATUTES, WayOut.CLARIFY, WayOut.SURE]
    calibration = Calibration.load()

    ways = [order.index(way_out(best, calibration, outside=outside)) for best in sorted((one, other))]

    assert ways == sorted(ways)


@given(citizen_text)
def test_any_text_may_name_an_article(book: StatuteBook, text: str) -> None:
    """What a text names is an article in force, or nothing."""
    named = book.named_in(text)

    assert named is None or named.citation in book
