"""The consultation sheet of an answer, for the holder of the conversation's token."""

from __future__ import annotations

from fastapi import APIRouter

from actions.sheet import Sheet, make_sheet
from bot.api.access import OwnConversation, RunningParts

router = APIRouter(tags=["conversations"])


@router.get("/conversations/{conversation_id}/messages/{message_id}/sheet")
def sheet(message_id: str, conversation: OwnConversation, parts: RunningParts) -> Sheet:
    """The parts of the sheet; 404 for a message that the conversation does not have, 422 for one that is no answer."""
    return make_sheet(parts.desk, conversation.id, message_id)
