"""What the API's routes are given: the running parts, and the conversation that a bearer token opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from actions.desk import Desk
from bot.dialogue import Dialogue
from bot.events import EventBus
from bot.gateway import Gateway
from bot.signed_links import SignedLinks
from helpdesk import conversations
from helpdesk.errors import NotFound
from helpdesk.models import Conversation


@dataclass(frozen=True, slots=True)
class Parts:
    """The running parts that the routes use."""

    desk: Desk
    gateway: Gateway
    dialogue: Dialogue
    events: EventBus
    links: SignedLinks
    public_url: str | None = None


async def parts_of(request: Request) -> Parts:
    """The parts that ``bot.bootstrap`` put into the app."""
    parts: Parts = request.app.state.parts
    return parts


RunningParts = Annotated[Parts, Depends(parts_of)]


async def bearer_token(authorization: Annotated[str, Header()] = "") -> str:
    """The token of the Authorization header; empty when there is none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


BearerToken = Annotated[str, Depends(bearer_token)]


def own_conversation(conversation_id: str, parts: RunningParts, token: BearerToken) -> Conversation:
    """The conversation in the path, if the token opens it.

    Raises NotFound, the same for a wrong token as for no such conversation.
    """
    return conversations.authorise(parts.desk.db, conversation_id, token)


OwnConversation = Annotated[Conversation, Depends(own_conversation)]


def conversation_of_token(parts: RunningParts, token: BearerToken) -> Conversation:
    """The conversation that the token belongs to, for routes that do not name it.

    Raises NotFound.
    """
    if not token:
        raise NotFound("请先开始一次咨询")
    return conversations.conversation_of_token(parts.desk.db, token)


TokenConversation = Annotated[Conversation, Depends(conversation_of_token)]
