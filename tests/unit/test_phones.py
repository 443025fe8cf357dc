"""Phone numbers as citizens write them."""

from __future__ import annotations

import pytest

from helpdesk.errors import InvalidPhone
from helpdesk.phones import find_phone, mask_phone, parse_phone


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("0816-2345678", "08162345678"),
        ("(0816) 2345678", "08162345678"),
        ("028-61234567", "02861234567"),
    ],
)
def test_numbers_are_kept_as_digits(written: str, digits: str) -> None:
    """However it is written, a mobile or landline number is stored as its digits."""
    assert parse_phone(written) == digits


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1381234567", "10 位"),
        ("138123456789", "12 位"),
        ("12812345678", "不对"),
        ("", "没有看到"),
        ("没得电话", "没有看到"),
        ("2345678", "没有看到"),
        ("0816-1345678", "没有看到"),
        ("13812345678a", "没有看到"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(written: str, reason: str) -> None:
    """A missing digit is counted out to the citizen."""
    with pytest.raises(InvalidPhone, match=reason):
        parse_phone(written)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("我的电话是13812345678，姓王", "13812345678"),
        ("打我 138 1234 5678 嘛", "13812345678"),
        ("座机0816-2345678", "08162345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("身份证510722199001011234，电话13812345678", "13812345678"),
        ("1381234567", None),
        ("欠我 20000 元", None),
        ("2026-12-08 15:00", None),
        ("身份证510722199001011234", None),
        ("", None),
    ],
)
def test_a_number_is_found_inside_a_sentence(sentence: str, found: str | None) -> None:
    """Dates, sums and identity numbers are not taken for a phone number."""
    assert find_phone(sentence) == found


@pytest.mark.parametrize(
    ("phone", "masked"), [("13812345678", "138****5678"), ("08162345678", "081****5678"), ("110", "****")]
)
def test_a_masked_number_hides_its_middle(phone: str, masked: str) -> None:
    """What is read back in a chat does not give the number away."""
    assert mask_phone(phone) == masked
