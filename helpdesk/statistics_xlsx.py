"""The monthly figures as a spreadsheet: a sheet for each table, each with its sum and a chart that Excel draws itself."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from helpdesk.statistics import TABLE_NAMES, By, Line, Monthly

_MOST_BARS = 20
_BOLD = Font(bold=True)


def write_xlsx(figures: Monthly) -> bytes:
    """The workbook of a month. Each sheet ends with a sum that Excel computes from the lines above it."""
    book = Workbook()
    overview = book.active
    overview.title = "总数"
    month = f"{figures.month.year}年{figures.month.month}月"
    for row in (
        ("月份", month),
        ("本月登记", figures.total),
        ("上月登记", figures.before),
        ("比上月", figures.total - figures.before),
    ):
        overview.append(row)
    overview.column_dimensions["A"].width = overview.column_dimensions["B"].width = 14
    for by, lines in figures.tables.items():
        _fill(book.create_sheet(TABLE_NAMES[by]), by, lines, month)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(sheet: Worksheet, by: By, lines: tuple[Line, ...], month: str) -> None:
    sheet.append([TABLE_NAMES[by].removeprefix("按"), "本月", "上月", "增减"])
    for number, line in enumerate(lines, 2):
        sheet.append([line.name, line.count, line.before, f"=B{number}-C{number}"])
        sheet.cell(number, 1).data_type = "s"  # a name is text whatever it begins with, never a formula
    last = len(lines) + 1
    sums = [f"=SUM({column}2:{column}{last})" if lines else 0 for column in "BCD"]
    sheet.append(["合计", *sums])
    for cell in (*sheet[1], *sheet[last + 1]):
        cell.font = _BOLD
    sheet.column_dimensions["A"].width = 34
    sheet.freeze_panes = "A2"
    if lines:
        sheet.add_chart(_chart(sheet, by, min(last, _MOST_BARS + 1), month), "F2")


def _chart(sheet: Worksheet, by: By, last: int, month: str) -> BarChart:
    chart = BarChart()
    chart.type, chart.style, chart.width, chart.height = "bar", 10, 22, max(7.5, 0.9 * last)
    chart.title = f"{month}{TABLE_NAMES[by]}"
    chart.x_axis.scaling.orientation = "maxMin"  # the first line on top
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.add_data(Reference(sheet, min_col=2, max_col=3, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    return chart
