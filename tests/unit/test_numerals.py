"""Article numbers."""

from __future__ import annotations

import pytest

from knowledge_base.numerals import article_number, to_chinese


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"), (10, "十"), (15, "十五"), (20, "二十"), (21, "二十一"), (100, "一百"), (101, "一百零一"), (110, "一百一十"),
        (115, "一百一十五"), (200, "二百"), (1000, "一千"), (1001, "一千零一"), (1010, "一千零一十"), (1079, "一千零七十九"),
        (1260, "一千二百六十"), (9999, "九千九百九十九"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_statutes_write_them(number: int, written: str) -> None:
    """Ten is 十 and not 一十; a gap is one 零."""
    assert to_chinese(number) == written


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_what_is_no_article_number_is_refused(number: int) -> None:
    """Articles count from 1 and stay under ten thousand."""
    with pytest.raises(ValueError, match=str(number)):
        to_chinese(number)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("民法典1079条", "第一千零七十九条"),
        ("第1079条怎么说", "第一千零七十九条"),
        ("第一千零七十九条", "第一千零七十九条"),
        ("１０７９条", "第一千零七十九条"),
        ("刑法第133条之一", "第一百三十三条之一"),
        ("第十条和第二十条", "第十条"),
        ("第0条", None),
        ("两条狗", None),
        ("离婚", None),
        ("", None),
    ],
)
def test_the_first_article_number_is_found(text: str, found: str | None) -> None:
    """Digits, full-width digits and characters all become the statute's own form."""
    assert article_number(text) == found
