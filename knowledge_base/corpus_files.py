"""Read the starting corpus from its YAML files and check it against the statute database.

One file a topic under ``knowledge_base/corpus/faq`` and one a field of service under ``knowledge_base/corpus/guides``,
written so that a lawyer can read and correct them (the rules stand in ``knowledge_base/corpus/README.md``).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from knowledge_base.entry_rules import as_compared, check_entry, check_variants
from knowledge_base.errors import CorpusError, KnowledgeBaseError
from knowledge_base.lay_questions import load_lay_questions, not_in_force
from knowledge_base.models import Citation, Corpus, Faq, Guide
from knowledge_base.narrowing import Narrowings, check_narrowings
from knowledge_base.review_list import review_list
from knowledge_base.statutes import StatuteBook, default_path, parse_citation
from knowledge_base.text import written_lines

FOLDER = Path(__file__).parent / "corpus"
MAX_ANSWER = 300
_RUNNING_TEXT = ("answer", "summary")

_Entry = TypeVar("_Entry")

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Wording = Annotated[str, StringConstraints(min_length=2, max_length=120)]


def _cited(text: str) -> str:
    try:
        return str(parse_citation(text))
    except CorpusError as error:
        raise ValueError(str(error)) from None


Cited = Annotated[str, AfterValidator(_cited)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _as_written(cls, value: Any, field: ValidationInfo) -> Any:
        """Running text keeps its lines; anything else is one line each, as a table holds it."""
        if isinstance(value, list):
            return [" ".join(written_lines(item)) if isinstance(item, str) else item for item in value]
        if isinstance(value, str):
            return ("\n" if field.field_name in _RUNNING_TEXT else " ").join(written_lines(value))
        return value


class FaqEntry(_Strict):
    """One FAQ entry as a file or the console's form gives it."""

    id: Id
    question: Annotated[str, StringConstraints(min_length=4, max_length=80)]
    variants: list[Wording] = Field(max_length=20)
    heard: list[Wording] = Field([], max_length=60)
    answer: Annotated[str, StringConstraints(min_length=20, max_length=MAX_ANSWER)]
    citations: list[Cited] = Field(min_length=1, max_length=8)
    other_sources: list[Line] = []
    guide: Id | None = None
    evidence: list[Line] = []
    deadline: Line | None = None
    deadline_article: Cited | None = None
    needs_person: Line | None = None
    valid_from: date | None = None
    review_by: date | None = None

    def to_faq(self, topic: str) -> Faq:
        """The entry as the index takes it."""
        return Faq(
            id=self.id,
            topic=topic,
            question=self.question,
            answer=self.answer,
            variants=tuple(self.variants),
            heard=tuple(self.heard),
            citations=_citations([*self.citations, *([self.deadline_article] if self.deadline_article else [])]),
            other_sources=tuple(self.other_sources),
            guide=self.guide,
            evidence=tuple(self.evidence),
            deadline=self.deadline,
            deadline_article=parse_citation(self.deadline_article) if self.deadline_article else None,
            needs_person=self.needs_person,
            valid_from=self.valid_from,
            review_by=self.review_by,
        )


class GuideEntry(_Strict):
    """One guide as a file gives it."""

    id: Id
    title: Annotated[str, StringConstraints(min_length=4, max_length=40)]
    service: Id
    summary: Annotated[str, StringConstraints(min_length=20, max_length=200)]
    names: list[Wording] = Field(min_length=3, max_length=20)
    heard: list[Wording] = Field([], max_length=60)
    conditions: list[Line] = Field(min_length=1)
    materials: list[Line] = Field(min_length=1)
    procedure: list[Line] = Field(min_length=1)
    time_limit: Line
    fee: Line
    where: Line
    who_can_help: list[Line] = []
    legal_basis: list[Cited] = Field(min_length=1, max_length=24)
    other_sources: list[Line] = []
    valid_from: date | None = None
    review_by: date | None = None

    def to_guide(self) -> Guide:
        """The guide as the index takes it."""
        return Guide(
            id=self.id,
            title=self.title,
            service=self.service,
            summary=self.summary,
            names=tuple(self.names),
            heard=tuple(self.heard),
            conditions=tuple(self.conditions),
            materials=tuple(self.materials),
            procedure=tuple(self.procedure),
            time_limit=self.time_limit,
            fee=self.fee,
            where=self.where,
            who_can_help=tuple(self.who_can_help),
            legal_basis=_citations(self.legal_basis),
            other_sources=tuple(self.other_sources),
            valid_from=self.valid_from,
            review_by=self.review_by,
        )


def load_corpus(folder: Path = FOLDER) -> Corpus:
    """All entries of the files under ``folder``.

    Raises CorpusError with file, entry and reason for the first rule that is broken.
    """
    faqs = tuple(_read(folder / "faq", _shipped_faq))
    guides = tuple(_read(folder / "guides", _shipped_guide))
    check_references(faqs, guides)
    return Corpus(faqs, guides)


def raw_entries(folder: Path = FOLDER) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Type (``faq`` or ``guide``), topic and body of each entry, after the whole corpus was checked.

    Raises CorpusError before the first one when any rule is broken.
    """
    load_corpus(folder)
    shapes: tuple[tuple[str, str, type[_Strict]], ...] = (("faq", "faq", FaqEntry), ("guide", "guides", GuideEntry))
    for entry_type, subfolder, shape in shapes:
        for topic, raw in _raw(folder / subfolder):
            yield entry_type, topic, shape.model_validate(raw).model_dump(mode="json", exclude_defaults=True)


def check_references(faqs: Iterable[Faq], guides: Iterable[Guide]) -> None:
    """Identifiers and wordings are unique, and an FAQ's guide exists.

    Raises CorpusError.
    """
    guide_ids: set[str] = set()
    wordings: dict[str, str] = {}
    seen: set[str] = set()
    for guide in guides:
        guide_ids.add(guide.id)
        _claim(guide.id, guide.wordings, seen, wordings)
    for faq in faqs:
        _claim(faq.id, faq.wordings, seen, wordings)
        if faq.guide is not None and faq.guide not in guide_ids:
            raise CorpusError(f"{faq.id}：没有编号为 {faq.guide} 的办事指南")


def check_citations(corpus: Corpus, book: StatuteBook) -> list[str]:
    """One sentence for each citation that does not stand in the statute database, in force."""
    cited = [(f.id, f.citations) for f in corpus.faqs] + [(g.id, g.legal_basis) for g in corpus.guides]
    return [
        f"{entry}：法律库里没有现行有效的《{c.law}》{c.article}"
        for entry, citations in cited
        for c in citations
        if c not in book
    ]


def _citations(written: Iterable[str]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(parse_citation(text) for text in written))


def _shipped_faq(topic: str, raw: Any) -> Faq:
    faq = FaqEntry.model_validate(raw).to_faq(topic)
    check_entry(faq)
    check_variants(faq)
    return faq


def _shipped_guide(_: str, raw: Any) -> Guide:
    guide = GuideEntry.model_validate(raw).to_guide()
    check_entry(guide)
    return guide


def _read(folder: Path, convert: Callable[[str, Any], _Entry]) -> Iterator[_Entry]:
    for topic, raw in _raw(folder):
        try:
            yield convert(topic, raw)
        except (ValidationError, CorpusError) as error:
            name = raw.get("id") if isinstance(raw, dict) else raw
            raise CorpusError(f"{folder.name}/{topic}.yml，{name}：{error}") from error


def _raw(folder: Path) -> Iterator[tuple[str, Any]]:
    """Topic and entry as written; the wordings in its ``heard/`` are put to their entries."""
    for path in sorted(folder.glob("*.yml")):
        heard = _yaml(folder / "heard" / path.name) or {}
        for raw in _yaml(path) or []:
            if isinstance(raw, dict) and (wordings := heard.pop(raw.get("id"), None)):
                raw["heard"] = wordings
            yield path.stem, raw
        if heard:
            raise CorpusError(f"heard/{path.name}：没有编号为 {'、'.join(heard)} 的条目")


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
    except yaml.YAMLError as error:
        raise CorpusError(f"{path.name}：不是正确的 YAML：{error}") from error


def _claim(entry: str, wordings: Iterable[str], seen: set[str], owners: dict[str, str]) -> None:
    if entry in seen:
        raise CorpusError(f"编号 {entry} 用了两次")
    seen.add(entry)
    for wording in wordings:
        owner = owners.setdefault(as_compared(wording), entry)
        if owner != entry:
            raise CorpusError(f"“{wording}”既在 {owner} 里，又在 {entry} 里")


def main() -> int:
    """Check the corpus files: schema, references, citations in force; and list what a person should look over again."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--day", type=date.fromisoformat, default=date.today())
    book = StatuteBook(default_path(), parser.parse_args().day)
    try:
        corpus, narrowings, asked = load_corpus(), Narrowings.load(), load_lay_questions()
    except KnowledgeBaseError as error:
        print(error)
        return 1
    print(
        f"{len(corpus.faqs)} FAQ entries, {len(corpus.guides)} guides, {len(narrowings.all)} wide questions, "
        f"{len(asked)} lay questions about articles"
    )
    if again := review_list(corpus, book):
        print(f"{len(again)} to look over again (no errors):")
        print("\n".join(f"  {item.entry.id}：{item.why}" for item in again))
    entries = [*(faq.id for faq in corpus.faqs), *(guide.id for guide in corpus.guides)]
    problems = [*check_citations(corpus, book), *check_narrowings(narrowings, entries), *not_in_force(asked, book)]
    all_well = "every cited article stands in the statute database, in force; every wide question leads to entries"
    print("\n".join(problems) or all_well)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
