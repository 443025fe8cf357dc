"""The Word template of the referral sheet, ``helpdesk/data/referral.docx``: ``make referral-template``.

A4, one page: a heading, the fields in a table, the words in full below, and the other office's receipt to cut off.
"""

from __future__ import annotations

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell

from helpdesk.referral_sheet import TEMPLATE

_FIELDS = (
    (("编号", "{{ sheet_number }}"), ("送出日期", "{{ sent_on }}")),
    (("转给", "{{ office }}"), ("类别", "{{ target }}")),
    (("来自", "{{ from_place }}"), ("请在此日前答复", "{{ due_on }}")),
    (("群众姓名", "{{ party }}"), ("电话", "{{ phone }}")),
    (("对方", "{{ other_party }}"), ("事项", "{{ topic }}")),
)
_WORDS = (("情况", "{{ matter }}"), ("已经答复的", "{{ answer }}"), ("请贵单位办理", "{{ request }}"))


def main() -> None:
    """Write the template."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    _heading(document, "公共法律服务分流衔接单", 18)
    _table(document)
    document.add_paragraph()
    document.add_paragraph("承办人：{{ adviser }}（签名）　　　　　　　　　服务点（盖章）：")
    document.add_paragraph("…" * 42)
    _heading(document, "回　执", 14)
    document.add_paragraph("编号 {{ sheet_number }} 的分流衔接单收到了。　□ 接收　　□ 退回，因为：")
    document.add_paragraph("接收单位（盖章）：　　　　　　　　经办人：　　　　　　　　　年　　月　　日")
    document.core_properties.author, document.core_properties.title = "Cunfatong", "公共法律服务分流衔接单"
    document.save(str(TEMPLATE))


def _heading(document: DocumentType, words: str, points: int) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(words)
    run.bold, run.font.size = True, Pt(points)


def _table(document: DocumentType) -> None:
    table = document.add_table(rows=0, cols=4, style="Table Grid")
    for fields in _FIELDS:
        cells = table.add_row().cells
        for number, (name, value) in enumerate(fields):
            _label(cells[2 * number], name)
            cells[2 * number + 1].text = value
    for name, value in _WORDS:
        cells = table.add_row().cells
        _label(cells[0], name)
        cells[1].merge(cells[3]).text = value
    for row in table.rows:
        for cell, width in zip(row.cells, (2.6, 5.7, 2.8, 5.5), strict=False):
            cell.width = Cm(width)


def _label(cell: _Cell, words: str) -> None:
    cell.paragraphs[0].add_run(words).bold = True


if __name__ == "__main__":
    main()
