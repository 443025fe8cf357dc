"""Coverage as a spreadsheet: a line a county with sums, and every village that lacks something."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from helpdesk.coverage import GAP_NAMES, CountyCoverage, Gap

_BOLD = Font(bold=True)


def write_coverage(counties: Sequence[CountyCoverage]) -> bytes:
    """The workbook. The sums are formulas over the lines above them."""
    book = Workbook()
    _counties(book.active, counties)
    _villages(book.create_sheet("缺什么的村"), counties)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _counties(sheet: Worksheet, counties: Sequence[CountyCoverage]) -> None:
    sheet.title = "各县情况"
    sheet.append(["县（市、区）", "村（社区）", *GAP_NAMES.values(), "清单达标", "清单看过", "清单总项"])
    for one in counties:
        lacking = [len(one.lacking[gap]) for gap in Gap]
        sheet.append([one.county.name, len(one.villages), *lacking, one.score.met, one.score.looked, one.score.items])
    last = len(counties) + 1
    sheet.append(["合计", *(f"=SUM({column}2:{column}{last})" if counties else 0 for column in "BCDEFGHI")])
    for cell in (*sheet[1], *sheet[last + 1]):
        cell.font = _BOLD
    for column in "ABCDEFGHI":
        sheet.column_dimensions[column].width = 18
    sheet.freeze_panes = "B2"


def _villages(sheet: Worksheet, counties: Sequence[CountyCoverage]) -> None:
    sheet.append(["代码", "县（市、区）", "乡镇（街道）", "村（社区）", *GAP_NAMES.values()])
    for one in counties:
        lacking = {gap: {village.code for village in one.lacking[gap]} for gap in Gap}
        for village in one.villages:
            marks = ["缺" if village.code in lacking[gap] else "" for gap in Gap]
            if any(marks):
                sheet.append([village.code, *village.parents[-2:], village.name, *marks])
                for cell in sheet[sheet.max_row][:4]:
                    cell.data_type = "s"  # a name is text whatever it begins with, never a formula
    for cell in sheet[1]:
        cell.font = _BOLD
    for column in "ABCD":
        sheet.column_dimensions[column].width = 18
    sheet.freeze_panes = "A2"
