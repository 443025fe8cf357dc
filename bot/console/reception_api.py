"""The reception over plain HTTP, for programs that stand in for an adviser: the same session cookie, JSON in and out.

``POST /console/api/duty {"on": true}`` · ``GET /console/api/handoffs`` · ``POST /console/api/handoffs/{id}/claim`` ·
``GET`` and ``POST /console/api/handoffs/{id}/messages`` ·
``GET /console/api/handoffs/{id}/messages/{message_id}/sheet`` · ``POST /console/api/handoffs/{id}/close``
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Depends
from pydantic import BaseModel, ConfigDict

from actions.desk import Desk
from actions.sheet import Sheet
from bot.api.messages import MessageView, message_view
from bot.console.chats import LAST_WORDS, read_chat, read_sheet
from bot.console.guard import PREFIX
from bot.console.sessions import SESSION_COOKIE
from bot.console.visit import Console
from bot.events import MessageStored, StateChanged
from helpdesk import chats, handoffs
from helpdesk.advisers import get_adviser, set_duty
from helpdesk.conflicts import conflicts_of
from helpdesk.errors import NotAllowed, Refused
from helpdesk.masking import other_party_in
from helpdesk.models import Adviser, ConversationState, HandoffState, Message

SHEET_PAGE = f"{PREFIX}/sheet/{{handoff_id}}/{{message_id}}"
"""The page that shows a sheet to the adviser who has claimed the chat; it fetches the parts over the route below."""


class Duty(BaseModel):
    """Whether the adviser takes chats."""

    model_config = ConfigDict(extra="forbid")

    on: bool


class Said(BaseModel):
    """An adviser's words."""

    model_config = ConfigDict(extra="forbid")

    text: str


def _in_conflict(desk: Desk, handoff_id: int, login: str) -> bool:
    words = handoffs.get_handoff(desk.db, handoff_id).known.get(LAST_WORDS, "")
    return bool(conflicts_of(desk.db, handoff_id, login, other_party_in(words)))


def reception_router(console: Console) -> APIRouter:
    """The routes over the running parts."""
    router = APIRouter(prefix=f"{PREFIX}/api", include_in_schema=False)
    desk = console.desk

    def signed_in(cookie: Annotated[str, Cookie(alias=SESSION_COOKIE)] = "") -> Adviser:
        session = console.sessions.read(cookie)
        if session is None:
            raise NotAllowed("请先登录")
        return get_adviser(desk.db, session.login)

    me = Depends(signed_in)

    def tell(message: Message, state: ConversationState) -> None:
        console.events.publish(StateChanged(message.conversation_id, state))
        console.events.publish(MessageStored(message))

    @router.post("/duty", status_code=204)
    async def _duty(duty: Duty, adviser: Adviser = me) -> None:
        await asyncio.to_thread(set_duty, desk.db, desk.clock, adviser.login, duty.on)

    @router.get("/handoffs")
    async def _queue(adviser: Adviser = me) -> list[dict[str, Any]]:
        return [
            {"id": h.id, "state": h.state.value, "reason": h.reason, "urgent": h.urgent, "known": h.known}
            for h in await asyncio.to_thread(handoffs.list_open_handoffs, desk.db)
            if h.state is not HandoffState.CLAIMED or h.claimed_by == adviser.login
        ]

    @router.post("/handoffs/{handoff_id}/claim")
    async def _claim(handoff_id: int, despite_conflict: bool = False, adviser: Adviser = me) -> MessageView:
        if not despite_conflict and await asyncio.to_thread(_in_conflict, desk, handoff_id, adviser.login):
            raise Refused(
                "可能有利益冲突：对方是您或您的服务点正在帮的人。看过以后还要接待，请带上 despite_conflict=true"
            )
        said = await asyncio.to_thread(
            chats.claim_handoff, desk.db, desk.clock, handoff_id, adviser.login, adviser.name
        )
        tell(said, ConversationState.WITH_ADVISER)
        return message_view(said)

    @router.get("/handoffs/{handoff_id}/messages")
    async def _read(handoff_id: int, after: int = 0, adviser: Adviser = me) -> list[MessageView]:
        return [message_view(m) for m in await asyncio.to_thread(read_chat, desk, handoff_id, adviser.login, after)]

    @router.get("/handoffs/{handoff_id}/messages/{message_id}/sheet")
    async def _sheet(handoff_id: int, message_id: str, adviser: Adviser = me) -> Sheet:
        return await asyncio.to_thread(read_sheet, desk, handoff_id, adviser.login, message_id)

    @router.post("/handoffs/{handoff_id}/messages")
    async def _write(handoff_id: int, words: Said, adviser: Adviser = me) -> MessageView:
        said = await asyncio.to_thread(
            chats.write_as_adviser, desk.db, desk.clock, handoff_id, adviser.login, words.text
        )
        tell(said, ConversationState.WITH_ADVISER)
        return message_view(said)

    @router.post("/handoffs/{handoff_id}/close")
    async def _close(handoff_id: int, adviser: Adviser = me) -> MessageView:
        said = await asyncio.to_thread(chats.close_handoff, desk.db, desk.clock, handoff_id, adviser.login)
        tell(said, ConversationState.BOT)
        return message_view(said)

    return router
