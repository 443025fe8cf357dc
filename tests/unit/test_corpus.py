"""The corpus that is shipped, held against the law and against its own rules."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.console.words import SERVICES as NAMES_OF_SERVICES
from knowledge_base.corpus_entries import MAX_ANSWER
from knowledge_base.corpus_files import load_corpus, raw_entries
from knowledge_base.corpus_rules import check_citations
from knowledge_base.entry_rules import SERVICES
from knowledge_base.errors import CorpusError
from knowledge_base.models import Corpus
from knowledge_base.statutes import StatuteBook, default_path

DAYS = [date(2026, 12, 7), date(2027, 1, 1)]
HOTLINES = {"110", "119", "120", "12338", "12345", "12348", "12333", "12315"}
_TEXTS_IN_EFFECT = """
    SELECT laws.law_name, article_no, trim(article_text) FROM articles JOIN laws USING (law_id)
    WHERE laws.status != '已废止' AND laws.effective_date <= ?
"""
_PROMISES = re.compile(
    r"一定(会|能|可以)(赢|判|拿到|批)|肯定(会|能)?(赢|判|拿到|批)|保证(能|会|您)|(?<![说“])包赢|百分之百"
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """All entries."""
    return load_corpus()


# What citizens say, who do repeat what others have promised them.
ASKED = ("question", "variants", "names", "heard")


def strings(value: object) -> Iterator[str]:
    """All texts inside an entry."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


TEXTS = {body["id"]: [text for key, part in body.items() if key != "id" for text in strings(part)]
         for _, _, body in raw_entries()}  # fmt: skip


def test_there_is_enough_to_begin_with(corpus: Corpus) -> None:
    """A desk opens with 450 questions over 18 topics and 60 guides at least, each asked in four ways or more."""
    assert len(corpus.faqs) >= 450
    assert len({faq.topic for faq in corpus.faqs}) >= 18
    assert len(corpus.guides) >= 60
    assert [faq.id for faq in corpus.faqs if not 4 <= len(faq.variants) <= 10] == []


@pytest.mark.parametrize("variants", [3, 11])
def test_a_corpus_file_with_too_few_or_too_many_wordings_is_refused(tmp_path: Path, variants: int) -> None:
    """An entry that is shipped has four to ten ways of asking, and make corpus-check says which has not."""
    entry = dict(next(body for kind, _, body in raw_entries() if kind == "faq"), guide=None)
    entry["variants"] = [f"第{number}种问法" for number in range(variants)]
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "wages.yml").write_text(yaml.safe_dump([entry]), encoding="utf-8")

    with pytest.raises(CorpusError, match=f"{entry['id']}：其他问法要有 4 到 10 种"):
        load_corpus(tmp_path)


def test_every_service_has_a_guide_and_a_name(corpus: Corpus) -> None:
    """What a guide can be a guide to is what the console offers, and each of them has one."""
    assert set(SERVICES) == set(NAMES_OF_SERVICES)
    assert {guide.service for guide in corpus.guides} == set(SERVICES)


def test_every_entry_was_held_against_the_law_and_will_be_again(corpus: Corpus) -> None:
    """Each says on which day that was, and by which day it is due again."""
    entries = (*corpus.faqs, *corpus.guides)

    assert [e.id for e in entries if e.valid_from is None or e.review_by is None or e.review_by <= e.valid_from] == []


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_citation_stands_in_the_statute_database_in_force(corpus: Corpus, day: date) -> None:
    """No entry rests on a law that is repealed, not yet in force, or not there."""
    assert check_citations(corpus, StatuteBook(default_path(), day)) == []


def test_every_entry_rests_on_a_law(corpus: Corpus) -> None:
    """An answer without a law is an opinion."""
    assert [faq.id for faq in corpus.faqs if not faq.citations] == []
    assert [guide.id for guide in corpus.guides if not guide.legal_basis] == []


def test_every_citation_is_shown_in_the_words_of_the_database(corpus: Corpus) -> None:
    """What a citizen reads as law is the text of the data file, of a version that has taken effect, word for word."""
    book = StatuteBook(default_path(), DAYS[0])
    cited = {citation for faq in corpus.faqs for citation in faq.citations}
    cited |= {citation for guide in corpus.guides for citation in guide.legal_basis}
    with closing(sqlite3.connect(f"file:{default_path()}?mode=ro", uri=True)) as database:
        stored = set(database.execute(_TEXTS_IN_EFFECT, (str(DAYS[0]),)))

    changed = [c for c in cited if (f"中华人民共和国{c.law}", c.article, book.quote(c).text) not in stored]

    assert len(cited) > 100
    assert [c for c in changed if (c.law, c.article, book.quote(c).text) not in stored] == []


def test_no_wording_is_used_twice(corpus: Corpus) -> None:
    """One wording, one answer."""
    wordings = [re.sub(r"[？?！!。，,\s]", "", w) for entry in (*corpus.faqs, *corpus.guides) for w in entry.wordings]

    assert [wording for wording, count in Counter(wordings).items() if count > 1] == []


def test_answers_fit_a_phone_screen(corpus: Corpus) -> None:
    """Three hundred characters at most."""
    assert {faq.id: len(faq.answer) for faq in corpus.faqs if len(faq.answer) > MAX_ANSWER or MAX_ANSWER != 300} == {}


def test_no_phone_numbers_but_the_hotlines() -> None:
    """A number that a citizen dials is a national hotline; all others change too often to be in the corpus."""
    dialled = re.compile(
        r"(?<![\d.])(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}|[48]00[- ]?\d{3}[- ]?\d{4}|1[12]\d|12\d{3}|9\d{4})(?![\d.])"
    )
    numbers = {(entry, number) for entry, texts in TEXTS.items() for text in texts for number in dialled.findall(text)}

    assert {(entry, number) for entry, number in numbers if number not in HOTLINES} == set()


def test_no_entry_promises_an_outcome() -> None:
    """What a court or an office will decide is not ours to promise."""
    said = [(body["id"], text) for _, _, body in raw_entries() for key, part in body.items() if key not in ASKED
            for text in strings(part)]  # fmt: skip

    assert [(entry, text) for entry, text in said if _PROMISES.search(text)] == []


def test_the_hotlines_for_danger_and_for_the_law_are_named() -> None:
    """The entries on violence name 110, and those on legal aid 12348."""
    everything = {entry: "".join(texts) for entry, texts in TEXTS.items()}

    assert any("110" in text for text in everything.values())
    assert any("12348" in text for text in everything.values())
