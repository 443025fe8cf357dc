"""What people ask of the law, and the articles that answer it: written for this project, in everyday words.

The files under ``knowledge_base/corpus/lay_questions`` (CSV, a question a row, one file for a law, a part of one, or the laws
of a field) are not answers and nobody reads them in the chat: they lead the search from the words of a life to the words of a
law.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge_base.errors import CorpusError
from knowledge_base.models import Citation
from knowledge_base.statutes import StatuteBook, parse_citation

FOLDER = Path(__file__).parent / "corpus" / "lay_questions"
_COLUMNS = ["question", "articles"]
_BETWEEN = "；"


@dataclass(frozen=True, slots=True)
class LayQuestion:
    """A question in a citizen's words and the articles that answer it."""

    text: str
    relevant: tuple[Citation, ...]


def load_lay_questions(folder: Path = FOLDER) -> list[LayQuestion]:
    """All questions, in the order of the files' names.

    Raises CorpusError that names the file and the row of what cannot be read, or of a question that stands twice.
    """
    questions: dict[str, LayQuestion] = {}
    for path in sorted(folder.glob("*.csv")):
        for place, question in _read(path):
            if question.text in questions:
                raise CorpusError(f"{place}：这个问题已经有了：{question.text}")
            questions[question.text] = question
    return list(questions.values())


def not_in_force(questions: list[LayQuestion], book: StatuteBook) -> list[str]:
    """A line for each article that a question names and ``book`` does not hold."""
    return [f"{q.text}：现行法里没有{c}" for q in questions for c in q.relevant if c not in book]


def _read(path: Path) -> Iterator[tuple[str, LayQuestion]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != _COLUMNS:
            raise CorpusError(f"{path.name}：表头应是 {','.join(_COLUMNS)}")
        for row in rows:
            place = f"{path.name} 第 {rows.line_num} 行"
            text, articles = (row["question"] or "").strip(), (row["articles"] or "").strip()
            if not text or not articles or None in row:
                raise CorpusError(f"{place}：要有一个问题和至少一条法律")
            try:
                relevant = tuple(parse_citation(one) for one in articles.split(_BETWEEN))
            except CorpusError as error:
                raise CorpusError(f"{place}：{error}") from None
            yield place, LayQuestion(text, relevant)
