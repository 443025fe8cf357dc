"""The Rasa server behind the Dialogue port, over HTTP.

Messages go through Rasa's REST channel, with our message id as metadata. A conversation's session is begun anew every
twenty turns, outside of forms, because each turn costs Rasa more the longer the session is; slots are carried over.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from typing import Any

import aiohttp
from numpy.typing import NDArray

from bot.dialogue import DialogueUnavailable
from helpdesk.models import Draft, Kind

_SESSION_TURNS = 20
_WARM_UP_SECONDS = 60


class RasaDialogue:
    """Dialogue port over a Rasa server."""

    def __init__(
        self,
        base_url: str,
        timeout: float,
        repair: Callable[[str], str] = str,
        vector: Callable[[str], NDArray[Any]] | None = None,
    ) -> None:
        """``timeout`` in seconds bounds each request.

        ``repair`` mends the spelling of words that are said outside of forms: in a form they may be a name. ``vector`` gives
        the sentence vector that Rasa classifies by (see ``SentenceFeaturizer``); without it Rasa makes its own.
        """
        self._base_url, self._timeout = base_url, timeout
        self._http: aiohttp.ClientSession | None = None  # made in the event loop that uses it
        self._repair = repair
        self._vector = vector
        self._turns: dict[str, int] = {}
        self._in_form: set[str] = set()
        self._warm = False

    async def reply(self, conversation_id: str, message_id: str, text: str, *, again: bool = False) -> list[Draft]:
        """See Dialogue."""
        if again and (said := await self._said_before(conversation_id, message_id)):
            return said
        await self._begin_session_if_due(conversation_id)
        metadata = {"message_id": message_id}
        if not text.startswith("/"):  # a slash begins a pressed button
            text, read = await asyncio.to_thread(self._read, text, conversation_id in self._in_form)
            metadata |= read
        body = {"sender": conversation_id, "message": text, "metadata": metadata}
        replies = await self._request("POST", "/webhooks/rest/webhook", json=body)
        drafts = [to_draft(reply["custom"]) for reply in replies if "custom" in reply]
        if not drafts:
            raise DialogueUnavailable("Rasa gave no reply; its log says why")
        return drafts

    def _read(self, text: str, in_form: bool) -> tuple[str, dict[str, str]]:
        """The words as Rasa gets them, and what goes along."""
        text = text if in_form else self._repair(text) or text
        if self._vector is None:
            return text, {}
        return text, {"vector": base64.b64encode(self._vector(text).astype("<f4").tobytes()).decode()}

    async def ready(self) -> bool:
        """See Dialogue; a model that has understood its first message is part of it."""
        try:
            if not self._warm and (await self._request("GET", "/status")).get("model_id"):
                # The first message costs Rasa much more than any other; it should not be a citizen's.
                await self._request("POST", "/model/parse", json={"text": "您好"}, patience=_WARM_UP_SECONDS)
                self._warm = True
            return bool((await self._request("GET", "/status")).get("model_id"))
        except DialogueUnavailable:
            return False

    def note_form(self, conversation_id: str, active: bool) -> None:
        """Told by the action webhook whether the conversation is inside a form."""
        if active:
            self._in_form.add(conversation_id)
        else:
            self._in_form.discard(conversation_id)

    async def close(self) -> None:
        """Give back the connections."""
        if self._http is not None:
            await self._http.close()

    async def _begin_session_if_due(self, conversation_id: str) -> None:
        turns = self._turns.get(conversation_id, 0) + 1
        if turns > _SESSION_TURNS and conversation_id not in self._in_form:
            await self._request(
                "POST", "/webhooks/rest/webhook", json={"sender": conversation_id, "message": "/session_start"}
            )
            turns = 1
        self._turns[conversation_id] = turns

    async def _said_before(self, conversation_id: str, message_id: str) -> list[Draft]:
        """What Rasa answered to this message already, out of its tracker; empty if it did not."""
        tracker = await self._request("GET", f"/conversations/{conversation_id}/tracker")
        said: list[Draft] = []
        ours = False
        for event in tracker.get("events", []):
            if event["event"] == "user":
                ours = (event.get("metadata") or {}).get("message_id") == message_id
                said = [] if ours else said
            elif event["event"] == "bot" and ours and (event.get("data") or {}).get("custom"):
                said.append(to_draft(event["data"]["custom"]))
        return said

    async def _request(self, method: str, path: str, *, json: Any = None, patience: float | None = None) -> Any:
        # aiohttp and not httpx, which the rest of the program uses: it takes a fifth of the processor time, at every turn.
        if self._http is None:
            self._http = aiohttp.ClientSession(self._base_url)
        limit = aiohttp.ClientTimeout(total=patience or self._timeout)
        try:
            async with self._http.request(method, path, json=json, timeout=limit, raise_for_status=True) as answer:
                return await answer.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise DialogueUnavailable(f"{method} {path}: {type(error).__name__}") from error


def to_draft(custom: dict[str, Any]) -> Draft:
    """A custom reply of an action as a Draft."""
    extras = {name: value for name, value in custom.items() if name not in ("kind", "text")}
    return Draft(Kind(custom["kind"]), custom["text"], extras)
