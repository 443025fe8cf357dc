"""The legal-aid pre-check, against cases worked out by hand from the articles that each verdict cites."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from actions.calculator_answers import hear
from actions.eligibility import wants_check
from actions.eligibility_answers import TITLE, booking_matter, offer_check
from actions.payloads import MAX_BYTES, parse_payload
from actions.question_form import filled_in
from bot.settings import Settings
from knowledge_base.calculators.asking import accept, next_question, read_answers, without
from knowledge_base.calculators.models import AnswerKind, Answers, Question
from knowledge_base.corpus_files import load_corpus
from knowledge_base.errors import AnswerRefused
from knowledge_base.legal_aid.assess import assess
from knowledge_base.legal_aid.cues import told
from knowledge_base.legal_aid.matters import MATTERS, Standing
from knowledge_base.legal_aid.models import IncomeLine, Opinion, Reason, Verdict
from knowledge_base.legal_aid.questions import EXEMPT_GROUPS, pre_check
from knowledge_base.models import Citation
from knowledge_base.statutes import StatuteBook, default_path

TODAY = date(2026, 12, 7)
NOW = datetime(2026, 12, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
LINE = IncomeLine(Decimal(1500), "《试算用的困难标准》")
LIKELY, UNLIKELY, PERSON = Verdict.LIKELY, Verdict.UNLIKELY, Verdict.PERSON

CIVIL = {"lawyer": False, "urgent": False}
POOR = {"group": "none", "income": "1200"}
RICH = {"group": "none", "income": "1500.01"}


def judge(line: IncomeLine | None = LINE, **answers: Any) -> Opinion:
    """The opinion on answers as the API gives them."""
    form = pre_check(line)
    return assess(form, read_answers(form, answers, TODAY))


def reasons(opinion: Opinion) -> set[str]:
    """The rules that the verdict rests on, with their items."""
    return {name for reason in opinion.reasons for name in reason.cited.split("、") if name}


@pytest.mark.parametrize(
    ("answers", "verdict", "rules"),
    [
        # 31: the list, for those in hardship.
        (dict(area="special", special="state", **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第一项", "法律援助法第三十四条"}),
        (dict(area="work", work="insurance", **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第二项"}),
        (dict(area="work", work="welfare", **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第二项"}),
        (dict(area="special", special="pension", **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第三项"}),
        (dict(area="family", family="support", violence=False, **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第四项"}),
        (dict(area="work", work="wages", worker=False, **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第五项"}),
        (dict(area="work", work="relation", **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第五项"}),
        (dict(area="family", family="capacity", **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第六项"}),
        (dict(area="work", work="injury", worker=False, **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第七项"}),
        (dict(area="injury", injury="traffic", **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第七项"}),
        (dict(area="injury", injury="medical", **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第七项"}),
        (dict(area="injury", injury="food", **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第七项"}),
        (dict(area="injury", injury="pollution", **CIVIL, **POOR), LIKELY, {"法律援助法第三十一条第八项"}),
        # 34: above the line, on it, or not known.
        (dict(area="injury", injury="traffic", **CIVIL, **RICH), UNLIKELY, {"法律援助法第三十一条第七项", "法律援助法第三十四条"}),
        (dict(area="injury", injury="traffic", group="none", income="1500", **CIVIL), LIKELY, {"法律援助法第三十四条"}),
        (dict(area="injury", injury="traffic", group="none", income=None, **CIVIL), PERSON, {"法律援助法第三十四条"}),
        # 32: whatever they own.
        (dict(area="special", special="martyr", **CIVIL), LIKELY, {"法律援助法第三十二条第一项", "英雄烈士保护法第二十五条"}),
        (dict(area="special", special="samaritan", **CIVIL), LIKELY, {"法律援助法第三十二条第二项"}),
        (dict(area="special", special="acquitted", **CIVIL), LIKELY, {"法律援助法第三十二条第三项"}),
        (dict(area="family", family="violence", **CIVIL), LIKELY, {"法律援助法第三十二条第四项", "反家庭暴力法第十九条"}),
        (dict(area="family", family="divorce", violence=True, **CIVIL), LIKELY, {"法律援助法第三十二条第四项"}),
        (dict(area="family", family="support", violence=True, **CIVIL), LIKELY, {"法律援助法第三十二条第四项"}),
        # 42: no means check.
        (dict(area="family", family="support", violence=False, group="elderly", **CIVIL), LIKELY, {"法律援助法第四十二条第一项"}),
        (dict(area="family", family="support", violence=False, group="minor", **CIVIL), LIKELY, {"法律援助法第四十二条第一项"}),
        (dict(area="injury", injury="traffic", group="disabled", **CIVIL), LIKELY, {"法律援助法第四十二条第一项"}),
        (dict(area="injury", injury="traffic", group="assistance", **CIVIL), LIKELY, {"法律援助法第四十二条第二项"}),
        (dict(area="injury", injury="traffic", group="judicial", **CIVIL), LIKELY, {"法律援助法第四十二条第二项"}),
        (dict(area="injury", injury="traffic", group="veteran", **CIVIL), LIKELY, {"法律援助法第四十二条第二项"}),
        (dict(area="work", work="wages", worker=True, **CIVIL), LIKELY, {"法律援助法第三十一条第五项", "法律援助法第四十二条第三项"}),
        (dict(area="work", work="injury", worker=True, **CIVIL), LIKELY, {"法律援助法第三十一条第七项", "法律援助法第四十二条第三项"}),
        (
            {"area": "injury", "injury": "at_work", "worker": True, **CIVIL},
            LIKELY, {"法律援助法第三十一条第七项", "法律援助法第四十二条第三项"},
        ),
        # A soldier's family comes first, and shows hardship like everybody.
        (
            dict(area="injury", injury="traffic", group="soldier", income="1000", **CIVIL),
            LIKELY, {"军人地位和权益保障法第六十一条", "法律援助法第三十四条"},
        ),
        (dict(area="injury", injury="traffic", group="soldier", income="9000", **CIVIL), UNLIKELY, {"法律援助法第三十四条"}),
        # 25, 28: the authority calls for a lawyer.
        *[
            ({"area": "criminal", "criminal": "accused", "accused": who, "lawyer": False}, LIKELY, {f"法律援助法第二十五条第{item}项"})
            for who, item in zip(("minor", "senses", "mind", "grave", "review", "absent"), "一二三四五六", strict=True)
        ],
        ({"area": "criminal", "criminal": "commitment", "lawyer": False}, LIKELY, {"法律援助法第二十八条", "刑事诉讼法第三百零四条"}),
        # 24: hardship or other reasons; 29: hardship.
        (dict(area="criminal", criminal="accused", accused="none", lawyer=False, **POOR), LIKELY, {"法律援助法第二十四条"}),
        (dict(area="criminal", criminal="accused", accused="none", lawyer=False, **RICH), PERSON, {"法律援助法第二十四条"}),
        (dict(area="criminal", criminal="accused", accused="unknown", lawyer=False, **POOR), PERSON, {"法律援助法第二十五条"}),
        (dict(area="criminal", criminal="victim", lawyer=False, **POOR), LIKELY, {"法律援助法第二十九条"}),
        (dict(area="criminal", criminal="victim", lawyer=False, **RICH), UNLIKELY, {"法律援助法第二十九条"}),
        # 33: only once the case is taken up again.
        ({"area": "retrial", "reopened": False, "lawyer": False}, UNLIKELY, {"法律援助法第三十三条"}),
        (dict(area="retrial", reopened=True, lawyer=False, **POOR), LIKELY, {"法律援助法第三十三条"}),
        # 48: whoever has a lawyer.
        ({"area": "work", "work": "wages", "lawyer": True}, UNLIKELY, {"法律援助法第四十八条第六项"}),
        ({"area": "family", "family": "violence", "lawyer": True}, UNLIKELY, {"法律援助法第四十八条第六项"}),
        ({"area": "criminal", "criminal": "accused", "accused": "minor", "lawyer": True}, UNLIKELY, {"法律援助法第四十八条第六项"}),
        # Not in the list; (9) leaves it to other laws and the province.
        *[
            (
                {"area": "other", "other": other, "group": "none", "lawyer": False},
                UNLIKELY, {"法律援助法第三十一条第九项", "《四川省法律援助条例》"},
            )
            for other in ("debt", "contract", "house")
        ],
        (dict(area="family", family="divorce", violence=False, group="none", **CIVIL), UNLIKELY, {"法律援助法第三十一条第四项"}),
        (dict(area="family", family="inheritance", group="assistance", **CIVIL), UNLIKELY, {"法律援助法第四十二条"}),
        (dict(area="injury", injury="other_injury", group="none", **CIVIL), UNLIKELY, {"法律援助法第二十九条"}),
        (dict(area="work", work="severance", group="none", **CIVIL), PERSON, {"法律援助法第三十一条第五项"}),
        ({"area": "other", "other": "else", "group": "none", "lawyer": False}, PERSON, {"法律援助法第三十一条第九项"}),
        ({"area": "other", "other": "land", "group": "none", "lawyer": False}, PERSON, {"农业法第七十八条"}),
        ({"area": "other", "other": "administrative", "group": "none", "lawyer": False}, PERSON, {"行政复议法第十八条"}),
        ({"area": "other", "other": "debt", "group": "elderly", "lawyer": False}, PERSON, {"老年人权益保障法第五十六条"}),
        ({"area": "other", "other": "debt", "group": "disabled", "lawyer": False}, PERSON, {"残疾人保障法第六十条"}),
        ({"area": "other", "other": "debt", "group": "minor", "lawyer": False}, PERSON, {"未成年人保护法第一百零四条"}),
        ({"area": "other", "other": "debt", "group": "soldier", "lawyer": False}, PERSON, {"军人地位和权益保障法第六十一条"}),
    ],
)  # fmt: skip
def test_verdicts(answers: dict[str, Any], verdict: Verdict, rules: set[str]) -> None:
    """Each article of the law leads to the verdict it says, and stands among the reasons."""
    opinion = judge(**answers)

    assert opinion.verdict is verdict
    assert rules <= reasons(opinion)


def test_without_a_confirmed_standard_means_are_left_to_a_person() -> None:
    """Nobody is asked what they earn, the result says why it is open, and exempt groups do not need the standard."""
    asked = {question.key for question in pre_check(None).questions}
    open_ = judge(None, area="injury", injury="traffic", group="none", **CIVIL)
    exempt = judge(None, area="injury", injury="traffic", group="assistance", **CIVIL)

    assert "income" not in asked
    assert open_.verdict is PERSON
    assert any("没有核实" in reason.text for reason in open_.reasons)
    assert exempt.verdict is LIKELY


def test_the_standard_is_named_with_its_source() -> None:
    """The figure and the document are the setting's."""
    opinion = judge(area="injury", injury="traffic", **CIVIL, **POOR)

    assert any("每人每月1500元" in reason.text for reason in opinion.reasons)
    assert "《试算用的困难标准》" in reasons(opinion)


def texts(said: tuple[Reason, ...]) -> str:
    """All sentences in one."""
    return "\n".join(f"{reason.text} {reason.cited}" for reason in said)


def test_what_comes_next_depends_on_the_case() -> None:
    """Urgent cases (44), duty lawyers (30), who is in custody (39), objections (49), days (43), places (38)."""
    urgent = judge(area="injury", injury="traffic", lawyer=False, urgent=True, group="elderly")
    held = judge(area="criminal", criminal="accused", accused="none", lawyer=False, **POOR)
    minor = judge(area="criminal", criminal="accused", accused="minor", lawyer=False)
    review = judge(area="criminal", criminal="accused", accused="review", lawyer=False)
    beaten = judge(area="family", family="violence", **CIVIL)

    assert "第四十四条" in texts(urgent.steps[:1])
    assert "第四十五条" in texts(urgent.steps)
    assert "第四十三条" in texts(urgent.decides)
    assert "第三十八条" in texts(urgent.decides)
    assert "第四十九条" in texts(urgent.steps)
    assert "第三十条" in texts(held.steps)
    assert "第三十九条" in texts(held.steps)
    assert "第三十六条" in texts(minor.decides)
    assert "第四十九条" not in texts(minor.steps)
    assert "第三十六条" not in texts(review.decides)  # a death review has to be applied for
    assert "110" in beaten.steps[0].text


def test_materials_fit_the_case() -> None:
    """No proof of hardship for those who need none; the case's own papers; nothing when the authority calls the lawyer."""
    worker = judge(area="work", work="wages", worker=True, **CIVIL)
    poor = judge(area="injury", injury="traffic", **CIVIL, **POOR)
    beaten = judge(area="family", family="violence", **CIVIL)
    minor = judge(area="criminal", criminal="accused", accused="minor", lawyer=False)

    assert "工牌" in texts(worker.materials)
    assert "诚信承诺" in texts(poor.materials)
    assert "事故认定书" in texts(poor.materials)
    assert "困难" not in texts(beaten.materials)
    assert "申请表" not in texts(minor.materials)
    assert judge(area="work", work="wages", lawyer=True).materials == ()


def every_case(line: IncomeLine | None) -> Iterator[Answers]:
    """All complete sets of answers, with one income below and one above the line and none."""
    form = pre_check(line)
    open_ = [Answers()]
    while open_:
        answers = open_.pop()
        question = next_question(form, answers)
        if question is None:
            yield answers
            continue
        open_ += [accept(form, answers, question.key, raw, TODAY) for raw in _possible(question)]


def _possible(question: Question) -> list[object]:
    if question.kind is AnswerKind.MONEY:
        return ["1000", "9000", None]
    return [choice.value for choice in question.choices]


@pytest.mark.parametrize("line", [LINE, None], ids=["standard", "none"])
def test_every_case_has_a_verdict_with_law_in_force_and_promises_nothing(line: IncomeLine | None) -> None:
    """Whatever is answered: a reason with an article, every article in force today, nothing said twice, no promise."""
    book = StatuteBook(default_path(), date.today())
    form = pre_check(line)
    cases = list(every_case(line))

    for answers in cases:
        opinion = assess(form, answers)
        said = [*opinion.reasons, *opinion.decides, *opinion.materials, *opinion.steps]
        assert all(reason.sources for reason in opinion.reasons), answers
        assert all(source in book for source in opinion.sources if isinstance(source, Citation)), opinion.sources
        assert len({reason.text for reason in said}) == len(said), said
        assert not [r.text for r in said if "一定能" in r.text or "肯定" in r.text or "保证" in r.text]
        assert len(booking_matter(opinion)) <= 200
    assert len(cases) > 300


def test_items_exist_in_their_article() -> None:
    """第四项 is said only of an article that has an item （四）."""
    book = StatuteBook(default_path(), date.today())
    cited = {
        (reason.sources[0], reason.item)
        for answers in every_case(LINE)
        for reason in assess(pre_check(LINE), answers).reasons
        if reason.item
    }

    for source, item in cited:
        assert isinstance(source, Citation)
        assert f"（{item}）" in book.quote(source).text, (source, item)


def test_the_list_of_matters_is_the_laws() -> None:
    """All eight items of 31 and all four of 32 are among the matters, and no other."""
    items = {
        standing: {m.item for area in MATTERS.values() for m in area.values() if m.standing is standing}
        for standing in (Standing.LISTED, Standing.ANY_MEANS)
    }

    assert items == {Standing.LISTED: set("一二三四五六七八"), Standing.ANY_MEANS: set("一二三四")}


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ({"horoscope": "lion"}, "没有这一项"),
        ({"area": "space"}, "请从这几样里选"),
        ({"area": "work", "family": "divorce"}, "用不上这一项"),
        ({"area": "work", "work": "wages", "lawyer": "maybe"}, "请回答"),
        ({"area": "injury", "injury": "traffic", "group": "none", "income": "很多"}, "请写一个数"),
        ({"area": "injury", "injury": "traffic", "group": "none", "income": -1}, "不能少于"),
        ({"area": "injury", "injury": "traffic", "group": "none", "income": 10**9}, "不能超过"),
        ({"area": None}, "要先弄清楚"),
    ],
)
def test_bad_answers_are_refused(raw: dict[str, object], sentence: str) -> None:
    """With a sentence for the person who answered."""
    with pytest.raises(AnswerRefused, match=sentence):
        read_answers(pre_check(LINE), raw, TODAY)


def test_an_open_question_is_refused() -> None:
    """There is no judgement before all is answered."""
    with pytest.raises(AnswerRefused, match="还差这一项：有没有请律师"):
        judge(area="work", work="wages")


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("我是低保户，能不能请免费律师打离婚官司", {"area": "family", "family": "divorce", "group": "assistance"}),
        ("老板拖欠我工资，我是农民工", {"area": "work", "work": "wages", "worker": "yes"}),
        ("我弟娃被抓了，才十六岁，请不起律师", {"area": "criminal", "criminal": "accused", "accused": "minor", "lawyer": "no"}),
        ("我男人天天打我，想离婚", {"area": "family", "family": "violence"}),
        ("出车祸了，对方不赔", {"area": "injury", "injury": "traffic"}),
        ("在工地上摔了，要工伤赔偿", {"area": "work", "work": "injury", "worker": "yes"}),
        ("我已经请了律师，要赡养费", {"area": "family", "family": "support", "lawyer": "yes"}),
        ("别个借了我三万块不还", {"area": "other", "other": "debt"}),
        ("法院决定再审了", {"area": "retrial"}),
        ("我有事想问", {}),
        ("要工资，又遭车祸了", {}),
        ("医院把我老汉医死了", {"area": "injury", "injury": "medical"}),
        ("低保被取消了", {"area": "work", "work": "welfare"}),
    ],
)  # fmt: skip
def test_what_is_told_already_is_taken(text: str, known: dict[str, str]) -> None:
    """Plain words fill answers before they are asked for; two matters at once, or none, stay open."""
    assert told(text) == known


def test_what_is_told_is_not_asked_again() -> None:
    """低保户 and 离婚 leave violence and a lawyer to ask; what comes in before its turn is kept until then."""
    form = pre_check(LINE)

    divorce = filled_in(form, Answers(), told("我是低保户，能不能请免费律师打离婚官司"), TODAY)
    worker = filled_in(form, Answers(), told("我是农民工，能不能申请法律援助"), TODAY)
    wages = filled_in(form, worker, {"area": "work", "work": "wages", "lawyer": "no"}, TODAY)
    crash = filled_in(form, worker, {"area": "injury", "injury": "traffic", "lawyer": "no"}, TODAY)

    due = [next_question(form, answers) for answers in (divorce, wages, crash)]
    assert [question and question.key for question in due] == ["violence", "urgent", "group"]


def test_going_back_keeps_what_still_fits() -> None:
    """Asked again whether there is a lawyer, the group stays; another matter takes its own questions along."""
    form = pre_check(LINE)
    answers = read_answers(form, {"area": "injury", "injury": "traffic", "group": "elderly", **CIVIL}, TODAY)

    assert list(without(form, answers, "lawyer", TODAY)) == ["area", "injury", "group", "urgent"]
    assert list(accept(form, answers, "area", "other", TODAY)) == ["area", "lawyer", "group"]


def test_a_pension_is_a_source_of_income() -> None:
    """Whoever has one is not taken for somebody without a fixed income (42)."""
    question = pre_check(LINE).question("group")
    assert question is not None

    assert hear(question, "七十岁了，有退休金", NOW) is None


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("我能不能申请法律援助", True),
        ("帮我看看够不够法律援助的条件", True),
        ("我是低保户，能不能请免费律师打离婚官司", True),
        ("我妈可以申请法律援助吗", True),
        ("我是不是可以申请法律援助呀", True),
        ("什么人可以申请法律援助？", False),
        ("法律援助要带什么材料", False),
        ("怎么申请法律援助", False),
        ("老板不给我工资怎么办", False),
    ],
)
def test_only_ones_own_case_begins_the_check(text: str, wants: bool) -> None:
    """Questions of the law in general are answered, not examined."""
    assert wants_check(text) is wants


@pytest.mark.parametrize(
    ("key", "said", "raw"),
    [
        ("lawyer", "没得", "no"),
        ("lawyer", "请了", "yes"),
        ("worker", "是的", "yes"),
        ("group", "都不是", "none"),
        ("group", "没得", "none"),
        ("group", "老人，没得收入", "elderly"),
        ("group", "1", "assistance"),
        ("group", "他七十五了，没收入", "elderly"),
        ("group", "我是吃低保的", "assistance"),
        ("group", "有残疾证", "disabled"),
        ("accused", "不晓得", "unknown"),
        ("violence", "没有", "no"),
        ("urgent", "不急", "no"),
        ("income", "不清楚", None),
        ("income", "一千二", Decimal(1200)),
    ],
)
def test_words_are_heard_as_answers(key: str, said: str, raw: object) -> None:
    """Titles, numbers and everyday words choose; 不清楚 leaves the income open."""
    question = pre_check(LINE).question(key)
    assert question is not None

    heard = hear(question, said, NOW)

    assert heard is not None
    assert (heard.raw, heard.refusal) == (raw, "")


def test_buttons_fit_telegram() -> None:
    """Every answer's payload is one of ours and no longer than Telegram takes."""
    for question in pre_check(LINE).questions:
        for value in [choice.value for choice in question.choices] or ["open"]:
            payload = f"answer:{question.key}:{value}"
            assert str(parse_payload(payload)) == payload
            assert len(payload.encode()) <= MAX_BYTES
    assert [str(parse_payload(p)) for p in ("aid", "aid:redo", "book:aid")] == ["aid", "aid:redo", "book:aid"]


def test_entries_offer_the_check() -> None:
    """The guides and questions about getting legal aid have its button, others do not, and all of them exist."""
    corpus = load_corpus()
    ids = {entry.id for entry in (*corpus.faqs, *corpus.guides)}
    offering = {entry_id for entry_id in ids if offer_check(entry_id)}

    assert {"legal-aid-civil", "legal-aid-who", "legal-aid-criminal"} <= offering
    assert len(offering) == 20
    assert offer_check("legal-aid-civil") == [{"title": TITLE, "payload": "aid"}]
    assert not offer_check("legal-aid-complaint")


@pytest.mark.parametrize(
    ("line", "source"),
    [("1500", None), (None, "《标准》的文件"), ("-1", "《标准》的文件"), ("很多", "《标准》的文件")],
)
def test_a_standard_needs_its_source(line: str | None, source: str | None) -> None:
    """A figure without its document, or the other way round, does not start."""
    with pytest.raises(ValidationError):
        Settings(_env_file=None, legal_aid_income_line=line, legal_aid_income_source=source)  # type: ignore[call-arg,arg-type]


def test_the_setting_becomes_the_standard() -> None:
    """Yuan and source as set; none when nothing is set."""
    made = Settings(_env_file=None, legal_aid_income_line="1500", legal_aid_income_source="《标准》的文件")  # type: ignore[call-arg,arg-type]

    assert made.income_line == IncomeLine(Decimal(1500), "《标准》的文件")
    assert Settings(_env_file=None).income_line is None  # type: ignore[call-arg]


def test_groups_are_those_of_42() -> None:
    """Every exempt group of the buttons leads to an exemption, in every listed matter."""
    for group, (value, matter) in product(EXEMPT_GROUPS, MATTERS["injury"].items()):
        worker = {"worker": False} if value == "at_work" else {}
        opinion = judge(area="injury", injury=value, group=group, **worker, **CIVIL)
        assert any(name.startswith("法律援助法第四十二条") for name in reasons(opinion)), matter.title
