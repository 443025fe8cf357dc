"""The dialogue engine, as a port: what the gateway needs of Rasa."""

from __future__ import annotations

from typing import Protocol

from helpdesk.models import Draft


class DialogueUnavailable(Exception):
    """The dialogue engine did not answer in time, or not with anything that can be said."""


class Dialogue(Protocol):
    """Understands a message in its conversation and says what to reply."""

    async def reply(self, conversation_id: str, message_id: str, text: str, *, again: bool = False) -> list[Draft]:
        """The replies to ``text``.

        ``again`` says that the message may have been sent before a crash: if the engine has answered it, that answer is
        given. Raises DialogueUnavailable.
        """
        ...

    async def ready(self) -> bool:
        """Whether the engine takes messages now."""
        ...
