"""Market days as an admin writes them."""

from __future__ import annotations

import pytest

from actions.views import market_lines
from helpdesk.errors import Refused
from helpdesk.market_text import read_market, write_market
from helpdesk.place_models import Calendar, MarketDays


@pytest.mark.parametrize(
    ("written", "calendar", "days"),
    [
        ("农历 3 6 9", Calendar.LUNAR, (3, 6, 9)),
        ("农历逢三六九", Calendar.LUNAR, (3, 6, 9, 13, 16, 19, 23, 26, 29)),
        ("逢 2、5、8", Calendar.LUNAR, (2, 5, 8, 12, 15, 18, 22, 25, 28)),
        ("公历逢一", Calendar.SOLAR, (1, 11, 21, 31)),
        ("阴历逢十", Calendar.LUNAR, (10, 20, 30)),
        ("初三、十三、廿三", Calendar.LUNAR, (3, 13, 23)),
        ("公历 １、１５、３１", Calendar.SOLAR, (1, 15, 31)),
    ],
)
def test_market_days_are_read(written: str, calendar: Calendar, days: tuple[int, ...]) -> None:
    """Days of the month, or every ten days behind 逢; lunar unless said otherwise. What is shown reads back the same."""
    market = read_market(written, only=False)

    assert market == MarketDays(calendar, days)
    assert read_market(write_market(market), only=False) == market


@pytest.mark.parametrize("written", ["赶场天", "农历 0", "农历 31", "公历 32", "农历", "3-6-9", "逢"])
def test_what_is_no_list_of_days_is_refused(written: str) -> None:
    """With an example of how to write it."""
    with pytest.raises(Refused, match="农历逢三六九"):
        read_market(written, only=False)


def test_no_market_days_is_none() -> None:
    """An empty field, and nothing is shown."""
    assert read_market("  ", only=True) is None
    assert write_market(None) == ""
    assert market_lines(None) == []


def test_people_read_whether_it_is_open_on_other_days() -> None:
    """Only on market days, or on them as well."""
    assert market_lines(read_market("农历 3 6", only=True)) == ["只在赶集日开门：农历每月 3、6 日赶集"]
    assert market_lines(read_market("公历 3 6", only=False)) == ["公历每月 3、6 日赶集也开门"]
