"""The calculators, against examples worked out by hand from the rule that each line cites."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product

import pytest

from knowledge_base.calculators.annual_leave import days_a_year, days_in_part
from knowledge_base.calculators.asking import calculate, next_question, read_answers
from knowledge_base.calculators.court_fees import enforcement_fee, preservation_fee, property_fee
from knowledge_base.calculators.inheritance import second_order_shares, shares
from knowledge_base.calculators.limitation import last_day
from knowledge_base.calculators.models import AnswerKind, Answers, Context, Line, MoneyRange, Result
from knowledge_base.calculators.no_contract import double_wage_period
from knowledge_base.calculators.personal_injury import disability_years
from knowledge_base.calculators.registry import CALCULATORS, OFFERED_BY, find_calculator
from knowledge_base.calculators.severance import months_of_pay
from knowledge_base.calculators.work_injury import own_wage
from knowledge_base.corpus_files import load_corpus
from knowledge_base.models import Citation
from knowledge_base.statutes import StatuteBook, default_path

TODAY = date(2026, 12, 7)
CONTEXT = Context(TODAY, lambda day: day.weekday() < 5)


def work_out(calculator_id: str, **answers: object) -> Result:
    """The result of answers as the API gives them."""
    calculator = find_calculator(calculator_id)
    return calculate(calculator, read_answers(calculator, answers, TODAY), CONTEXT)


def values(result: Result) -> dict[str, object]:
    """The lines' values by label."""
    return {line.label: line.value for line in result.lines}


def total(result: Result) -> object:
    """The total's value."""
    assert result.total is not None
    return result.total.value


@pytest.mark.parametrize(
    ("amount", "fee"),
    [
        (0, 50), (10_000, 50), (50_000, 1050), (100_000, 2300), (200_000, 4300), (500_000, 8800), (1_000_000, 13_800),
        (2_000_000, 22_800), (5_000_000, 46_800), (10_000_000, 81_800), (20_000_000, 141_800), (30_000_000, 191_800),
    ],
)  # fmt: skip
def test_property_fee(amount: int, fee: int) -> None:
    """50 up to 10,000, then 2.5, 2, 1.5, 1, 0.9, 0.8, 0.7, 0.6 and 0.5 % of the parts (《诉讼费用交纳办法》 13)."""
    assert property_fee(Decimal(amount)) == fee


@pytest.mark.parametrize(("amount", "fee"), [(10_000, 50), (500_000, 7400), (1_000_000, 12_400), (10_000_000, 77_400)])
def test_enforcement_fee(amount: int, fee: int) -> None:
    """50, then 1.5, 1 and 0.5 % (《诉讼费用交纳办法》 14)."""
    assert enforcement_fee(Decimal(amount)) == fee


@pytest.mark.parametrize(("amount", "fee"), [(1000, 30), (100_000, 1020), (1_000_000, 5000)])
def test_preservation_fee(amount: int, fee: int) -> None:
    """30, then 1 and 0.5 %, at most 5,000 (《诉讼费用交纳办法》 14)."""
    assert preservation_fee(Decimal(amount)) == fee


@pytest.mark.parametrize("fee", [property_fee, enforcement_fee, preservation_fee])
def test_fees_never_fall_when_the_amount_rises(fee: object) -> None:
    """A larger sum never costs less, across every step and a cent to each side of it."""
    edges = [n * 10**power for power in range(8) for n in (1, 2, 5)]
    amounts = sorted(Decimal(edge) + Decimal(cent) / 100 for edge, cent in product(edges, (-1, 0, 1)))

    fees = [fee(amount) for amount in amounts]  # type: ignore[operator]

    assert all(lower <= higher for lower, higher in pairwise(fees))


def test_court_fees_by_case() -> None:
    """A simple procedure halves the fee (16); divorce adds 0.5 % above 200,000; a labour case costs 10 (13)."""
    assert total(work_out("court-fee", case="property", amount="50000", procedure="simple")) == Decimal("525.00")
    divorce = work_out("court-fee", case="divorce", amount="500000", procedure="ordinary")
    assert total(divorce) == MoneyRange(Decimal(1550), Decimal(1800))
    assert total(work_out("court-fee", case="labour", procedure="settled")) == 5
    personality = work_out("court-fee", case="personality", amount="120000", procedure="unknown")
    assert total(personality) == MoneyRange(Decimal(700), Decimal(1100))


def test_overtime() -> None:
    """4,350 a month is 25 an hour: ten hours at 1.5, eight at 2, eight at 3, less what was paid (劳动法 44)."""
    hours = {"weekday_hours": 10, "rest_hours": 8, "holiday_hours": 8}

    result = work_out("overtime", system="standard", wage="4350", paid="375", **hours)

    assert values(result) == {"平时加班": 375, "休息日加班": 400, "法定节假日加班": 600, "已经给的": -375}
    assert total(result) == 1000


def test_overtime_rounds_once_and_leaves_other_hours_open() -> None:
    """3,500 / 174 × 1.5 is 30.17; for approved other working hours nothing is worked out."""
    hours = {"weekday_hours": 1, "rest_hours": 0, "holiday_hours": 0}

    assert total(work_out("overtime", system="unknown", wage=3500, paid=0, **hours)) == Decimal("30.17")
    assert values(work_out("overtime", system="flexible")) == {"加班费": None}


@pytest.mark.parametrize(
    ("end", "months"),
    [("2020-03-01", "0.5"), ("2023-02-28", "3"), ("2023-03-01", "3.5"), ("2023-08-30", "3.5"), ("2023-08-31", "4")],
)
def test_months_of_pay(end: str, months: str) -> None:
    """A whole year one month, from six months one, less a half (劳动合同法 47); work began on 1 March 2020."""
    assert months_of_pay(date(2020, 3, 1), date.fromisoformat(end)) == Decimal(months)


def test_severance() -> None:
    """N, 2N (87), N+1 (40), and both caps above three times the local average (47)."""
    worked = {"start": "2020-03-01", "end": "2023-05-31", "wage": "5000", "average": None}

    assert total(work_out("severance", ground="agreed", **worked)) == 17_500
    assert total(work_out("severance", ground="unlawful", **worked)) == 35_000
    notice = work_out("severance", ground="notice", told=False, last_wage="5200", **worked)
    assert total(notice) == 22_700
    long = {"start": "2011-01-01", "end": "2025-12-31", "wage": "30000", "average": "8000"}
    assert total(work_out("severance", ground="closed", **long)) == 288_000


def test_severance_is_not_capped_without_a_local_average() -> None:
    """The local average is never made up: what it would change is said instead."""
    result = work_out("severance", ground="agreed", start="2020-01-01", end="2021-12-31", wage="40000", average=None)

    assert total(result) == 80_000
    assert any("没有填当地平均工资" in note for note in result.notes)


def test_second_wage() -> None:
    """From the second month: five months; at most eleven; two months and half of June; none in the first month (82)."""
    assert total(work_out("no-contract", start="2024-03-01", now="left", left="2024-08-31", wage=4000)) == 20_000
    assert total(work_out("no-contract", start="2024-03-01", now="none", wage=4000)) == 44_000
    assert total(work_out("no-contract", start="2024-03-01", now="signed", signed="2024-06-16", wage=4000)) == 10_000
    first_month = work_out("no-contract", start="2024-03-01", now="signed", signed="2024-03-31", wage=4000)
    assert values(first_month) == {"二倍工资里多出的一份": 0}
    assert double_wage_period(date(2024, 1, 31), date(2026, 1, 1)) == (date(2024, 2, 29), date(2025, 1, 30))


@pytest.mark.parametrize(("years", "days"), [("0.5", 0), ("1", 5), ("9.9", 5), ("10", 10), ("20", 15)])
def test_days_of_leave(years: str, days: int) -> None:
    """5, 10 or 15 days (《职工带薪年休假条例》 3)."""
    assert days_a_year(Decimal(years)) == days


def test_annual_leave() -> None:
    """Six days of 200, twice more than was paid; 181 of 365 days make 4 of 10; whoever waived in writing gets no more."""
    known = {"entitled": True, "years": 12, "taken": 4}

    assert total(work_out("annual-leave", **known, whole_year=True, waived=False, wage=4350)) == 2400
    assert days_in_part(date(2025, 1, 1), date(2025, 6, 30), 10) == 4
    assert days_in_part(date(2020, 5, 1), date(2025, 6, 30), 10) == 4
    assert work_out("annual-leave", **known, whole_year=True, waived=True).total is None


def test_work_injury() -> None:
    """Level 10: seven months and three months of healing; level 1: twenty-seven months and 90 % a month."""
    ten = work_out("work-injury", level="10", insured=True, wage=5000, average=None, healing=3, leaves=True)
    one = work_out("work-injury", level="1", insured=None, wage=6000, average=None, healing=0)

    assert total(ten) == 50_000
    assert values(ten)["一次性伤残就业补助金"] is None
    assert (total(one), values(one)["伤残津贴（每月）"]) == (162_000, 5400)


@pytest.mark.parametrize(
    ("wage", "average", "counted"), [(4000, 10_000, 6000), (12_000, 3000, 9000), (5000, 6000, 5000)]
)
def test_own_wage(wage: int, average: int, counted: int) -> None:
    """Not under 60 % nor over 300 % of the local average (《工伤保险条例》 64)."""
    assert own_wage(Decimal(wage), Decimal(average)) == counted


def test_death_at_work() -> None:
    """Six months' average wage; twenty times a yearly income that is asked for, open when it is not known (39)."""
    result = work_out("work-injury", level="death", insured=True, average=7000, income=None)

    assert values(result)["丧葬补助金"] == 42_000
    assert values(result)["一次性工亡补助金"] is None


def test_personal_injury() -> None:
    """Each item by its rule; at 65 fifteen years count, level 10 is a tenth; 70 % of 94,200 is 65,940."""
    days = {"off_days": 60, "income": 4500, "care_days": 30, "care_fee": 120, "ward_days": 20, "meal_fee": 40}
    rest = {"medical": 20_000, "transport": 300, "nutrition": 500, "level": "10", "age": 65, "yearly": 40_000}

    result = work_out("personal-injury", cause="traffic", fault=70, **days, **rest)

    assert list(values(result).values()) == [20_000, 9000, 3600, 800, 300, 500, 60_000]
    assert total(result) == 65_940


def test_local_standards_stay_open() -> None:
    """No local figure is made up: its item stays empty and the total leaves it out."""
    days = {"off_days": 10, "income": None, "care_days": 5, "care_fee": None, "ward_days": 5, "meal_fee": None}
    rest = {"medical": 1000, "transport": 0, "nutrition": 0, "level": "9", "age": 30, "yearly": None, "fault": None}

    result = work_out("personal-injury", cause="other", **days, **rest)

    assert list(values(result).values()) == [1000, None, None, None, None]
    assert total(result) == 1000


@pytest.mark.parametrize(("age", "years"), [(30, 20), (60, 20), (61, 19), (74, 6), (75, 5), (90, 5)])
def test_disability_years(age: int, years: int) -> None:
    """Twenty, one less for each year above sixty, five from seventy-five."""
    assert disability_years(age) == years


def test_loan_interest() -> None:
    """2 % a month is 24 % a year; four times an LPR of 3 % is 12 %; a year on 50,000."""
    loan = {"principal": 50_000, "end": "2026-01-01"}

    capped = work_out("loan-interest", agreed="monthly", monthly=2, start="2025-01-01", lpr=3, **loan)
    open_ = work_out("loan-interest", agreed="yearly", yearly=15, start="2025-01-01", lpr=None, **loan)
    none = work_out("loan-interest", agreed="none", due="2025-01-01", lpr=3, **loan)

    assert (values(capped)["按约定算的利息"], total(capped)) == (12_000, 6000)
    assert (values(open_)["最高能要的利息"], open_.total) == (None, None)
    assert (values(none)["借款期间的利息"], total(none)) == (0, 1500)


def test_marital_home() -> None:
    """300,000 repaid together of 1,000,000, worth half more now: half of 450,000."""
    repaid = {"joint": 300_000, "cost": 1_000_000, "value": 1_500_000}

    result = work_out("marital-home", agreement=False, bought="before", name="payer", repaid=True, **repaid)
    common = work_out("marital-home", agreement=False, bought="after", money="common")

    assert values(result)["要补给另一方的，大概"] == 225_000
    assert list(values(common).values()) == [Fraction(1, 2), Fraction(1, 2)]


def test_inheritance() -> None:
    """The spouse's half first; the rest in five equal shares of the first order, a dead child's children share one."""
    first = {"children": 2, "branches": 1, "parents": 1}

    result = work_out("inheritance", will=False, spouse=True, common=400_000, own=100_000, **first)

    assert values(result)["先分给老伴的一半"] == 200_000
    assert values(result)["遗产"] == 300_000
    assert [line.value for line in result.lines[2:]] == [Fraction(1, 5)] * 4
    assert "60000元" in result.lines[2].formula


def test_the_second_order_comes_only_when_there_is_no_first() -> None:
    """Brothers and sisters are asked for only then; nobody at all leaves it to the state or the collective (1127, 1160)."""
    alone = {"will": False, "spouse": False, "own": None, "children": 0, "branches": 0, "parents": 0}

    siblings = work_out("inheritance", **alone, siblings=2, nephews=0, grandparents=1)
    nobody = work_out("inheritance", **alone, siblings=0, nephews=0, grandparents=0)
    calculator = find_calculator("inheritance")
    child = read_answers(calculator, {**alone, "children": 1}, TODAY)

    assert [line.value for line in siblings.lines[1:]] == [Fraction(1, 3)] * 2
    assert "归集体" in str(nobody.lines[-1].value)
    assert next_question(calculator, child) is None


def test_shares_add_up_to_one() -> None:
    """Whoever there is, the estate is shared out whole."""
    counts = [heirs for heirs in product((False, True), range(4), range(3), range(3)) if any(heirs)]

    wholes = {sum(h.count * h.share for h in shares(*heirs)) for heirs in counts}
    wholes |= {sum(h.count * h.share for h in second_order_shares(*n)) for n in product(range(3), repeat=3) if any(n)}

    assert wholes == {Fraction(1)}


def test_child_support() -> None:
    """20 to 30 % for one child; up to half for more; a yearly income by twelve."""
    one = total(work_out("child-support", fixed=True, monthly=6000, children=1))
    two = total(work_out("child-support", fixed=True, monthly=6000, children=2))
    yearly = total(work_out("child-support", fixed=False, yearly=60_000, children=1))

    assert one == MoneyRange(Decimal(1200), Decimal(1800))
    assert two == MoneyRange(Decimal(1200), Decimal(3000))
    assert yearly == MoneyRange(Decimal(1000), Decimal(1500))


@pytest.mark.parametrize(
    ("answers", "end"),
    [
        ({"matter": "debt", "due": "2023-06-08", "demanded": False}, date(2026, 6, 8)),
        ({"matter": "debt", "due": "2023-06-08", "demanded": True, "demand": "2025-10-01"}, date(2028, 10, 2)),  # 1 October is a Sunday
        ({"matter": "debt", "due": "2020-01-15", "demanded": True, "demand": "2024-01-01"}, date(2023, 1, 16)),  # too late to count
        ({"matter": "debt_no_day", "refused": True, "refusal": "2025-05-06", "demanded": False}, date(2028, 5, 8)),
        ({"matter": "harm", "harmed": "2005-01-10", "known": "2025-01-10", "demanded": False}, date(2025, 1, 10)),  # twenty years
        ({"matter": "labour", "wages": False, "known_work": "2026-03-02", "demanded": False}, date(2027, 3, 2)),
        ({"matter": "labour", "wages": True, "employed": False, "left": "2026-01-05", "demanded": False}, date(2027, 1, 5)),
    ],
)  # fmt: skip
def test_last_day(answers: dict[str, object], end: date) -> None:
    """Three years, one for labour, anew after a demand that came in time, twenty at most, and after a weekend."""
    assert total(work_out("limitation", **answers)) == end


def test_a_day_without_counterpart_ends_with_the_month() -> None:
    """29 February and three years is 28 February (民法典 202)."""
    assert last_day(date(2024, 2, 29), 3) == date(2027, 2, 28)


@pytest.mark.parametrize(
    "answers",
    [{"matter": "support"}, {"matter": "labour", "wages": True, "employed": True}, {"matter": "debt_no_day", "refused": False}],
)  # fmt: skip
def test_where_no_period_runs_no_day_is_given(answers: dict[str, object]) -> None:
    """Support, wages while employed, and debts that were never asked for (民法典 196, 劳动争议调解仲裁法 27)."""
    result = work_out("limitation", **answers)

    assert result.total is None
    assert isinstance(result.lines[0].value, str)


def every_result() -> list[tuple[str, Result]]:
    """A result of each calculator for each choice of its first question and of every yes or no, other answers filled in."""
    found = []
    for calculator in CALCULATORS:
        open_paths = [Answers()]
        while open_paths:
            answers = open_paths.pop()
            question = next_question(calculator, answers)
            if question is None:
                found.append((calculator.id, calculate(calculator, answers, CONTEXT)))
                continue
            match question.kind:
                case AnswerKind.CHOICE:
                    tried: list[object] = [choice.value for choice in question.choices]
                case AnswerKind.YES_NO:
                    tried = [True, False]
                case AnswerKind.DATE:
                    tried = [date(2025, 6, 30)]
                case _:
                    tried = [Decimal(1), *([None] if question.may_be_open else [])]
            tried = tried if len(open_paths) < 300 else tried[:1]
            open_paths += [Answers({**answers.values, question.key: value}) for value in tried]  # type: ignore[dict-item]
    return found


@pytest.fixture(scope="module")
def results() -> list[tuple[str, Result]]:
    """Many results, worked out once."""
    return every_result()


def test_every_line_cites_a_source_that_its_calculator_names(results: list[tuple[str, Result]]) -> None:
    """No figure without a rule, and no rule that the list of calculators hides."""
    for calculator_id, result in results:
        named = find_calculator(calculator_id).sources
        lines: list[Line] = [*result.lines, *([result.total] if result.total else [])]
        assert lines
        assert all(line.sources and set(line.sources) <= set(named) for line in lines), calculator_id


def test_no_result_promises_anything(results: list[tuple[str, Result]]) -> None:
    """Every result says what it leaves out, or that a person should look; none is certain of an outcome."""
    for calculator_id, result in results:
        said = " ".join([*result.notes, *(str(line.value) + line.formula for line in result.lines)])
        assert not re.search("肯定|一定能|必胜|包赢|保证能", said), calculator_id
        assert result.notes or result.not_covered, calculator_id


def test_every_citation_is_in_force() -> None:
    """Each article stands in the statute database on the day; each other rule is named as one."""
    book = StatuteBook(default_path(), TODAY)

    missing = [str(c) for calculator in CALCULATORS for c in calculator.citations if c not in book]
    in_notes = {
        (found[1], found[2])
        for _, result in every_result()
        for note in (*result.notes, *result.not_covered)
        for found in re.finditer(r"（(民法典|道路交通安全法|劳动合同法)(第[一二三四五六七八九十百千零]+条)）", note)
    }

    assert missing == []
    assert {("道路交通安全法", "第七十六条"), ("民法典", "第一百九十四条")} <= in_notes
    assert all(Citation(*cited) in book for cited in in_notes)
    assert all(name.startswith("《") for calculator in CALCULATORS for name in calculator.other_sources)


def test_calculators_are_offered_by_entries_that_exist() -> None:
    """Each calculator belongs to at least one entry of the corpus, and an entry to one calculator."""
    corpus = load_corpus()
    ids = {faq.id for faq in corpus.faqs} | {guide.id for guide in corpus.guides}
    offering = [entry for entries in OFFERED_BY.values() for entry in entries]

    assert set(OFFERED_BY) == {calculator.id for calculator in CALCULATORS}
    assert len(offering) == len(set(offering))
    assert set(offering) <= ids
