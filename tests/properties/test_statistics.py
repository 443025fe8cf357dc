"""Properties of the monthly figures: whatever the cases are, every table adds up to their number."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from helpdesk.register_models import CASE_CHANNELS, CASE_RESULTS, CaseChannel, CaseResult
from helpdesk.register_numbers import below
from helpdesk.statistics import NO_RESULT, By, Counted, tabulate
from helpdesk.statistics_xlsx import write_xlsx

MONTH = date(2026, 12, 1)
codes = st.from_regex(r"5107(00000000|0[1-9]000000|0[1-9]10[1-9]000|0[1-9]10[1-9]20[1-9])", fullmatch=True)
topics = st.sampled_from(["wages", "marriage", "other", "=1+1", "+86", "@sum"])
cases = st.lists(
    st.builds(
        Counted,
        codes,
        topics,
        st.sampled_from(CaseChannel),
        st.none() | st.sampled_from(CaseResult),
        st.integers(1, 10_000),
    ),
    max_size=40,
)
NAMES = {
    By.TIER: lambda case: str(len(below(case.place_code))),
    By.COUNTY: lambda case: case.place_code[:6],
    By.TOWNSHIP: lambda case: case.place_code[:9],
    By.TOPIC: lambda case: case.topic,
    By.CHANNEL: lambda case: CASE_CHANNELS[case.channel],
    By.RESULT: lambda case: CASE_RESULTS[case.result] if case.result else NO_RESULT,
}


@given(cases, cases)
def test_every_table_adds_up(now: list[Counted], before: list[Counted]) -> None:
    """The lines of each table have the month's total and the total of the month before; no line comes twice."""
    figures = tabulate(MONTH, now, before, NAMES)

    assert (figures.total, figures.before) == (sum(c.count for c in now), sum(c.count for c in before))
    for lines in figures.tables.values():
        assert (sum(line.count for line in lines), sum(line.before for line in lines)) == (
            figures.total,
            figures.before,
        )
        assert len({line.name for line in lines}) == len(lines)


@given(cases, cases)
def test_the_spreadsheet_has_the_same_figures(now: list[Counted], before: list[Counted]) -> None:
    """Each sheet holds its table and a sum over exactly its lines, and a name is never a formula."""
    figures = tabulate(MONTH, now, before, NAMES)

    book = load_workbook(BytesIO(write_xlsx(figures)))

    assert [book["总数"][f"B{row}"].value for row in (2, 3)] == [figures.total, figures.before]
    for (by, lines), sheet in zip(figures.tables.items(), book.worksheets[1:], strict=True):
        rows = list(sheet.iter_rows(min_row=2, max_col=3))
        assert [tuple(cell.value for cell in row) for row in rows[:-1]] == [
            (n.name, n.count, n.before) for n in lines
        ], by
        assert {row[0].data_type for row in rows[:-1]} <= {"s"}
        last = len(lines) + 1
        assert [cell.value for cell in rows[-1]] == [
            "合计",
            *([f"=SUM({c}2:{c}{last})" for c in "BC"] if lines else [0, 0]),
        ]
        assert len(sheet._charts) == bool(lines)


@given(codes, codes)
def test_a_unit_holds_what_is_below_it_and_nothing_else(unit: str, other: str) -> None:
    """The digits of a unit are those of the units below it: city 4, county 6, township 9, village 12."""
    digits = below(unit)

    assert len(digits) in (4, 6, 9, 12)
    assert unit.startswith(digits)
    assert other.startswith(digits) == (below(other)[: len(digits)] == digits)
