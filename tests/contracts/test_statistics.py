"""Contracts of the monthly figures, on both database systems."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.directory import Directory
from helpdesk.register import CaseDetails, answer_case, register_case
from helpdesk.register_models import CaseChannel, CaseResult, Reader
from helpdesk.statistics import By, monthly_statistics
from helpdesk.store.database import Database
from tests.contracts.conftest import ROOM, TOWNSHIP

BOSS = Reader("boss", is_admin=True)
DETAILS = CaseDetails(ROOM, "wages", "欠薪", party="王大明")


def test_the_months_cases_are_counted_beside_the_month_before(
    db: Database, clock: FixedClock, directory: Directory, advisers: list[str]
) -> None:
    """Midnight in Shanghai parts the months; village, township and city are told apart, and results as they stand now."""
    clock.moment = datetime(2026, 11, 30, 23, 59, 59, tzinfo=SHANGHAI)
    register_case(db, clock, directory, advisers[0], CaseChannel.TELEPHONE, DETAILS)
    clock.moment = datetime(2026, 12, 1, 0, 0, 0, tzinfo=SHANGHAI)
    first = register_case(db, clock, directory, advisers[0], CaseChannel.WALK_IN, DETAILS)
    answer_case(db, clock, BOSS, first.id, "讲清楚了", CaseResult.EXPLAINED, 5)
    for code, topic in ((TOWNSHIP, "wages"), ("510700000000", "marriage")):
        details = replace(DETAILS, place_code=code, topic=topic)
        register_case(db, clock, directory, advisers[0], CaseChannel.WALK_IN, details)

    figures = monthly_statistics(db, directory, date(2026, 12, 25), {"wages": "工资", "marriage": "婚姻"}.__getitem__)

    tables = {by: [(line.name, line.count, line.before) for line in lines] for by, lines in figures.tables.items()}
    assert (figures.month, figures.total, figures.before) == (date(2026, 12, 1), 3, 1)
    assert tables[By.TIER] == [
        ("村（社区）公共法律服务室", 1, 1),
        ("乡镇（街道）公共法律服务站", 1, 0),
        ("市公共法律服务中心", 1, 0),
    ]
    assert tables[By.COUNTY] == [("游仙区", 2, 1), ("绵阳市本级", 1, 0)]
    assert tables[By.TOWNSHIP] == [("游仙区魏城镇", 2, 1), ("绵阳市本级", 1, 0)]
    assert tables[By.TOPIC] == [("工资", 2, 1), ("婚姻", 1, 0)]
    assert tables[By.CHANNEL] == [("上门", 3, 0), ("电话", 0, 1)]
    assert tables[By.RESULT] == [("还没有结果", 2, 1), ("解答清楚了", 1, 0)]
