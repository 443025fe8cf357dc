"""Which question a calculator asks next, which answers it takes, and what words are understood as one."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from actions.calculations import ask, offer
from actions.calculator_answers import hear
from actions.payloads import MAX_BYTES, parse_payload
from knowledge_base.calculators.asking import accept, next_question, read_answers, without, written
from knowledge_base.calculators.models import Answers
from knowledge_base.calculators.registry import CALCULATORS, OFFERED_BY, calculators_named_in, find_calculator
from knowledge_base.errors import AnswerRefused, CalculatorNotFound

TODAY = date(2026, 12, 7)
NOW = datetime(2026, 12, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_question_that_earlier_answers_rule_out_is_not_asked() -> None:
    """A labour case needs no amount."""
    fee = find_calculator("court-fee")

    labour = accept(fee, Answers(), "case", "labour", TODAY)
    property_ = accept(fee, Answers(), "case", "property", TODAY)

    asked = [next_question(fee, answers) for answers in (labour, property_)]
    assert [question and question.key for question in asked] == ["procedure", "amount"]


def test_a_changed_answer_keeps_what_still_fits() -> None:
    """Later answers stay, except those that are no longer asked or contradict the new one."""
    calculator = find_calculator("no-contract")
    answers = read_answers(
        calculator, {"start": "2024-03-01", "now": "left", "left": "2024-08-31", "wage": 4000}, TODAY
    )

    earlier = accept(calculator, answers, "start", "2024-04-01", TODAY)
    later = accept(calculator, answers, "start", "2025-01-01", TODAY)
    other = accept(calculator, answers, "now", "none", TODAY)

    assert list(earlier) == ["start", "now", "left", "wage"]
    assert list(later) == ["start", "now", "wage"]
    assert list(other) == ["start", "now", "wage"]
    assert list(without(calculator, answers, "wage", TODAY)) == ["start", "now", "left"]


def test_answers_survive_being_stored() -> None:
    """Money, days, choices, yes and no, and what was left open come back from JSON as they were."""
    calculator = find_calculator("severance")
    raw = {
        "ground": "notice",
        "start": "2020-03-01",
        "end": "2023-05-31",
        "wage": "5000.50",
        "average": None,
        "told": True,
    }
    answers = read_answers(calculator, raw, TODAY)

    back = read_answers(calculator, json.loads(json.dumps(written(answers))), TODAY)

    assert back == answers
    assert back.values["wage"] == Decimal("5000.50")
    assert back.values["average"] is None


@pytest.mark.parametrize(
    ("calculator_id", "raw", "sentence"),
    [
        ("overtime", {"wrong": 1}, "没有这一项：wrong"),
        ("overtime", {"system": "night"}, "请从这几样里选"),
        ("overtime", {"system": None}, "要先弄清楚"),
        ("overtime", {"system": "standard", "wage": "很多"}, "请写一个数"),
        ("overtime", {"system": "standard", "wage": True}, "请写一个数"),
        ("overtime", {"system": "standard", "wage": "NaN"}, "请写一个数"),
        ("overtime", {"system": "standard", "wage": float("inf")}, "请写一个数"),
        ("overtime", {"system": "standard", "wage": -1}, "不能少于1元"),
        ("overtime", {"system": "standard", "wage": "1e30"}, "不能超过"),
        ("overtime", {"system": "flexible", "wage": 3000}, "用不上这一项：月工资"),
        ("no-contract", {"start": "昨天"}, "请写清楚年月日"),
        ("no-contract", {"start": "2030-01-01"}, "还没到"),
        ("no-contract", {"start": "1900-01-01"}, "写得太早"),
        ("severance", {"ground": "agreed", "start": "2024-01-01", "end": "2023-01-01"}, "还早"),
        ("child-support", {"fixed": "大概"}, "请回答"),
        ("child-support", {"fixed": 1}, "请回答"),
        ("child-support", {"fixed": True, "monthly": 1, "children": "1.5"}, "请写整数"),
        ("child-support", {"fixed": True, "monthly": 1, "children": 0}, "不能少于1个"),
    ],
)  # fmt: skip
def test_a_bad_answer_gets_a_sentence(calculator_id: str, raw: dict[str, object], sentence: str) -> None:
    """Whatever is wrong is said in Chinese and nothing is taken."""
    with pytest.raises(AnswerRefused, match=sentence):
        read_answers(find_calculator(calculator_id), raw, TODAY)


def test_an_unknown_calculator_is_not_found() -> None:
    """By name."""
    with pytest.raises(CalculatorNotFound, match="没有这个计算器"):
        find_calculator("horoscope")


def test_questions_fit_buttons_and_refer_to_earlier_ones() -> None:
    """Keys are distinct, every button is a valid payload, and what a question depends on comes before it."""
    for calculator in CALCULATORS:
        keys = [question.key for question in calculator.questions]
        assert len(keys) == len(set(keys))
        parse_payload(f"calc:{calculator.id}:redo")
        for at, question in enumerate(calculator.questions):
            needed = {key for key, _ in question.when} | {question.not_before, question.at_most} - {None}
            assert needed <= set(keys[:at]), (calculator.id, question.key)
            parse_payload(f"redo:{question.key}")
            payloads = [button["payload"] for button in ask(question, Answers()).extras["buttons"]]
            assert [str(parse_payload(p)) for p in payloads] == payloads
            assert all(len(p.encode()) <= MAX_BYTES for p in payloads)


def test_conditions_name_answers_that_can_be_given() -> None:
    """A condition on a choice names its values; on a yes or no, yes or no (empty for a question that was not asked)."""
    for calculator in CALCULATORS:
        for question in calculator.questions:
            for key, wanted in question.when:
                earlier = calculator.question(key)
                assert earlier is not None
                possible = {choice.value for choice in earlier.choices} or {"yes", "no", "0"}
                assert set(wanted) <= possible | {"", "0"}, (calculator.id, question.key)


def test_entries_offer_their_calculator() -> None:
    """The button under the overtime entry begins the overtime calculator; other entries have none."""
    assert offer(OFFERED_BY["overtime"][0]) == [{"title": "帮我算：加班费", "payload": "calc:overtime"}]
    assert offer("wage-arrears") == []


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("帮我算一下加班费", ["overtime"]),
        ("诉讼费要多少", ["court-fee"]),
        ("时效过了没有", ["limitation"]),
        ("没签合同的双倍工资算哈", ["no-contract"]),
        ("算下年假工资", ["annual-leave"]),
        ("工伤十级好多钱", ["work-injury"]),
        ("离婚房子怎么分", ["marital-home"]),
        ("帮我算一下", []),
    ],
)
def test_the_calculator_that_is_named_is_found(text: str, ids: list[str]) -> None:
    """By its everyday names."""
    assert [calculator.id for calculator in calculators_named_in(text)] == ids


@pytest.mark.parametrize(
    ("calculator_id", "key", "said", "raw"),
    [
        ("overtime", "system", "不晓得", "unknown"),
        ("overtime", "system", "2", "flexible"),
        ("severance", "ground", "老板无缘无故把我炒了", "unlawful"),
        ("severance", "average", "不清楚", None),
        ("severance", "told", "没通知", "no"),
        ("work-injury", "level", "十级", "10"),
        ("work-injury", "level", "9", "9"),
        ("work-injury", "insured", "没买", "no"),
        ("work-injury", "insured", "买了的", "yes"),
        ("court-fee", "case", "离婚", "divorce"),
        ("inheritance", "will", "没得", "no"),
        ("inheritance", "spouse", "还在", "yes"),
        ("marital-home", "bought", "婚前买的", "before"),
        ("limitation", "demanded", "没催过", "no"),
        ("annual-leave", "waived", "没写过", "no"),
        ("annual-leave", "whole_year", "是的", "yes"),
        ("no-contract", "now", "一直没签，还在上班", "none"),
    ],
)
def test_words_are_heard_as_answers(calculator_id: str, key: str, said: str, raw: object) -> None:
    """Titles, numbers and everyday words choose; 不晓得 leaves open."""
    question = find_calculator(calculator_id).question(key)
    assert question is not None

    heard = hear(question, said, NOW)

    assert heard is not None
    assert (heard.raw, heard.refusal) == (raw, "")


@pytest.mark.parametrize(
    ("key", "said"),
    [("ground", "今天天气好"), ("told", "哪个晓得他们咋想的"), ("wage", "他不给"), ("start", "他骗我")],
)
def test_other_words_are_no_answer(key: str, said: str) -> None:
    """Nothing is read into them."""
    question = find_calculator("severance").question(key)
    assert question is not None

    assert hear(question, said, NOW) is None
