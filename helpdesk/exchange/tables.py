"""Places and people as CSV and XLSX, the way spreadsheet programs write and read them."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

from helpdesk.errors import FileRefused
from helpdesk.exchange.columns import PEOPLE_COLUMNS, PLACE_COLUMNS, READ_ONLY, Line, Sheets, fields_of

# What a spreadsheet program takes for the beginning of a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_MAX_UNPACKED = 50_000_000
_MAX_ROWS = 20_000
_MAX_COLUMNS = 60
# What zipfile, zlib and openpyxl raise over damaged, encrypted or oddly packed files; they have no error of their own for them all.
_BROKEN = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, IndexError, ValueError, TypeError, AttributeError,
    OSError, EOFError, SyntaxError, ArithmeticError, RuntimeError,
)  # fmt: skip

_Row = tuple[int, list[str]]


def write_csv(sheets: Sheets) -> bytes:
    """The places: UTF-8 with a mark that Excel needs to see; a cell that begins like a formula gets a ``'`` in front."""
    return _csv(_place_rows(sheets))


def write_people_csv(sheets: Sheets) -> bytes:
    """The people, in the same way."""
    return _csv(_rows(sheets.people, PEOPLE_COLUMNS))


def read_csv(content: bytes) -> Sheets:
    """Places, or people when there is a column 姓名, as Excel or WPS write CSV: UTF-8, GBK or UTF-16; comma, tab or semicolon.

    Raises FileRefused.
    """
    text = _decoded(content)
    delimiter = max(",\t;", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [(number, [_as_written(cell) for cell in row]) for number, row in enumerate(reader, 1)]
    except csv.Error:
        raise FileRefused(f"文件第 {reader.line_num} 行：引号或分隔符不对，读不下去") from None
    people = bool(rows) and not {"姓名", "person"}.isdisjoint(rows[0][1])
    return Sheets((), _lines(rows, PEOPLE_COLUMNS)) if people else Sheets(_lines(rows, PLACE_COLUMNS), ())


def write_xlsx(sheets: Sheets) -> bytes:
    """Two sheets, 服务点 and 人员; every cell is text, whatever it begins with."""
    book = Workbook()
    _fill(book.active, "服务点", _place_rows(sheets))
    _fill(book.create_sheet(), "人员", _rows(sheets.people, PEOPLE_COLUMNS))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read_xlsx(content: bytes) -> Sheets:
    """The first sheet as places, and 人员, if there is one, as people. A formula is refused: what it shows is not what it holds.

    Raises FileRefused.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MAX_UNPACKED:
                raise FileRefused("表格太大")
        book = load_workbook(io.BytesIO(content), read_only=True)
        first, people = book.worksheets[0], next((s for s in book.worksheets[1:] if s.title == "人员"), None)
        return Sheets(
            _lines(_read(first), PLACE_COLUMNS), _lines(_read(people), PEOPLE_COLUMNS, "人员") if people else ()
        )
    except FileRefused:
        raise
    except _BROKEN:
        raise FileRefused("这不是完好的 .xlsx 文件") from None


def _lines(rows: Iterable[_Row], columns: Mapping[str, tuple[str, ...]], sheet: str = "") -> list[Line]:
    found = iter(rows)
    _, headers = next(found, (1, []))
    fields = fields_of(headers, columns)
    unknown = [
        h.strip()
        for h, field in zip(headers, fields, strict=True)
        if field is None and h.strip() and h.strip() not in READ_ONLY
    ]
    if unknown:
        raise FileRefused(f"{sheet}第 1 行：不认识的列：{'、'.join(unknown)}")
    known = [field for field in fields if field]
    if "code" not in known or len(set(known)) != len(known):
        raise FileRefused(f"{sheet}第 1 行：要有一列“代码”，每列只能有一次")
    lines = []
    for number, cells in found:
        if any(cell.strip() for cell in cells[len(fields) :]):
            raise FileRefused(f"{sheet}第 {number} 行：格子比列多，是不是有逗号没有放在引号里")
        padded = [*cells, *[""] * (len(fields) - len(cells))]
        values = {field: cell.strip() for field, cell in zip(fields, padded, strict=False) if field}
        if any(values.values()):
            lines.append(Line(number, values))
    return lines


def _place_rows(sheets: Sheets) -> Iterator[list[str]]:
    rows = _rows(sheets.places, PLACE_COLUMNS)
    yield [*next(rows), *READ_ONLY[:2]]
    for row in rows:
        yield [*row, *sheets.confirmed.get(row[0], ("", ""))]


def _rows(lines: Sequence[Line], columns: Mapping[str, tuple[str, ...]]) -> Iterator[list[str]]:
    yield [names[0] for names in columns.values()]
    for line in lines:
        yield [line.cells.get(field, "") for field in columns]


def _csv(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _fill(sheet: Any, title: str, rows: Iterable[list[str]]) -> None:
    sheet.title = title
    for row, cells in enumerate(rows, 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(row, column, ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type = "s"
    sheet.freeze_panes = "A2"


def _read(sheet: Any) -> Iterator[_Row]:
    for number, row in enumerate(sheet.iter_rows(max_row=_MAX_ROWS + 1, max_col=_MAX_COLUMNS), 1):
        if number > _MAX_ROWS:
            raise FileRefused(f"最多 {_MAX_ROWS} 行；更多请分几个文件，或者用命令行导入 CSV")
        yield number, [_text(number, cell) for cell in row]


def _text(number: int, cell: Any) -> str:
    kind, value = getattr(cell, "data_type", "n"), cell.value
    if kind in ("f", "e"):
        raise FileRefused(f"第 {number} 行：{cell.coordinate} 格是公式或错误值，请改成文字（复制后“只粘贴值”）")
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def _as_written(cell: str) -> str:
    """Without the ``'`` that ``_harmless`` has put in front."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell


def _decoded(content: bytes) -> str:
    """UTF-16 by its mark, UTF-8 when it is that, else GBK, which Excel in China saves."""
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("文字编码看不明白，请用 Excel 另存为“CSV UTF-8”再传")
