"""The consultation sheet: who may read it, what stands on it, and that nothing on it was made up."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import uuid4

import httpx
import pytest

from actions import sheet_words
from helpdesk.store.database import open_database
from knowledge_base import publishing
from knowledge_base.corpus_files import load_corpus
from knowledge_base.models import Faq, Guide
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.store.entries import Note
from tests.support.citizen import Citizen, Json
from tests.support.service import ADMIN, Service

Result = TypeVar("Result")

CORPUS = {entry.id: entry for corpus in (load_corpus(),) for entry in (*corpus.faqs, *corpus.guides)}
BOOK = StatuteBook(default_path(), date(2026, 12, 7))


def read(citizen: Citizen, message_id: str, **headers: str) -> httpx.Response:
    """The sheet of a message."""
    return citizen.http.get(f"/conversations/{citizen.id}/messages/{message_id}/sheet", headers=headers)


def sheet(citizen: Citizen, turn: Json) -> Json:
    """The sheet of the first reply of a turn."""
    parts: Json = read(citizen, turn["messages"][0]["id"]).raise_for_status().json()
    return parts


def eventually(attempt: Callable[[], Result], good: Callable[[Result], bool]) -> Result:
    """What ``attempt`` gives once it is ``good``; the service looks for what was published several times a second."""
    deadline = time.monotonic() + 60
    while not good(result := attempt()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return result


def texts(value: object) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def vetted(entry: Faq | Guide) -> set[str]:
    """Every line that lawyers have written into an entry."""
    fields = [getattr(entry, name) for name in entry.__slots__]
    lines = [line for field in fields for line in (field if isinstance(field, tuple) else [field])]
    return {part for line in lines if line is not None for part in str(line).splitlines()}


def test_a_narrowed_question_becomes_a_sheet(citizen: Citizen) -> None:
    """The sheet has the words and the choice that led to the answer, masked, and all that the entry and its guide know."""
    citizen.say("魏城镇铁炉村有没有服务室")
    asked = citizen.say("老板张建国拖欠工资不给，怎么办？电话13812345678")["messages"][0]
    assert asked["kind"] == "clarify"

    parts = sheet(citizen, citizen.press("faq:wage-arrears"))

    entry, guide = CORPUS["wage-arrears"], CORPUS["labour-arbitration"]
    assert isinstance(entry, Faq) and isinstance(guide, Guide)
    assert parts["asked"] == ["老板张**拖欠工资不给，怎么办？电话138****5678", entry.question]
    assert parts["asked_note"] == sheet_words.MASKED
    assert (parts["title"], parts["day"]) == ("咨询意见书", "2026-12-07")
    assert (parts["subject"], parts["answer"]) == (entry.question, entry.answer.splitlines())
    assert (parts["evidence"], parts["needs_person"]) == (list(entry.evidence), entry.needs_person)
    assert parts["deadline"] == {"text": entry.deadline, "law": "劳动争议调解仲裁法", "article": "第二十七条"}
    assert [(c["law"], c["article"]) for c in parts["citations"]] == [(c.law, c.article) for c in entry.citations]
    assert [c["text"] for c in parts["citations"]] == [BOOK.quote(c).text for c in entry.citations]
    assert parts["guide"]["materials"] == list(guide.materials)
    assert (parts["guide"]["fee"], parts["guide"]["where"]) == (guide.fee, guide.where)
    assert parts["place"]["title"] == "铁炉村公共法律服务室"
    assert parts["place"]["hours"]
    assert parts["place_note"] == sheet_words.PLACE_UNCONFIRMED
    assert parts["updated"] is None


@pytest.mark.parametrize(
    "payload", ["faq:wage-arrears", "guide:legal-aid-civil", "aspect:legal-aid-civil:fee", "faq:loan-not-repaid"]
)
def test_every_sentence_was_vetted(citizen: Citizen, payload: str) -> None:
    """What is neither the question nor the place stands in the corpus, in the statute database, or in the fixed words."""
    parts = sheet(citizen, citizen.press(payload))

    entry = CORPUS[payload.split(":")[1]]
    guide = CORPUS.get((entry.guide or "") if isinstance(entry, Faq) else entry.id)
    known = vetted(entry) | (vetted(guide) if guide else set())
    known |= {value for name, value in vars(sheet_words).items() if name.isupper()}
    known |= {article.text for article in BOOK} | {name for a in BOOK for name in (a.law, a.article)}
    rest = {name: value for name, value in parts.items() if name not in ("asked", "asked_at", "day", "place")}
    named = re.compile(r"《[^》]+》第[^《》]+条(之[一二三])?")  # the guide's articles that are not quoted
    assert [text for text in texts(rest) if text not in known and not named.fullmatch(text)] == []
    assert parts["answer"]


def test_a_followed_up_guide_keeps_the_first_question(citizen: Citizen) -> None:
    """Buttons and questions about a guide lead to the same sheet, which has every step from the first words on."""
    clarify = citizen.say("申请法援要哪些步骤，我不懂")["messages"][0]
    chosen = next(b["title"] for b in clarify["buttons"] if b["payload"] == "guide:legal-aid-civil")
    citizen.press("guide:legal-aid-civil")

    pressed = sheet(citizen, citizen.press("aspect:legal-aid-civil:materials"))
    typed = sheet(citizen, citizen.say("那要多少钱"))

    assert pressed["asked"] == ["申请法援要哪些步骤，我不懂", chosen, "要带什么"]
    assert typed["asked"] == ["申请法援要哪些步骤，我不懂", chosen, "要带什么", "那要多少钱"]
    assert {parts["guide"]["guide_id"] for parts in (pressed, typed)} == {"legal-aid-civil"}
    assert typed["evidence"] == []


def test_a_place_that_is_named_later_stands_on_the_sheet(citizen: Citizen) -> None:
    """Without a place the sheet has the city's centre and asks for one; once it is named, or shared, the nearest room."""
    turn = citizen.say("老板拖欠工资不给，怎么办？")
    before = sheet(citizen, turn)

    citizen.say("芦溪镇")
    named = sheet(citizen, turn)
    citizen.share(31.4675, 104.6796)
    shared = sheet(citizen, turn)

    assert (before["place"]["tier"], before["place_note"]) == ("city", sheet_words.PLACE_UNKNOWN)
    assert named["place"]["name"] == "芦溪镇"
    assert shared["place"]["distance_km"] is not None
    assert shared["place_note"] == sheet_words.PLACE_UNCONFIRMED


def test_the_sheet_has_what_is_published_now(citizen: Citizen, service: Service) -> None:
    """An answer that was changed since is printed as it is now, and says so; one that was retired is not printed."""
    db = open_database(f"sqlite:///{service.data_dir / 'cunfatong.db'}")
    author, reviewer = (Note(name, datetime.now(UTC), "测试") for name in ("author", "reviewer"))
    body = {
        "id": "test-sheet",
        "question": "彗星养殖场要在哪里备案？",
        "variants": ["彗星养殖备案"],
        "answer": "旧的答复：彗星养殖场不用备案，养的时候注意安全就可以了。",
        "citations": ["民法典第一百八十八条"],
    }
    publishing.add_draft(db, BOOK, "faq", "desk", body, author)
    publishing.submit_for_review(db, "test-sheet", 1, author)
    publishing.approve(db, BOOK, "test-sheet", 2, reviewer)
    answer = eventually(lambda: citizen.press("faq:test-sheet"), lambda turn: turn["messages"][0]["kind"] == "faq")
    message_id = answer["messages"][0]["id"]
    new = "新的答复：彗星养殖场要先到村里的公共法律服务室问清楚再备案。"

    publishing.save_draft(db, BOOK, "test-sheet", 3, body | {"answer": new}, author)
    publishing.submit_for_review(db, "test-sheet", 4, author)
    publishing.approve(db, BOOK, "test-sheet", 5, reviewer)
    changed = eventually(lambda: read(citizen, message_id), lambda response: response.json()["answer"] == [new])
    publishing.retire(db, "test-sheet", 6, author)
    retired = eventually(lambda: read(citizen, message_id), lambda response: response.status_code != 200)
    db.close()

    assert changed.json()["updated"] == sheet_words.UPDATED
    assert (retired.status_code, retired.json()["detail"]) == (404, "这一条答复已经更新或者下架了，请再问一遍")


def test_only_the_holder_of_the_token_reads_it(citizen: Citizen, service_url: str) -> None:
    """Another conversation's token, a made-up one and none at all get 404, as a problem document."""
    answer = citizen.say("老板拖欠工资不给，怎么办？")["messages"][0]
    stranger = Citizen(service_url)

    refused = [
        read(citizen, answer["id"], Authorization=f"Bearer {stranger.token}"),
        read(citizen, answer["id"], Authorization="Bearer made-up"),
        read(citizen, answer["id"], Authorization=""),
        read(stranger, answer["id"]),  # the message of another conversation, in one's own
    ]

    assert [response.status_code for response in refused] == [404] * 4
    assert {response.headers["content-type"] for response in refused} == {"application/problem+json"}
    assert read(citizen, answer["id"]).status_code == 200


def test_what_is_no_answer_has_no_sheet(citizen: Citizen) -> None:
    """An unknown message is 404; a greeting, and the citizen's own words, are 422; each says so in Chinese."""
    social = citizen.say("你好")["messages"][0]
    own = citizen.history()[0]

    responses = [read(citizen, id_) for id_ in (str(uuid4()), "x", social["id"], own["id"])]

    assert [response.status_code for response in responses] == [404, 404, 422, 422]
    assert all(re.search("[一-鿿]", response.json()["detail"]) for response in responses)


def test_the_button_tells_other_clients_where_the_sheet_is(citizen: Citizen) -> None:
    """The last button of an answer is the sheet's; a client that sends it as a message is told where to print."""
    answer = citizen.say("老板拖欠工资不给，怎么办？")["messages"][0]
    assert answer["buttons"][-1] == {"title": "打印咨询意见书", "payload": "sheet"}

    reply = citizen.press("sheet")["messages"][0]

    assert reply["kind"] == "notice"
    assert "打印" in reply["text"]


def test_the_adviser_who_has_the_chat_reads_it(citizen: Citizen, service_url: str) -> None:
    """The same sheet opens to the adviser who has claimed the chat, not before and not after, and to nobody signed out."""
    answer = citizen.say("老板拖欠工资不给，怎么办？")["messages"][0]
    citizen.say("转人工")
    with httpx.Client(base_url=service_url, follow_redirects=False, timeout=30) as desk:
        form = desk.get("/console/login").text
        token = re.search(r'name="token" value="([^"]+)"', form)
        assert token
        desk.post("/console/login", data={"login": ADMIN[0], "password": ADMIN[1], "token": token[1]})
        known = {h["id"]: h for h in desk.get("/console/api/handoffs").json()}
        mine = max(known)
        page, path = (
            f"/console/sheet/{mine}/{answer['id']}",
            f"/console/api/handoffs/{mine}/messages/{answer['id']}/sheet",
        )

        before = desk.get(path)
        desk.post(f"/console/api/handoffs/{mine}/claim").raise_for_status()
        during = desk.get(path)
        shown = desk.get(page)
        unknown = desk.get(path.replace(answer["id"], str(uuid4())))
        desk.post(f"/console/api/handoffs/{mine}/close").raise_for_status()
        after = desk.get(path)

    assert (before.status_code, during.status_code, unknown.status_code, after.status_code) == (409, 200, 404, 409)
    assert during.json() == read(citizen, answer["id"]).json()
    assert "咨询意见书" in shown.text
    assert httpx.get(service_url + page).headers["location"] == "/console/login"
    assert httpx.get(service_url + path).headers["location"] == "/console/login"
