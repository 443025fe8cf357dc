"""Contracts of import and export, on both database systems."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import yaml
from openpyxl import Workbook

from helpdesk.clock import SHANGHAI
from helpdesk.store.database import Database
from knowledge_base import publishing
from knowledge_base.errors import FileRefused, ReasonMissing
from knowledge_base.exchange import FORMATS, MAX_BYTES, make_drafts, plan_import, read_file, write_file
from knowledge_base.states import State
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.store.entries import FAQ, Note, StoredEntry

NOW = datetime(2026, 12, 7, 10, tzinfo=SHANGHAI)
NOTE = Note("boss", NOW, "所里统一修改")
HEAD = "编号,主题,问题,其他问法,答复,法律依据"
ANSWER = "先拍照、留水样，请村里的人民调解员来看；谈不拢的，可以请求法院判决停止侵害。"
ROW = f"well-water,neighbours,井水被邻居弄脏了怎么办？,井头的水遭隔壁搞浑了,{ANSWER},民法典第二百九十四条"


@pytest.fixture(scope="module")
def book() -> StatuteBook:
    """The statutes in force on the day."""
    return StatuteBook(default_path(), date(2026, 12, 7))


@pytest.fixture
def corpus(db: Database) -> list[StoredEntry]:
    """The starting corpus, published."""
    publishing.import_corpus(db, NOW)
    return publishing.list_serving(db)


def sheet(*rows: list[Any]) -> bytes:
    """An XLSX file with these rows."""
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def guide(**changes: Any) -> bytes:
    """A YAML file with a guide that is well but for the changes."""
    well = {
        "id": "well-guide", "title": "井水的事怎么办", "service": "mediation", "names": ["井水咋办", "井水脏了找谁", "井水遭污染"],
        "summary": "井水被弄脏了，请村里的人民调解员来看一看，大家坐下来商量。", "conditions": ["有这样的事"], "materials": ["照片"],
        "procedure": ["到村里说"], "time_limit": "没有规定", "fee": "免费", "where": "村里", "legal_basis": ["民法典第二百九十四条"],
    }  # fmt: skip
    return yaml.safe_dump({"guides": [well | changes]}, allow_unicode=True).encode()


def test_what_is_exported_comes_back_unchanged(db: Database, book: StatuteBook, corpus: list[StoredEntry]) -> None:
    """In each format, every entry is the same after a round trip; YAML holds the guides too."""
    faqs = [entry for entry in corpus if entry.type == FAQ]

    plans = {f: plan_import(db, book, read_file(f"a.{f}", write_file(f, corpus))) for f in FORMATS}

    assert {f: len(plan.unchanged) for f, plan in plans.items()} == {
        "csv": len(faqs),
        "xlsx": len(faqs),
        "yml": len(corpus),
    }
    assert [(plan.added, plan.changed) for plan in plans.values()] == [((), ())] * 3


@pytest.mark.parametrize("submit", [False, True])
def test_an_import_becomes_drafts_and_answers_nobody(
    db: Database, book: StatuteBook, corpus: list[StoredEntry], submit: bool
) -> None:
    """What is new and what differs waits for a reviewer; what is the same stays as it is."""
    old = next(entry for entry in corpus if entry.id == "wage-arrears")
    document = {"faq": [old.body | {"deadline": "一年", "topic": "wages"}, corpus[0].body]}
    records = [*read_file("a.yml", yaml.safe_dump(document).encode()), *read_file("a.csv", f"{HEAD}\n{ROW}".encode())]
    plan, before = plan_import(db, book, records), publishing.published_corpus(db)

    make_drafts(db, book, records, plan, NOTE, submit=submit)

    assert [len(part) for part in (plan.added, plan.changed, plan.unchanged)] == [1, 1, 1]
    state = State.IN_REVIEW if submit else State.DRAFT
    drafts = [publishing.get_entry(db, name) for name in ("well-water", "wage-arrears")]
    assert [(draft.state, draft.written_by) for draft in drafts] == [(state, "boss")] * 2
    assert publishing.get_entry(db, corpus[0].id).version == 1
    assert publishing.published_corpus(db) == before


def test_an_import_that_was_agreed_to_is_what_is_done(
    db: Database, book: StatuteBook, corpus: list[StoredEntry]
) -> None:
    """If an entry changes between the preview and the import, the import is refused; and it needs a reason."""
    old = next(entry for entry in corpus if entry.id == "wage-arrears")
    records = read_file("a.yml", yaml.safe_dump({"faq": [old.body | {"deadline": "一年"}]}).encode())
    plan = plan_import(db, book, records)
    with pytest.raises(ReasonMissing):
        make_drafts(db, book, records, plan, Note("boss", NOW))
    publishing.save_draft(db, book, old.id, 1, old.body | {"deadline": "两年"}, Note("chief", NOW))

    with pytest.raises(FileRefused, match="刚刚被别人改过"):
        make_drafts(db, book, records, plan, NOTE)

    assert publishing.get_entry(db, old.id).version == 2


def test_an_old_export_overwrites_no_draft(db: Database, book: StatuteBook, corpus: list[StoredEntry]) -> None:
    """What stands in the file as it is served asks for no change; a text in review is not written over."""
    old = next(entry for entry in corpus if entry.id == "wage-arrears")
    publishing.save_draft(db, book, old.id, 1, old.body | {"deadline": "两年"}, Note("chief", NOW))
    publishing.submit_for_review(db, old.id, 2, Note("chief", NOW, "期限变了"))

    plan = plan_import(db, book, read_file("a.csv", write_file("csv", corpus)))
    with pytest.raises(FileRefused, match="正在等审核"):
        plan_import(db, book, read_file("a.yml", yaml.safe_dump({"faq": [old.body | {"deadline": "一年"}]}).encode()))

    assert (plan.added, plan.changed) == ((), ())


BAD_FILES: list[tuple[str, str, bytes | Callable[[], bytes], str]] = [
    ("unknown format", "a.doc", b"x", "只认"),
    ("oversize", "a.csv", b"x" * (MAX_BYTES + 1), "文件太大"),
    ("nothing", "a.csv", b"", "缺少的列"),
    ("only a head", "a.csv", HEAD.encode(), "一条内容也没有"),
    ("unknown column", "a.csv", f"{HEAD},颜色\n{ROW},红".encode(), "第 1 行：不认识的列：颜色"),
    ("missing column", "a.csv", "编号,主题,问题\n".encode(), "第 1 行：缺少的列：其他问法、答复、法律依据"),
    ("column twice", "a.csv", f"{HEAD},答复\n{ROW},x".encode(), "第 1 行：重复的列：答复"),
    ("too many cells", "a.csv", f"{HEAD}\n{ROW},多的".encode(), "第 2 行：比表头多出了格子"),
    ("broken quotes", "a.csv", f'{HEAD}\n"没有{ROW}'.encode(), "读不下去"),
    ("broken UTF-8", "a.csv", f"{HEAD}\n{ROW}".encode()[:-1], "第 2 行：文字编码坏了"),
    ("broken UTF-8 in YAML", "a.yml", "faq:\n- 好".encode()[:-1], "第 2 行：文字编码不是"),
    ("bad law", "a.csv", f"{HEAD}\n{ROW.replace('二百九十四', '九千')}".encode(), "第 2 行：法律库里没有"),
    ("short answer", "a.csv", f"{HEAD}\n{ROW.replace(ANSWER, '短')}".encode(), "第 2 行：答复：太短了"),
    ("unknown topic", "a.csv", f"{HEAD}\n{ROW.replace('neighbours', 'moon')}".encode(), "第 2 行：没有叫“moon”的主题"),
    ("same id twice", "a.csv", f"{HEAD}\n{ROW}\n{ROW}".encode(), "第 3 行：编号 well-water 在第 2 行已经有了"),
    ("wording in use", "a.csv", f"{HEAD}\n{ROW.replace('井头的水遭隔壁搞浑了', '欠薪找哪个管')}".encode(),
     "第 2 行：“欠薪找哪个管”在 wage-arrears 里已经有了"),
    ("id of a guide", "a.csv", f"{HEAD}\n{ROW.replace('well-water', 'notary-will')}".encode(), "第 2 行：编号 notary-will"),
    ("no YAML", "a.yml", b"faq: [", "第 1 行：不是正确的 YAML"),
    ("deep YAML", "a.yml", b"[" * 50_000, "不是正确的 YAML"),
    ("other YAML", "a.yml", b"things: []", "第 1 行：最外层只能有"),
    ("no entry", "a.yml", b"faq:\n- just words", "第 2 行：这一条要写成"),
    ("incomplete entry", "a.yml", b"faq:\n- id: a-b\n  topic: wages", "第 2 行：问题：必须填写"),
    ("section twice", "a.yml", b"faq: []\nguides: []\nfaq:\n- id: a-b", "第 3 行：“faq”写了两次"),
    ("field twice", "a.yml", b"faq:\n- id: a-b\n  topic: wages\n  id: c-d", "第 4 行：“id”写了两次"),
    ("topic without end", "a.yml", b"faq:\n- evidence: &a [&b [1, 2], *b]\n  topic: *a", "第 2 行：主题：要写成文字"),
    ("wording in use but for a comma", "a.csv", f"{HEAD}\n{ROW.replace('井头的水遭隔壁搞浑了', '欠薪、找哪个管')}".encode(),
     "第 2 行：“欠薪、找哪个管”在 wage-arrears 里已经有了"),
    ("review before it was checked", "a.csv", f"{HEAD},核对日期,下次复核\n{ROW},2026-12-01,2026-12-01".encode(),
     "第 2 行：下次复核（2026-12-01）要晚于核对日期（2026-12-01）"),
    ("article of no deadline", "a.csv", f"{HEAD},期限的条文\n{ROW},民法典第一百八十八条".encode(), "第 2 行：写了期限的条文，期限也要写"),
    ("guide to an unknown service", "a.yml", lambda: guide(service="banana"), "第 2 行：没有“banana”这种服务"),
    ("guide with few names", "a.yml", lambda: guide(names=["井水咋办"]), "第 2 行：群众的叫法：至少要有 3 项"),
    ("no XLSX", "a.xlsx", b"PK not really", "不是完好的 .xlsx"),
    ("formula", "a.xlsx", lambda: sheet(HEAD.split(","), [*ROW.split(",")[:-1], '=HYPERLINK("http://x")']),
     "第 2 行：F2 格是公式"),
    ("bad row in XLSX", "a.xlsx", lambda: sheet(HEAD.split(","), ["Well Water", *ROW.split(",")[1:]]),
     "第 2 行：编号：只能用小写字母"),
]  # fmt: skip


def test_a_bad_file_is_refused_whole(
    db: Database, book: StatuteBook, corpus: list[StoredEntry], subtests: pytest.Subtests
) -> None:
    """With the row and the reason; nothing of it is stored."""
    for name, file, content, reason in BAD_FILES:
        with subtests.test(name):
            written = content() if callable(content) else content
            with pytest.raises(FileRefused) as refused:
                plan_import(db, book, read_file(file, written))
            assert reason in str(refused.value)
    good = f"{HEAD}\n{ROW}\n{ROW.replace('well-water', 'Bad Id')}".encode()
    with pytest.raises(FileRefused, match="第 3 行"):
        plan_import(db, book, read_file("a.csv", good))

    assert len(publishing.list_entries(db)) == len(corpus)
    assert len(plan_import(db, book, read_file("a.yml", guide())).added) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_the_encodings_of_spreadsheet_programs_are_read(encoding: str, delimiter: str) -> None:
    """Excel and WPS write GBK, UTF-8 with a mark, and UTF-16 with tabs."""
    written = f"{HEAD}\r\n{ROW}\r\n".replace(",", delimiter).encode(encoding)

    records = read_file("导出.CSV", written)

    assert [(record.row, record.topic, record.body["answer"]) for record in records] == [(2, "neighbours", ANSWER)]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "'", "＝", "'="])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_no_exported_cell_is_a_formula(file_format: str, begins: str) -> None:
    """A cell that begins like a formula is text to a spreadsheet program, and comes back as it was."""
    text = f'{begins}HYPERLINK("http://evil.example")'
    entry = StoredEntry("a-b", FAQ, "wages", State.PUBLISHED, 1, {"id": "a-b", "question": "问什么？", "answer": text})

    written = write_file(file_format, [entry])

    assert read_file(f"a.{file_format}", written)[0].body["answer"] == text.strip()
    if file_format == "csv":
        assert f",{begins}HYPER" not in written.decode("utf-8-sig").replace('"', "")
