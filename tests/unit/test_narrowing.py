"""Wide questions: the files, and how their words are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.narrowing import payload_of
from actions.payloads import parse_payload
from knowledge_base.corpus_files import load_corpus
from knowledge_base.errors import CorpusError
from knowledge_base.narrowing import Case, Narrowings, check_narrowings

WELL = """
- id: debt
  wide: [欠钱, 欠钱不还]
  question: 欠的是哪一种钱？
  options:
    - {id: wages, title: 工资, answer: wage-arrears}
    - id: loan
      title: 借出去的钱
      question: 有借条没有？
      options:
        - {id: iou, title: 有借条, says: [有], answer: loan-not-repaid}
        - {id: noiou, title: 没有借条, says: [没有], answer: loan-no-iou}
"""

# A question behind the second one.
THIRD = "question: 再问一次好不好？, options: [{id: a, title: 好的, answer: b}, {id: c, title: 不好, answer: d}]}"


@pytest.fixture(scope="module")
def narrowings() -> Narrowings:
    """What is shipped."""
    return Narrowings.load()


def test_every_option_leads_to_an_entry(narrowings: Narrowings) -> None:
    """At least 25 wide questions, and each way through them ends at an entry of the corpus."""
    corpus = load_corpus()
    entries = [*(faq.id for faq in corpus.faqs), *(guide.id for guide in corpus.guides)]

    assert len(narrowings.all) >= 25
    assert check_narrowings(narrowings, entries) == []
    assert len(check_narrowings(narrowings, [*entries[1:], "x"])) <= 10
    assert check_narrowings(narrowings, [])


def test_payloads_fit_a_button(narrowings: Narrowings) -> None:
    """The button of every option can be pressed on every channel: its payload is one of ours, within 64 bytes."""
    cases = [
        Case(narrowing, path)
        for narrowing in narrowings.all
        for first in narrowing.options
        for path in ((first.id,), *((first.id, second.id) for second in first.options))
    ]

    for case in cases:
        assert str(parse_payload(payload_of(case))) == payload_of(case)


def test_every_title_is_understood_when_it_is_said(narrowings: Narrowings) -> None:
    """Whoever says a button's title instead of pressing it gets the same case."""
    for narrowing in narrowings.all:
        for first in narrowing.options:
            assert narrowings.chosen(Case(narrowing), first.title) == Case(narrowing, (first.id,))
            for second in first.options:
                step = Case(narrowing, (first.id,))
                assert narrowings.chosen(step, second.title) == Case(narrowing, (first.id, second.id))


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("离婚", "divorce"),
        ("我要离婚", "divorce"),
        ("想离婚咋整", "divorce"),
        ("请问离婚怎么办？", "divorce"),
        ("欠钱不还咋整", "debt"),
        ("我想问一下工伤的事情", "work-injury"),
        ("娃儿的抚养费", "child-support"),
        ("离婚后孩子跟谁", None),
        ("老板拖欠工资不给，怎么办？", None),
        ("今天天气怎么样", None),
    ],
)
def test_wide_texts(narrowings: Narrowings, text: str, case: str | None) -> None:
    """A text is wide when nothing is left beside one of the wordings; one that says more is not."""
    found = narrowings.wide(text)

    assert (found.narrowing.id if found else None) == case


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("我要离婚，他不同意", "narrow:divorce:opposed"),
        ("离婚，两个人都同意", "narrow:divorce:agreed"),
        ("欠钱不还，没有借条", "narrow:debt:loan.noiou"),
        ("车祸，司机跑了咋办", "narrow:traffic:hurt.run"),
        ("离婚后孩子跟谁", None),
        ("我跟他过了二十年，现在他在外头有人了，想离婚他又拖起不同意", None),
    ],
)
def test_the_case_in_the_same_breath(narrowings: Narrowings, text: str, path: str | None) -> None:
    """What a wide text says of the case already is not asked; a long one is left to the search."""
    found = narrowings.stated(text)

    assert (payload_of(found) if found else None) == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("他不同意", ("opposed",)),
        ("同意", ("agreed",)),
        ("她也同意离", ("agreed",)),
        ("死活不肯", ("opposed",)),
        ("同意也不同意", ("opposed",)),
        ("邻居修房子占了我家的地，他不同意让出来", None),
        ("不晓得", None),
    ],
)
def test_answers_in_words(narrowings: Narrowings, text: str, path: tuple[str, ...] | None) -> None:
    """The longest words that are meant decide, 不同意 before 同意; a long text is no answer."""
    found = narrowings.chosen(Case(narrowings.by_id["divorce"]), text)

    assert (found.path if found else None) == path


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (WELL.replace("title: 工资, answer: wage-arrears", "title: 工资"), "answer 和 question"),
        (WELL.replace("answer: loan-no-iou}", THIRD), "最多问两次"),
        (WELL.replace("id: debt", "id: debt\n  note: 备注"), "note"),
        (WELL + WELL.replace("id: debt", "id: again"), "既在 debt 里，又在 again 里"),
        (WELL + WELL.replace("欠钱", "差钱"), "编号用了两次"),
        (WELL.replace("question: 欠的是哪一种钱？", ""), "question"),
        ("- [", "不是正确的 YAML"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused(tmp_path: Path, written: str, reason: str) -> None:
    """A rule that is broken is named, and the file with it."""
    (tmp_path / "money.yml").write_text(written, encoding="utf-8")

    with pytest.raises(CorpusError, match=reason):
        Narrowings.load(tmp_path)


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    """The example that the refused ones are made from is itself sound."""
    (tmp_path / "money.yml").write_text(WELL, encoding="utf-8")

    assert [narrowing.id for narrowing in Narrowings.load(tmp_path).all] == ["debt"]
