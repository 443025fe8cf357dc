"""The statute database: which words are law on which day."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge_base.errors import CitationNotInForce, CorpusError
from knowledge_base.models import Citation
from knowledge_base.named_articles import SHORT_FORMS
from knowledge_base.statutes import StatuteBook, default_path, parse_citation, short_name


@pytest.fixture(scope="module")
def book() -> StatuteBook:
    """The law of 7 December 2026."""
    return StatuteBook(default_path(), date(2026, 12, 7))


def test_a_new_text_counts_from_the_day_it_takes_effect() -> None:
    """The revised 农业法 is adopted, but until 1 January 2027 the old one is the law."""
    first = parse_citation("农业法第一条")

    before = StatuteBook(default_path(), date(2026, 12, 31)).quote(first).text
    after = StatuteBook(default_path(), date(2027, 1, 1)).quote(first).text

    assert "推进乡村全面振兴" not in before
    assert "推进乡村全面振兴" in after


@pytest.mark.parametrize(
    "citation",
    ["合同法第一条", "婚姻法第三条", "民法总则第一条", "农村土地承包法第一条", "乡镇企业法第一条", "民法典第九千条"],
)
def test_what_is_not_in_force_is_not_quoted(book: StatuteBook, citation: str) -> None:
    """Repealed laws, laws in doubt and articles that do not exist are refused by name."""
    cited = parse_citation(citation)

    assert cited not in book
    with pytest.raises(CitationNotInForce, match=cited.law):
        book.quote(cited)


def test_an_article_is_quoted_word_for_word(book: StatuteBook) -> None:
    """The text is the law's own."""
    article = book.quote(parse_citation("民法典第一千零四十一条"))

    assert article.text.startswith("婚姻家庭受国家保护。")
    assert (article.law, article.article) == ("民法典", "第一千零四十一条")


def test_every_law_stands_once(book: StatuteBook) -> None:
    """Of several versions of a law one is in force, so an article has one text."""
    articles = [article.citation for article in book]

    assert len(articles) == len(set(articles)) == len(book)
    assert len(book) > 20_000
    assert not [name for name in book.law_names if name.startswith("中华人民共和国")]


@pytest.mark.parametrize(
    ("text", "law", "article"),
    [
        ("民法典第一千零七十九条", "民法典", "第一千零七十九条"),
        ("民法典 1079条", "民法典", "第一千零七十九条"),
        ("《中华人民共和国民法典》第1079条", "民法典", "第一千零七十九条"),
        ("刑法第133条之一", "刑法", "第一百三十三条之一"),
    ],
)
def test_citations_are_read_however_they_are_written(text: str, law: str, article: str) -> None:
    """Digits or characters, with or without book-title marks: one law, one article."""
    assert parse_citation(text) == Citation(law, article)


@pytest.mark.parametrize("text", ["", "民法典", "第五条", "离婚要多久"])
def test_what_cites_nothing_is_refused(text: str) -> None:
    """A citation needs a law and an article."""
    with pytest.raises(CorpusError):
        parse_citation(text)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("民法典1079条说的啥子", "民法典第一千零七十九条"),
        ("劳动合同法第三十条", "劳动合同法第三十条"),
        ("劳动法第五十条怎么讲", "劳动法第五十条"),
        ("民法典怎么规定离婚", None),
        ("老板不给钱", None),
    ],
)
def test_an_article_that_a_question_names_is_found(book: StatuteBook, question: str, found: str | None) -> None:
    """劳动合同法 is not taken for 劳动法."""
    article = book.named_in(question)

    assert (str(article.citation) if article else None) == found


@pytest.mark.parametrize(
    "question",
    [
        "民法典1043条", "民法典第 1043 条", "民法典１０４３条", "民法典第一千〇四十三条", "民法典一千四十三条讲的啥子", "民法典一零四三条",
        "《中华人民共和国民法典》第1043条第一款", "民法典第1043條", "民法典婚姻家庭编第1043条", "民法典1043、1044条", "民法典1043",
        "民法典解释一下第1043条", "民法典第9999条、民法典第1043条", "民法典1043-1050条", "民法典第1043条和1050、1051条",
        "民法典合同编之外的第1043条", "民法典有三条不明白，第1043条",
    ],
)  # fmt: skip
def test_however_an_article_is_named_it_is_that_one(book: StatuteBook, question: str) -> None:
    """Spaces, traditional and spoken numerals, a paragraph, a book of the code, a list: the first that there is."""
    assert str(book.named_in(question).citation) == "民法典第一千零四十三条"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("《劳动法》44条", "劳动法第四十四条"),
        ("勞動法第四十四條", "劳动法第四十四条"),
        ("劳动合同法和劳动法第44条", "劳动法第四十四条"),
        ("劳动法第44条和劳动合同法第82条", "劳动法第四十四条"),
        ("劳动合同法第八十二", "劳动合同法第八十二条"),
        ("刑法一百三十三条之一", "刑法第一百三十三条之一"),
        ("刑法133条之1", "刑法第一百三十三条之一"),
        ("刑法133条之0", "刑法第一百三十三条"),
        ("刑法里面关于醉驾的第一百三十三条之一", "刑法第一百三十三条之一"),
        ("刑法两百三十二条", "刑法第二百三十二条"),
        ("民诉法122条", "民事诉讼法第一百二十二条"),
        ("消法55条退一赔三", "消费者权益保护法第五十五条"),
        ("劳动仲裁法27条", "劳动争议调解仲裁法第二十七条"),
    ],
)
def test_the_law_next_to_the_number_counts(book: StatuteBook, question: str, found: str) -> None:
    """Of two laws the one whose number follows, also by its short form and in traditional characters."""
    assert str(book.named_in(question).citation) == found  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "question",
    [
        "劳动合同法实施条例第25条", "道交法实施条例72条", "民法典继承编解释一第10条", "民法典担保制度司法解释第10条",
        "刑法修正案十一第27条", "民法典第11043条", "民法典一是讲啥子", "刑法一百三条", "婚姻法第32条", "取消法定节假日第3条",
        "民法典哪一条规定了彩礼", "违反了劳动法哪一条", "劳动合同法有没有一条说押金", "劳动法打了三条欠条", "公司法人签的合同第5条是啥意思",
        "公司法律顾问合同第3条", "公司违反劳动法了合同第8条写的无效吗",
    ],
)  # fmt: skip
def test_another_rule_is_not_taken_for_the_law(book: StatuteBook, question: str) -> None:
    """Regulations, interpretations and amendments have numbers of their own; a doubtful number is none."""
    assert book.named_in(question) is None


def test_every_short_form_is_one_of_a_law_in_force(book: StatuteBook) -> None:
    """What people call a law leads to a law that is there, and is no law's own name."""
    assert set(SHORT_FORMS.values()) <= set(book.law_names)
    assert not set(SHORT_FORMS) & set(book.law_names)


@pytest.mark.parametrize("written", ["《中华人民共和国民法典》", "中华人民共和国民法典", "民法典", " 民法典 "])
def test_laws_are_called_by_their_everyday_name(written: str) -> None:
    """One law, one name."""
    assert short_name(written) == "民法典"
