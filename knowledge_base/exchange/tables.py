"""FAQ entries as CSV and XLSX, the way spreadsheet programs write and read them."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

from knowledge_base.errors import FileRefused
from knowledge_base.exchange.records import COLUMNS, Record, read_table
from knowledge_base.store.entries import FAQ, StoredEntry

# What a spreadsheet program takes for the beginning of a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# What zipfile, zlib and openpyxl raise over damaged, encrypted or oddly packed files; they have no error of their own for them all.
_BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, IndexError, ValueError, TypeError, AttributeError,
    OSError, EOFError, SyntaxError, ArithmeticError, RuntimeError,
)  # fmt: skip
_MAX_UNPACKED = 50_000_000
_MAX_ROWS = 5_000
_MAX_COLUMNS = 50


def write_csv(entries: Iterable[StoredEntry]) -> bytes:
    """UTF-8 with a mark that Excel needs to see; no cell begins like a formula: it gets a ``'`` in front."""
    text = io.StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in _rows(entries))
    return text.getvalue().encode("utf-8-sig")


def read_csv(content: bytes) -> list[Record]:
    """CSV as Excel or WPS write it: UTF-8, GBK or UTF-16, comma or tab or semicolon.

    Raises FileRefused.
    """
    text = _decoded(content)
    delimiter = max(",\t;", key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return read_table((number, [_as_written(cell) for cell in row]) for number, row in enumerate(rows, 1))
    except csv.Error:
        raise FileRefused(f"文件第 {rows.line_num} 行：引号或分隔符不对，读不下去") from None


def write_xlsx(entries: Iterable[StoredEntry]) -> bytes:
    """One sheet; every cell is text, whatever it begins with."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, cells in enumerate(_rows(entries), 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(row, column, ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type = "s"
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read_xlsx(content: bytes) -> list[Record]:
    """The first sheet. A cell with a formula or an error is refused: what it shows is not what it holds.

    Raises FileRefused.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MAX_UNPACKED:
                raise FileRefused("表格太大")
        book = load_workbook(io.BytesIO(content), read_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=_MAX_ROWS + 1, max_col=_MAX_COLUMNS)
        return read_table((number, [_text(number, cell) for cell in row]) for number, row in enumerate(rows, 1))
    except FileRefused:
        raise
    except _BROKEN:
        raise FileRefused("这不是完好的 .xlsx 文件") from None


def _rows(entries: Iterable[StoredEntry]) -> Iterator[list[str]]:
    yield list(COLUMNS.values())
    for entry in entries:
        if entry.type == FAQ:
            body = {"topic": entry.topic} | entry.body
            yield [_cell(body.get(field)) for field in COLUMNS]


def _cell(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value or "")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def _as_written(cell: str) -> str:
    """Without the ``'`` that ``write_csv`` has put in front."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif content.startswith(codecs.BOM_UTF8) or _mostly_utf8(content):
        encoding = "utf-8-sig"
    else:
        encoding = "gb18030"
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused(f"文件第 {line} 行：文字编码坏了，请用 Excel 另存为“CSV UTF-8”再传") from None


def _mostly_utf8(content: bytes) -> bool:
    """Whether more than half of the bytes beyond ASCII are whole UTF-8 characters; in GBK text hardly any are."""
    beyond = sum(byte > 0x7F for byte in content)
    whole = sum(len(c.encode()) for c in content.decode("utf-8", "ignore") if c > "\x7f")
    return whole * 2 > beyond or not beyond


def _text(number: int, cell: Any) -> str:
    kind, value = getattr(cell, "data_type", "n"), cell.value
    if number > _MAX_ROWS:
        raise FileRefused(f"最多 {_MAX_ROWS} 行")
    if kind in ("f", "e"):
        raise FileRefused(f"第 {number} 行：{cell.coordinate} 格是公式或错误值，请改成文字（复制后“只粘贴值”）")
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(value.date())
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
