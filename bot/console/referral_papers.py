"""The referral sheet on paper: a page to print and a Word file, for the adviser of the case and for admins.

``GET /console/api/referrals/{id}/sheet`` · ``GET /console/api/referrals/{id}/sheet.docx``
"""

from __future__ import annotations

from html import escape
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Cookie, Depends
from fastapi.responses import HTMLResponse, Response

from actions.cases import name_of_topic
from bot.console.guard import PREFIX, STATIC_PATH
from bot.console.sessions import SESSION_COOKIE
from bot.console.visit import Console
from helpdesk.advisers import get_adviser, list_advisers
from helpdesk.errors import NotAllowed
from helpdesk.models import Adviser, Role
from helpdesk.referral_sheet import ReferralSheet, make_sheet, write_docx
from helpdesk.referrals import get_referral
from helpdesk.register_models import Reader

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FIELDS = (
    ("编号", "sheet_number"), ("送出日期", "sent_on"), ("转给", "office"), ("类别", "target"), ("来自", "from_place"),
    ("请在此日前答复", "due_on"), ("群众姓名", "party"), ("电话", "phone"), ("对方", "other_party"), ("事项", "topic"),
    ("情况", "matter"), ("已经答复的", "answer"), ("请贵单位办理", "request"),
)  # fmt: skip


def referral_router(console: Console) -> APIRouter:
    """The two routes over the running parts."""
    router = APIRouter(prefix=f"{PREFIX}/api/referrals", include_in_schema=False)
    desk = console.desk

    def signed_in(cookie: Annotated[str, Cookie(alias=SESSION_COOKIE)] = "") -> Adviser:
        session = console.sessions.read(cookie)
        if session is None or not console.sessions.is_valid(session):
            raise NotAllowed("请先登录")
        return get_adviser(desk.db, session.login)

    me_now = Depends(signed_in)

    def sheet_of(referral_id: int, me: Adviser = me_now) -> ReferralSheet:
        reader = Reader(me.login, me.role is Role.ADMIN, me.skills.places)
        referral, case = get_referral(desk.db, reader, referral_id)
        names = {adviser.login: adviser.name for adviser in list_advisers(desk.db)}
        name = names.get(case.adviser or referral.sent_by, "")
        return make_sheet(desk.directory, reader, referral, case, name_of_topic(case.topic), name)

    asked = Depends(sheet_of)

    @router.get("/{referral_id}/sheet")
    def _page(sheet: ReferralSheet = asked) -> HTMLResponse:
        return HTMLResponse(_html(sheet), headers={"Cache-Control": "no-store"})

    @router.get("/{referral_id}/sheet.docx")
    def _file(sheet: ReferralSheet = asked) -> Response:
        name = quote(f"分流衔接单{sheet.sheet_number}.docx")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
        return Response(write_docx(sheet), media_type=_DOCX, headers=headers)

    return router


def _html(sheet: ReferralSheet) -> str:
    rows = "".join(f"<tr><th>{name}<td>{escape(getattr(sheet, field))}" for name, field in _FIELDS)
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>分流衔接单</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{STATIC_PATH}/paper.css"><main><h1>公共法律服务分流衔接单</h1><table>{rows}</table>'
        f"<p>承办人：{escape(sheet.adviser)}（签名）　　　　服务点（盖章）：</p><hr><h2>回　执</h2>"
        f"<p>编号 {escape(sheet.sheet_number)} 的分流衔接单收到了。　□ 接收　　□ 退回，因为：</p>"
        "<p>接收单位（盖章）：　　　　　　经办人：　　　　　　　年　　月　　日</p></main></html>"
    )
