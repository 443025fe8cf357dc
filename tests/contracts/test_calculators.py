"""``/api/v1/calculators``: the list, a result, and every way to ask wrongly."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

OVERTIME = {"system": "standard", "wage": "4350", "weekday_hours": 10, "rest_hours": 8, "holiday_hours": 8, "paid": 0}


@pytest.fixture
def api(service_url: str) -> Any:
    """A client of the public API."""
    with httpx.Client(base_url=f"{service_url}/api/v1", timeout=30) as client:
        yield client


def test_the_list_holds_questions_and_sources(api: httpx.Client) -> None:
    """A client can ask the questions on its own, and sees which rules are outside the statute database."""
    listed = {calculator["id"]: calculator for calculator in api.get("/calculators").raise_for_status().json()}

    assert len(listed) == 12
    wage = next(question for question in listed["overtime"]["questions"] if question["key"] == "wage")
    assert (wage["kind"], wage["when"]) == ("money", {"system": ["standard", "unknown"]})
    assert {"name": "劳动法第四十四条", "in_database": True} in listed["overtime"]["sources"]
    assert {"name": "《工资支付暂行规定》", "in_database": False} in listed["overtime"]["sources"]


def test_a_result_has_lines_total_and_law(api: httpx.Client) -> None:
    """Yuan come as strings with two decimals, each line with its formula and source, and the law word for word."""
    result = api.post("/calculators/overtime", json={"answers": OVERTIME}).raise_for_status().json()

    first = result["lines"][0]
    assert (first["label"], first["kind"], first["value"], first["words"]) == ("平时加班", "money", "375.00", "375元")
    assert "21.75" in first["formula"]
    assert first["sources"][0] == {"name": "劳动法第四十四条", "in_database": True}
    assert result["total"]["value"] == "1375.00"
    assert any("百分之一百五十" in citation["text"] for citation in result["citations"])
    assert result["not_covered"]


def test_open_answers_stay_open(api: httpx.Client) -> None:
    """null leaves a question open that may be, and its line too."""
    answers = {"level": "death", "insured": None, "average": None, "income": None}

    result = api.post("/calculators/work-injury", json={"answers": answers}).raise_for_status().json()

    assert {(line["kind"], line["value"]) for line in result["lines"]} == {("open", None)}


@pytest.mark.parametrize(
    ("path", "body", "status", "detail"),
    [
        ("horoscope", {"answers": {}}, 404, "没有这个计算器"),
        ("overtime", {"answers": {}}, 422, "还差这一项：工时制度"),
        ("overtime", {"answers": {**OVERTIME, "wage": "很多"}}, 422, "请写一个数"),
        ("overtime", {"answers": {**OVERTIME, "bonus": 1}}, 422, "没有这一项"),
        ("overtime", {"answers": {"system": "flexible", "wage": 1}}, 422, "用不上这一项"),
        ("overtime", {"answers": {**OVERTIME, "wage": [1]}}, 422, "写得不对"),
        ("overtime", {"answers": OVERTIME, "more": 1}, 422, "没有这一项"),
        ("overtime", {}, 422, "回答：没有填"),
        ("no-contract", {"answers": {"start": "2099-01-01"}}, 422, "还没到"),
    ],
)
def test_bad_input_is_a_problem_document(
    api: httpx.Client, path: str, body: dict[str, Any], status: int, detail: str
) -> None:
    """With a Chinese sentence."""
    answer = api.post(f"/calculators/{path}", json=body)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert detail in answer.json()["detail"]
