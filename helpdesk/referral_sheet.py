"""The referral sheet (分流衔接单): its fields, and the same as a Word document.

The document's template is ``helpdesk/data/referral.docx``, which ``scripts/make_referral_template.py`` makes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate

from helpdesk.directory import Directory
from helpdesk.errors import NotAllowed
from helpdesk.register_models import REFERRAL_TARGETS, Case, Reader, Referral

TEMPLATE = Path(__file__).parent / "data" / "referral.docx"
UNKNOWN = "（没有留）"


@dataclass(frozen=True, slots=True)
class ReferralSheet:
    """What stands on the sheet, in Chinese and ready to print. Names and numbers are in the clear."""

    number: str
    sheet_number: str
    from_place: str
    office: str
    target: str
    party: str
    phone: str
    other_party: str
    topic: str
    matter: str
    answer: str
    request: str
    adviser: str
    sent_on: str
    due_on: str


def make_sheet(
    directory: Directory, reader: Reader, referral: Referral, case: Case, topic: str, adviser_name: str
) -> ReferralSheet:
    """The sheet of a referral, for the adviser of the case or an admin; ``topic`` is the topic's Chinese name.

    Raises NotAllowed for anybody else: it shows names and numbers.
    """
    if not (reader.is_admin or reader.login == case.adviser):
        raise NotAllowed("分流单上有群众的姓名和电话，只有承办的顾问和管理员能打开")
    place = directory.get(case.place_code)
    return ReferralSheet(
        number=case.number,
        sheet_number=f"{case.number}-转{referral.id}",
        from_place=f"{place.full_name}（{place.title}）",
        office=referral.office,
        target=REFERRAL_TARGETS[referral.target],
        party=case.party or UNKNOWN,
        phone=case.phone or UNKNOWN,
        other_party=case.other_party or UNKNOWN,
        topic=topic,
        matter=case.matter,
        answer=case.answer or "（没有写）",
        request=referral.request,
        adviser=adviser_name,
        sent_on=_day(referral.sent_at),
        due_on=_day(referral.due_on),
    )


def write_docx(sheet: ReferralSheet) -> bytes:
    """The sheet as a Word document. What citizens and advisers wrote is text in it, never markup."""
    document = DocxTemplate(TEMPLATE)
    document.render(asdict(sheet), autoescape=True)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _day(day: date | datetime) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
