"""When a person is next there, and how it is said."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from bot.handoff_words import handoff_words, noted, spoken_time, urgent_reason, urgent_words
from helpdesk.advisers import next_duty
from helpdesk.clock import SHANGHAI
from helpdesk.models import Kind
from nlu.danger import Sort


def at(written: str) -> datetime:
    """A moment of local time."""
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "next_time"),
    [
        ("2026-12-07T10:00", "2026-12-07T10:00"),
        ("2026-12-07T08:00", "2026-12-07T09:00"),
        ("2026-12-07T09:00", "2026-12-07T09:00"),
        ("2026-12-07T12:00", "2026-12-07T14:00"),
        ("2026-12-07T12:30", "2026-12-07T14:00"),
        ("2026-12-07T17:00", "2026-12-08T09:00"),
        ("2026-12-07T23:59", "2026-12-08T09:00"),
        ("2026-12-11T18:00", "2026-12-14T09:00"),
        ("2026-12-12T10:00", "2026-12-14T09:00"),
        ("2026-09-30T18:00", "2026-10-08T09:00"),
        ("2026-10-09T18:00", "2026-10-10T09:00"),
        ("2026-12-31T18:00", "2027-01-04T09:00"),
    ],
)
def test_advisers_are_next_at_work(now: str, next_time: str) -> None:
    """Inside the hours it is now; else after lunch, tomorrow, or after the weekend or the holidays."""
    assert next_duty(at(now)) == at(next_time)


@pytest.mark.parametrize(
    ("now", "moment", "said"),
    [
        ("2026-12-07T12:30", "2026-12-07T14:00", "今天 14:00"),
        ("2026-12-07T18:00", "2026-12-08T09:00", "明天 09:00"),
        ("2026-12-31T18:00", "2027-01-01T09:00", "明天 09:00"),
        ("2026-12-11T18:00", "2026-12-14T09:00", "12月14日（周一）09:00"),
        ("2026-12-12T18:00", "2026-12-20T09:00", "12月20日（周日）09:00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(now: str, moment: str, said: str) -> None:
    """Today and tomorrow by name, other days by date and weekday."""
    assert spoken_time(at(now), at(moment)) == said


@pytest.mark.parametrize(
    ("now", "present", "ahead", "expected"),
    [
        ("2026-12-07T10:00", True, 0, "马上就好"),
        ("2026-12-07T10:00", True, 3, "前面还有 3 位"),
        ("2026-12-07T10:00", False, 0, "没在线"),
        ("2026-12-07T18:00", False, 0, "明天 09:00上班"),
        ("2026-12-07T18:00", False, 2, "12348"),
    ],
)
def test_what_happens_next_is_always_said(now: str, present: bool, ahead: int, expected: str) -> None:
    """Whether somebody is there or not, the citizen reads what to expect and has three ways to go on."""
    draft = handoff_words(at(now), next_duty(at(now)), present, ahead)

    assert expected in draft.text
    assert [button["payload"] for button in draft.extras["buttons"]] == ["withdraw", "callback", "book"]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("present", [True, False])
def test_every_danger_is_told_a_number_first(sort: Sort, present: bool) -> None:
    """110 before anything else, only lines that exist, and that a person was told."""
    words = urgent_words(sort, present)

    assert words.kind is Kind.URGENT
    assert words.text.index("110") < words.text.index("顾问")
    assert "110" in words.text.partition("\n")[0]
    assert set(re.findall(r"\d{3,}", words.text)) <= {"110", "120", "12338", "12345", "12348"}
    assert urgent_reason(sort).startswith("紧急：")
    assert len({urgent_reason(each) for each in Sort}) == len(Sort)
    assert noted().extras["buttons"]


def test_violence_names_the_lines_of_women_and_of_the_law() -> None:
    """Police, ambulance, the women's line and the legal line."""
    words = urgent_words(Sort.VIOLENCE, True).text

    assert all(number in words for number in ("110", "120", "12338", "12348"))


def test_whoever_may_take_their_life_is_not_told_to_flee() -> None:
    """Police and ambulance first, then not to be alone; the women's line is for violence."""
    words = urgent_words(Sort.SELF_HARM, True).text

    assert words.index("110") < words.index("120") < words.index("陪着") < words.index("顾问")
    assert "12338" not in words
    assert "离开危险的地方" not in words


def test_whoever_stands_high_for_wages_reads_where_to_ask_for_them() -> None:
    """Back from the edge first, then the line that passes wage claims on."""
    words = urgent_words(Sort.JUMP, False).text

    assert words.index("往里退") < words.index("12345")
