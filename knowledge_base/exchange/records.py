"""One entry in a file, before it is checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from knowledge_base.errors import FileRefused
from knowledge_base.publishing.fields import FAQ_FIELDS, LISTS
from knowledge_base.store.entries import FAQ

# The columns of a table of FAQ entries: the field, and its head in the file. Both are understood in an import.
COLUMNS = {"id": "编号", "topic": "主题"} | FAQ_FIELDS
_REQUIRED = ("id", "topic", "question", "variants", "answer", "citations")


@dataclass(frozen=True, slots=True)
class Record:
    """An entry as a file gives it; ``row`` is the row of a table or the line of a YAML file, counted from 1."""

    row: int
    type: str
    topic: str
    body: dict[str, Any]

    @property
    def id(self) -> str | None:
        """The id that it gives, None when that is missing or no text."""
        written = self.body.get("id")
        return written if isinstance(written, str) else None


def read_table(rows: Iterable[tuple[int, list[str]]]) -> list[Record]:
    """The entries of a table, whose first row has the heads of the columns; empty rows are passed over.

    A cell with several values has one a line. Raises FileRefused for wrong columns.
    """
    filled = ((number, cells) for number, cells in rows if any(cell.strip() for cell in cells))
    number, heads = next(filled, (1, []))
    fields = _fields(number, heads)
    return [_record(number, fields, cells) for number, cells in filled]


def _fields(number: int, heads: list[str]) -> list[str]:
    known = {head: field for field, head in COLUMNS.items()} | {field: field for field in COLUMNS}
    while heads and not heads[-1].strip():
        heads = heads[:-1]
    strange = [head or "（空）" for head in heads if head.strip() not in known]
    fields = [known[head.strip()] for head in heads if head.strip() in known]
    missing = [COLUMNS[field] for field in _REQUIRED if field not in fields]
    twice = [COLUMNS[field] for field in dict.fromkeys(fields) if fields.count(field) > 1]
    for problem, heads_at_fault in (("不认识的列", strange), ("缺少的列", missing), ("重复的列", twice)):
        if heads_at_fault:
            raise FileRefused(f"第 {number} 行：{problem}：{'、'.join(heads_at_fault)}")
    return fields


def _record(number: int, fields: list[str], cells: list[str]) -> Record:
    if any(cell.strip() for cell in cells[len(fields) :]):
        raise FileRefused(f"第 {number} 行：比表头多出了格子")
    body: dict[str, Any] = {}
    for field, cell in zip(fields, cells, strict=False):
        lines = [line.strip() for line in cell.splitlines() if line.strip()]
        if field in LISTS:
            body[field] = lines
        elif lines:
            body[field] = "\n".join(lines)
    body.setdefault("variants", [])
    return Record(number, FAQ, str(body.pop("topic", "")), body)
