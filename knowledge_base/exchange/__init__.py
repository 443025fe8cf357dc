"""Entries in and out as files: CSV and XLSX for FAQ entries, YAML for guides too.

``tables`` and ``documents`` read and write the formats, ``imports`` says what a file would change and makes drafts of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath

from knowledge_base.errors import FileRefused
from knowledge_base.exchange.documents import read_yaml, write_yaml
from knowledge_base.exchange.imports import Plan, make_drafts, plan_import
from knowledge_base.exchange.records import Record
from knowledge_base.exchange.tables import read_csv, read_xlsx, write_csv, write_xlsx
from knowledge_base.store.entries import StoredEntry

__all__ = ["FORMATS", "MAX_BYTES", "Plan", "make_drafts", "plan_import", "read_file", "write_file"]

FORMATS = ("csv", "xlsx", "yml")
MAX_BYTES = 5_000_000

_READERS: dict[str, Callable[[bytes], list[Record]]] = {
    "csv": read_csv, "xlsx": read_xlsx, "yml": read_yaml, "yaml": read_yaml,
}  # fmt: skip
_WRITERS: dict[str, Callable[[Iterable[StoredEntry]], bytes]] = {
    "csv": write_csv, "xlsx": write_xlsx, "yml": write_yaml,
}  # fmt: skip


def read_file(name: str, content: bytes) -> list[Record]:
    """The entries of a file, its format known by the ending of its name.

    Raises FileRefused for any other format, too large a file, or one that cannot be read.
    """
    reader = _READERS.get(PurePath(name).suffix.lstrip(".").lower())
    if reader is None:
        raise FileRefused("只认 .csv、.xlsx、.yml 文件；旧的 .xls 请先另存为 .xlsx")
    if len(content) > MAX_BYTES:
        raise FileRefused(f"文件太大，最多 {MAX_BYTES // 1_000_000} MB")
    records = reader(content)
    if not records:
        raise FileRefused("文件里一条内容也没有")
    return records


def write_file(file_format: str, entries: Iterable[StoredEntry]) -> bytes:
    """The entries as a file; CSV and XLSX hold the FAQ entries among them, YAML the guides too.

    Raises FileRefused for any other format.
    """
    writer = _WRITERS.get(file_format)
    if writer is None:
        raise FileRefused("只能导出 .csv、.xlsx、.yml 文件")
    return writer(entries)
