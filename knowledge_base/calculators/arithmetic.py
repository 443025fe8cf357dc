"""Money, months and sources, as all calculators count and write them."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from knowledge_base.calculators.models import Line, MoneyRange
from knowledge_base.models import Citation
from knowledge_base.numerals import to_chinese

_CENT = Decimal("0.01")


def law(name: str, number: int) -> Citation:
    """An article by its number: ``law("民法典", 188)``."""
    return Citation(name, f"第{to_chinese(number)}条")


def cents(amount: Decimal) -> Decimal:
    """Yuan rounded to the cent, half a cent upwards: where a rule does not say how to round, payrolls and courts do so."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def yuan(amount: Decimal) -> str:
    """Yuan as people read them: 3500元, 1234.5 as 1234.50元."""
    rounded = cents(amount)
    return f"{rounded:.0f}元" if rounded == rounded.to_integral_value() else f"{rounded}元"


def plain(number: Decimal) -> str:
    """A number without trailing zeros: 2.50 as 2.5."""
    return f"{number.normalize():f}"


def day_in_words(day: date) -> str:
    """2026年6月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def months_after(day: date, months: int) -> date:
    """The day that corresponds to ``day`` so many months later, or that month's last day (民法典第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(first: date, last: date) -> tuple[int, int]:
    """The whole months from ``first`` to ``last``, both counted, and the days left over."""
    end = last + timedelta(days=1)
    months = (end.year - first.year) * 12 + end.month - first.month
    if months_after(first, months) > end:
        months -= 1
    return max(months, 0), (end - months_after(first, months)).days if end >= first else 0


def total_of(lines: Iterable[Line]) -> Decimal | MoneyRange:
    """The sum of the lines that carry yuan; a range as soon as one of them is one."""
    low = high = Decimal(0)
    for line in lines:
        if isinstance(line.value, MoneyRange):
            low, high = low + line.value.low, high + line.value.high
        elif isinstance(line.value, Decimal):
            low, high = low + line.value, high + line.value
    return low if low == high else MoneyRange(low, high)
