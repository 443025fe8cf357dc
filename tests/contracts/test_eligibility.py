"""``/api/v1/eligibility``: the questions, a judgement, every way to ask wrongly; and who may read a result."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.support.citizen import Citizen

WORKER = {"area": "work", "work": "wages", "worker": True, "lawyer": False, "urgent": True}
CRASH = {"area": "injury", "injury": "traffic", "group": "none", "lawyer": False, "urgent": False}


@pytest.fixture
def api(service_url: str) -> Any:
    """A client of the public API."""
    with httpx.Client(base_url=f"{service_url}/api/v1", timeout=30) as client:
        yield client


def test_the_questions_can_be_asked_by_a_client(api: httpx.Client) -> None:
    """In order, with choices and conditions; no hardship standard is set, so none is shown and no income is asked for."""
    form = api.get("/eligibility").raise_for_status().json()

    keys = [question["key"] for question in form["questions"]]
    work = next(question for question in form["questions"] if question["key"] == "work")
    assert keys[0] == "area"
    assert "income" not in keys
    assert form["income_line"] is None
    assert work["when"] == {"area": ["work"]}
    assert {"value": "wages", "title": "要工资、劳动报酬"} in work["choices"]


def test_a_judgement_says_why_who_what_and_how(api: httpx.Client) -> None:
    """The verdict, its reasons with their articles, who decides, what to bring, what to do; the law word for word."""
    result = api.post("/eligibility", json={"answers": WORKER}).raise_for_status().json()

    assert (result["verdict"], result["words"], result["matter"]) == ("likely", "看起来符合", "要工资、劳动报酬")
    assert [reason["cited"] for reason in result["reasons"]] == [
        "法律援助法第三十一条第五项",
        "法律援助法第四十二条第三项",
    ]
    assert result["reasons"][0]["sources"] == [{"name": "法律援助法第三十一条", "in_database": True}]
    assert any("七天" in reason["text"] for reason in result["decides"])
    assert any("工牌" in reason["text"] for reason in result["materials"])
    assert result["steps"][0]["cited"] == "法律援助法第四十四条"
    assert any("请求确认劳动关系或者支付劳动报酬" in citation["text"] for citation in result["citations"])
    assert "最后由法律援助机构定" in result["note"]


def test_means_without_a_standard_are_left_to_a_person(api: httpx.Client) -> None:
    """What is not confirmed is not decided, and rules outside the statute database are marked."""
    result = api.post("/eligibility", json={"answers": CRASH}).raise_for_status().json()

    assert result["verdict"] == "person"
    assert {"name": "《四川省法律援助条例》", "in_database": False} in result["reasons"][1]["sources"]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"answers": {}}, "还差这一项：哪一类事"),
        ({"answers": {"area": "space"}}, "请从这几样里选"),
        ({"answers": {**WORKER, "bonus": 1}}, "没有这一项"),
        ({"answers": {**CRASH, "income": "100"}}, "没有这一项"),
        ({"answers": {**CRASH, "worker": True}}, "用不上这一项"),
        ({"answers": {**WORKER, "lawyer": "maybe"}}, "请回答"),
        ({"answers": {**WORKER, "lawyer": None}}, "要先弄清楚"),
        ({"answers": {**WORKER, "lawyer": [1]}}, "写得不对"),
        ({"answers": WORKER, "more": 1}, "没有这一项"),
        ({}, "回答：没有填"),
    ],
)
def test_bad_input_is_a_problem_document(api: httpx.Client, body: dict[str, Any], detail: str) -> None:
    """With a Chinese sentence."""
    answer = api.post("/eligibility", json=body)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert detail in answer.json()["detail"]


def test_the_page_to_print_holds_nothing_itself(api: httpx.Client, citizen: Citizen, service_url: str) -> None:
    """It is the same for everybody; the result behind it opens with the conversation's own token alone."""
    citizen.say("我是农民工，老板拖欠我工资，没请律师，能不能申请法律援助")
    result = citizen.press("answer:urgent:no")["messages"][0]
    other = Citizen(service_url)

    page = httpx.get(f"{service_url}/eligibility/print", params={"seq": result["seq"]})
    refused = other.http.get(f"/conversations/{citizen.id}/messages", params={"after": result["seq"] - 1})
    without_token = api.get(f"/conversations/{citizen.id}/messages")

    assert result["kind"] == "eligibility"
    assert page.status_code == 200
    assert "工资" not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert [refused.status_code, without_token.status_code] == [404, 404]
    assert "工资" not in refused.text
