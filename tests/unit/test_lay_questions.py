"""What people ask of the law: the files, and what they do for the search."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge_base.encoder import SentenceEncoder
from knowledge_base.errors import CorpusError
from knowledge_base.lay_questions import load_lay_questions, not_in_force
from knowledge_base.statute_index import StatuteIndex
from knowledge_base.statutes import StatuteBook, default_path

INDEX = Path(__file__).parents[2] / "var" / "statutes"
_HEAD = "question,articles\n"


@pytest.fixture(scope="module")
def book() -> StatuteBook:
    """The law of 7 December 2026."""
    return StatuteBook(default_path(), date(2026, 12, 7))


@pytest.fixture(scope="module")
def index(book: StatuteBook) -> StatuteIndex:
    """The index that the set-up made."""
    return StatuteIndex(INDEX, SentenceEncoder(), book)


def test_every_question_names_articles_in_force(book: StatuteBook) -> None:
    """No lay question leads to an article that is not law."""
    assert not not_in_force(load_lay_questions(), book)


def test_an_article_that_is_no_longer_in_force_is_named(tmp_path: Path, book: StatuteBook) -> None:
    """The check says which question and which article."""
    (tmp_path / "a.csv").write_text(_HEAD + "合同怎么解除,合同法第九十四条\n", encoding="utf-8")

    problems = not_in_force(load_lay_questions(tmp_path), book)

    assert problems == ["合同怎么解除：现行法里没有合同法第九十四条"]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("问题,法条\n甲,民法典第一条\n", "a.csv：表头应是 question,articles"),
        (_HEAD + "怎么离婚,\n", "a.csv 第 2 行：要有一个问题和至少一条法律"),
        (_HEAD + ",民法典第一条\n", "a.csv 第 2 行：要有一个问题和至少一条法律"),
        (_HEAD + "怎么离婚,民法典\n", "a.csv 第 2 行：不是一条法律引用"),
        (_HEAD + "甲,民法典第一条,再来\n", "a.csv 第 2 行：要有一个问题和至少一条法律"),
        (_HEAD + "甲,民法典第一条\n甲,民法典第二条\n", "a.csv 第 3 行：这个问题已经有了：甲"),
    ],
)
def test_a_bad_file_is_refused_with_its_row(tmp_path: Path, written: str, reason: str) -> None:
    """Whoever edits the files is told where it went wrong."""
    (tmp_path / "a.csv").write_text(written, encoding="utf-8")

    with pytest.raises(CorpusError, match=reason):
        load_lay_questions(tmp_path)


def test_an_article_is_found_by_what_people_ask_of_it(index: StatuteIndex) -> None:
    """A lay question in its own words brings up an article that answers it: among the first three for nine in ten."""
    asked = load_lay_questions()[::25]

    hits = sum(
        bool({found.article.citation for found in index.search(question.text, 3)} & set(question.relevant))
        for question in asked
    )

    assert hits >= 0.9 * len(asked)


def test_what_answers_a_question_on_another_day_is_not_offered(book: StatuteBook, index: StatuteIndex) -> None:
    """Only articles in force on the book's day are found, whatever the lay questions name."""
    early = StatuteBook(default_path(), date(2020, 12, 31))  # before the 民法典
    index.use_book(early)

    try:
        found = index.search("儿媳对公婆尽了主要赡养义务能不能继承")
    finally:
        index.use_book(book)

    assert found
    assert not [one for one in found if one.article.law == "民法典"]


def test_shares_are_of_one_whole(index: StatuteIndex) -> None:
    """Scores of one search can be compared: they fall, and add up to one."""
    scores = [found.score for found in index.ranked("老板拖欠工资怎么办")]

    assert scores == sorted(scores, reverse=True)
    assert sum(scores) == pytest.approx(1.0, abs=1e-4)


def test_an_article_nobody_asks_about_is_found_by_its_words(index: StatuteIndex, book: StatuteBook) -> None:
    """Lay questions add to the search and leave out nothing."""
    asked = {citation for question in load_lay_questions() for citation in question.relevant}
    quiet = [article for article in book if article.citation not in asked and 40 < len(article.text) < 90][::900]

    for article in quiet:
        assert article.citation in {found.article.citation for found in index.search(article.text)}
    assert len(quiet) > 5
