"""Read the starting corpus from its YAML files.

One file a topic under ``knowledge_base/corpus/faq`` and one a field of service under ``knowledge_base/corpus/guides``,
written so that a lawyer can read and correct them (the rules stand in ``knowledge_base/corpus/README.md``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from knowledge_base.corpus_entries import FaqEntry, GuideEntry
from knowledge_base.corpus_rules import check_references
from knowledge_base.entry_rules import check_entry, check_variants
from knowledge_base.errors import CorpusError
from knowledge_base.models import Corpus, Faq, Guide

FOLDER = Path(__file__).parent / "corpus"

_Entry = TypeVar("_Entry")


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
    shapes: tuple[tuple[str, str, type[FaqEntry | GuideEntry]], ...] = (
        ("faq", "faq", FaqEntry),
        ("guide", "guides", GuideEntry),
    )
    for entry_type, subfolder, shape in shapes:
        for topic, raw in _raw(folder / subfolder):
            yield entry_type, topic, shape.model_validate(raw).model_dump(mode="json", exclude_defaults=True)


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
