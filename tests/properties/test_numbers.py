"""Numbers in words and digits: article numbers, amounts, what people say."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from knowledge_base.amounts import amounts_in
from knowledge_base.models import Article
from knowledge_base.numerals import article_number, to_chinese, to_number
from knowledge_base.statutes import StatuteBook, default_path, parse_citation
from nlu.amounts import read_amount
from tests.properties.texts import citizen_text

BOOK = StatuteBook(default_path(), date(2026, 12, 7))
# Ten decisions of the National People's Congress have paragraphs and no numbers: they cannot be cited.
ARTICLES = [article for article in BOOK if article.article.startswith("第")]
numbers = st.integers(1, 9999)


@given(numbers)
def test_numerals_come_back_as_the_number(number: int) -> None:
    """What is written in Chinese numerals is read as the same number."""
    assert to_number(to_chinese(number)) == number


@given(st.integers(1, 9999), numbers)
def test_ten_thousands_add_up(high: int, low: int) -> None:
    """三万零五 is 30005."""
    gap = "零" if low < 1000 else ""

    assert to_number(f"{to_chinese(high)}万{gap}{to_chinese(low)}") == high * 10_000 + low


@given(numbers, st.sampled_from(["", "之一", "之三"]))
def test_article_numbers_are_the_same_in_digits_and_numerals(number: int, suffix: str) -> None:
    """第1079条, 1079条, full-width digits and 〇 for 零 all name 第一千零七十九条."""
    official = f"第{to_chinese(number)}条{suffix}"
    wide = str(number).translate({ord("0") + n: ord("０") + n for n in range(10)})
    written = [
        official,
        official.replace("零", "〇"),
        f"第{number}条{suffix}",
        f"{number}条{suffix}",
        f"第{wide}条{suffix}",
    ]

    assert {article_number(text) for text in written} == {official}


@given(citizen_text)
@example("nan")
@example("-1")
@example("infinity")
def test_any_text_is_a_number_or_none(text: str) -> None:
    """A number that is read is finite and not negative."""
    number = to_number(text)

    assert number is None or (math.isfinite(number) and number >= 0)


def test_every_article_is_found_by_its_citation() -> None:
    """Each numbered article in force is read back from the way it is cited."""
    astray = [a.citation for a in ARTICLES if parse_citation(str(a.citation)) != a.citation]

    assert astray == []


@given(st.sampled_from(ARTICLES), st.sampled_from(["{}怎么规定的", "请问《{}》说的啥子", "{} 是什么"]))
def test_a_question_that_names_an_article_gets_it(article: Article, question: str) -> None:
    """An article is named by its law and number, with or without words around them."""
    named = question.format(f"{article.law}{article.article}")

    assert BOOK.named_in(named.replace("》", "")) == article


@given(numbers, st.sampled_from(["元", "%", "日", "个月", "倍", "周", "小时", "个工作日"]))
def test_amounts_are_the_same_in_digits_and_numerals(number: int, unit: str) -> None:
    """三十日 and 30日 are one amount, and nothing else is found beside it."""
    found = [set(amounts_in(f"应当在{written}{unit}以内")) for written in (number, to_chinese(number))]

    assert found[0] == found[1]
    assert [value for value, _ in found[0]] == [number]


@given(citizen_text)
@example("9" * 400 + "元")
def test_amounts_are_looked_for_in_any_text(text: str) -> None:
    """No text is too strange, and no amount is negative."""
    assert all(value >= 0 for value, _ in amounts_in(text))


@given(st.integers(1, 99_999_999), st.sampled_from(["", "元", "块钱"]))
def test_digits_that_people_write_are_read(number: int, unit: str) -> None:
    """With separators for thousands or without, in either width."""
    for written in (f"{number}", f"{number:,}"):
        amount = read_amount(written + unit)

        assert amount is not None
        assert (amount.value, amount.vague, amount.bare) == (number, False, True)


@given(numbers, st.integers(0, 9999))
def test_numerals_that_people_write_are_read(high: int, low: int) -> None:
    """两万零五百 and 三万五 are exact."""
    rest = ("零" if 0 < low < 1000 else "") + (to_chinese(low) if low else "")
    amount = read_amount(f"{to_chinese(high)}万{rest}块")

    assert amount is not None
    assert (amount.value, amount.vague) == (high * 10_000 + low, False)


@given(citizen_text)
def test_an_amount_is_looked_for_in_any_text(text: str) -> None:
    """What is read is a finite number."""
    amount = read_amount(text)

    assert amount is None or Decimal(amount.value).is_finite()
