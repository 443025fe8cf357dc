"""Conversations: begin one, send, read, and follow it live."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ConfigDict, Field, model_validator

from actions import cases
from actions.payloads import FIXED_TITLES, UnknownPayload, parse_payload
from bot.api.access import OwnConversation, Parts, RunningParts
from bot.api.messages import TurnView, message_view, turn_view
from bot.events import BotIsWriting, Event, MessageStored, StateChanged
from bot.intake import MAX_LENGTH
from bot.turns import Turn
from helpdesk import conversations
from helpdesk.errors import HelpdeskError
from helpdesk.models import Inbound

router = APIRouter(tags=["conversations"])

_TOKEN_TIMEOUT = 10
_CLOSE_NOT_YOURS = 4404

Seq = Annotated[int, Query(ge=0, lt=2**31)]


class NewConversation(BaseModel):
    """Which kind of client begins it."""

    channel: Literal["web", "kiosk", "api"] = "web"


class Opened(BaseModel):
    """The conversation's id, and the token that opens it; it is shown this once."""

    id: str
    token: str


class Location(BaseModel):
    """A shared point, WGS-84 degrees."""

    lat: float = Field(ge=-90, le=90)
    lng: float = Field(ge=-180, le=180)


class Sent(BaseModel):
    """What a citizen sends: exactly one of words, a button's payload, or a point."""

    model_config = ConfigDict(extra="forbid")

    client_id: UUID
    text: str | None = Field(None, max_length=MAX_LENGTH)
    payload: str | None = Field(None, max_length=64)
    location: Location | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Sent:
        if sum(part is not None for part in (self.text, self.payload, self.location)) != 1:
            raise ValueError("文字、按钮、位置三样里要有一样，也只能有一样")
        if self.text is not None and not self.text.strip():
            raise ValueError("您还没有写字")
        if self.payload is not None:
            try:
                parse_payload(self.payload)
            except UnknownPayload:
                raise ValueError("没有这个按钮") from None
        return self

    def to_inbound(self, title: str) -> Inbound:
        """As the gateway takes it; ``title`` is what the transcript shows for a button."""
        point = (self.location.lat, self.location.lng) if self.location else None
        text = self.text or ("我的位置" if point else title)
        return Inbound(str(self.client_id), text.replace("\x00", ""), self.payload, point)


class CaseView(BaseModel):
    """A case as its citizen sees it; ``state`` is accepted, answered, referred or archived, ``place`` the service place."""

    number: str
    state: str
    topic: str
    place: str
    accepted_at: str


@router.post("/conversations", status_code=201)
def begin(new: NewConversation, parts: RunningParts) -> Opened:
    """Begin a conversation."""
    conversation, token = conversations.open_conversation(parts.desk.db, parts.desk.clock, new.channel)
    return Opened(id=conversation.id, token=token)


@router.post("/conversations/{conversation_id}/messages")
async def send(sent: Sent, conversation: OwnConversation, parts: RunningParts) -> TurnView:
    """Send a message; the answer holds the replies to it. A repeat of ``client_id`` gets the same replies."""
    title = await asyncio.to_thread(_title, parts, conversation.id, sent.payload) if sent.payload else ""
    return turn_view(await parts.gateway.receive(conversation.id, sent.to_inbound(title)))


def _title(parts: Parts, conversation_id: str, payload: str) -> str:
    """What a pressed button said: one of the conversation's, or one that every page has."""
    said = conversations.button_title(parts.desk.db, conversation_id, payload)
    return said or FIXED_TITLES.get(payload, "（按钮）")


@router.get("/conversations/{conversation_id}/messages")
def read(conversation: OwnConversation, parts: RunningParts, after: Seq = 0) -> TurnView:
    """All messages behind ``after``."""
    return turn_view(Turn(conversation.state, conversations.history(parts.desk.db, conversation.id, after)))


@router.get("/conversations/{conversation_id}/cases")
def own_cases(conversation: OwnConversation, parts: RunningParts) -> list[CaseView]:
    """The conversation's cases in the register, the newest first: number, state, topic, place and when it was accepted."""
    return [CaseView(**case) for case in cases.own_cases(parts.desk, conversation.id)]


@router.websocket("/conversations/{conversation_id}/events")
async def follow(socket: WebSocket, conversation_id: str, after: Seq = 0) -> None:
    """Messages as they are stored, first those behind ``after``.

    The token comes in the Authorization header or, since browsers cannot set one, in the first frame:
    ``{"token": "…"}``. Frames with a ``type`` are ``state`` and ``typing``; all others are Messages.
    """
    parts: Parts = socket.app.state.parts
    await socket.accept()
    try:
        token = await _token(socket)
        await asyncio.to_thread(conversations.authorise, parts.desk.db, conversation_id, token)
    except (HelpdeskError, TimeoutError, ValueError, KeyError, TypeError, AttributeError):
        await socket.close(_CLOSE_NOT_YOURS)
        return
    except WebSocketDisconnect:
        return
    forward = asyncio.create_task(_forward(socket, parts, conversation_id, after))
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        pass
    finally:
        forward.cancel()


async def _token(socket: WebSocket) -> str:
    scheme, _, token = socket.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token
    async with asyncio.timeout(_TOKEN_TIMEOUT):
        return str((await socket.receive_json())["token"])


async def _forward(socket: WebSocket, parts: Parts, conversation_id: str, after: int) -> None:
    async with parts.events.listen(conversation_id) as news:
        last = after
        state = (await asyncio.to_thread(conversations.get_conversation, parts.desk.db, conversation_id)).state
        await socket.send_json({"type": "state", "state": state.value})
        for message in await asyncio.to_thread(conversations.history, parts.desk.db, conversation_id, after):
            last = message.seq
            await socket.send_text(message_view(message).model_dump_json())
        while True:
            event = await news.get()
            if not isinstance(event, MessageStored) or event.message.seq > last:
                await socket.send_text(_frame(event))


def _frame(event: Event) -> str:
    match event:
        case MessageStored(message):
            return message_view(message).model_dump_json()
        case StateChanged(_, state):
            return f'{{"type":"state","state":"{state.value}"}}'
        case BotIsWriting():
            return '{"type":"typing"}'
