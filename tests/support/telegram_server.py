"""A stand-in for Telegram's Bot API: a real HTTP server on loopback, with its own thread.

It speaks the methods that the channel uses as https://core.telegram.org/bots/api documents them, refuses what Telegram
refuses, and can be told to misbehave. Give ``api_base`` and ``TOKEN`` to the channel.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from aiohttp import web

Json = dict[str, Any]

TOKEN = "700000001:AAE-stand-in-for-a-bot-token-000001"
USERNAME = "cunfatong_bot"
_WORDS = frozenset({"text", "url", "secret_token", "callback_query_id", "action"})


class ApiError(Exception):
    """What Telegram answers instead of a result."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.body: Json = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


@dataclass(frozen=True)
class Sent:
    """A message that was taken for a chat; one with a ``file`` has its name as ``text``."""

    message_id: int
    chat_id: int
    text: str
    markup: Json
    file: bytes = b""

    @property
    def buttons(self) -> dict[str, str]:
        """Callback data of the inline buttons by their titles."""
        return {b["text"]: b["callback_data"] for row in self.markup.get("inline_keyboard", []) for b in row}


@dataclass(frozen=True)
class Fault:
    """A way to treat the next ``sendMessage`` (to one chat, with some words in it, or any): an error, or a connection
    that breaks in the middle of the reply, before or after the message was taken."""

    chat_id: int | None = None
    words: str = ""
    error: ApiError | None = None
    taken: bool = False


class TelegramServer:
    """Telegram as the bot sees it; methods may be called from any thread."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, Json]] = []
        self.commands: list[Json] = []
        self.webhook: Json = {}
        self.answered_queries: set[str] = set()
        self.blocked: set[int] = set()
        self._chats: dict[int, Json] = {}
        self._queries: set[str] = set()
        self._waiting: list[Json] = []
        self._again: list[Json] = []
        self._faults: deque[Fault] = deque()
        self._ids = itertools.count(100)
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._stopped: asyncio.Event = asyncio.Event()
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._serve()), daemon=True)
        self.api_base = ""

    def __enter__(self) -> TelegramServer:
        self._thread.start()
        if not self._started.wait(10):
            raise RuntimeError("the stand-in did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)
        self._loop.close()

    # What people do

    def write(self, chat_id: int, text: str) -> Json:
        """Somebody writes words in their private chat; gives the update."""
        return self.send(chat_id, text=text)

    def send(self, chat_id: int, **content: Any) -> Json:
        """Somebody sends a message with this content; a negative ``chat_id`` is a group."""
        return self.push({"message": self._message(chat_id, content)})

    def press(self, sent: Sent, title: str) -> Json:
        """Somebody presses a button under a message."""
        query_id = str(next(self._ids))
        self._queries.add(query_id)
        message = self._message(sent.chat_id, {"text": sent.text, "reply_markup": sent.markup})
        query = {"id": query_id, "from": message["from"], "chat_instance": "1", "data": sent.buttons[title]}
        return self.push({"callback_query": query | {"message": message | {"message_id": sent.message_id}}})

    def push(self, update: Json) -> Json:
        """Bring an update; gives it with its ``update_id``."""
        update = {"update_id": next(self._ids)} | update
        with self._lock:
            self._waiting.append(update)
        return update

    def make(self, chat_id: int, **content: Any) -> Json:
        """An update that is not brought to anybody: for webhooks."""
        return {"update_id": next(self._ids), "message": self._message(chat_id, content)}

    # What goes wrong

    def push_again(self, update: Json) -> None:
        """Bring an update once more, although it was confirmed."""
        with self._lock:
            self._again.append(update)

    def limit_next(self, retry_after: int, chat_id: int | None = None, words: str = "") -> None:
        """The next message (to this chat, with these words) is answered with 429."""
        error = ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
        self._faults.append(Fault(chat_id, words, error))

    def fail_next(self, code: int, description: str) -> None:
        """The next message is answered with this error."""
        self._faults.append(Fault(error=ApiError(code, description)))

    def drop_next(self, *, taken: bool) -> None:
        """The connection breaks in the middle of the reply to the next message."""
        self._faults.append(Fault(taken=taken))

    # What can be seen

    def texts(self, chat_id: int) -> list[str]:
        """What was taken for a chat, in order."""
        return [sent.text for sent in self.sent if sent.chat_id == chat_id]

    def attempts(self, chat_id: int) -> int:
        """How many times a message to this chat was sent, taken or not."""
        return sum(method == "sendmessage" and params["chat_id"] == chat_id for method, params in self.calls)

    def unconfirmed(self) -> list[int]:
        """The ids of updates that the bot has not confirmed by a higher offset."""
        with self._lock:
            return [update["update_id"] for update in self._waiting]

    # The server

    async def _serve(self) -> None:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._call)
        # A long poll whose client is gone ends with it.
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.api_base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self._started.set()
        await self._stopped.wait()
        await runner.cleanup()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()  # names are not case-sensitive
        params = {name: _value(name, value) for name, value in (await request.post()).items()}
        self.calls.append((method, params))
        try:
            if request.match_info["token"] != TOKEN:
                raise ApiError(401, "Unauthorized")
            handler: Callable[[Json], Any] | None = getattr(self, f"_on_{method}", None)
            if handler is None:
                raise ApiError(404, "Not Found")
            fault = self._fault_for(params) if method == "sendmessage" else None
            if fault is not None and fault.error is not None:
                raise fault.error
            if fault is not None:
                return await _break_off(request, handler(params) if fault.taken else {})
            result = await self._on_getupdates(params) if method == "getupdates" else handler(params)
            return web.json_response({"ok": True, "result": result})
        except ApiError as error:
            return web.json_response(error.body, status=error.code)

    def _fault_for(self, params: Json) -> Fault | None:
        for fault in self._faults:
            if fault.chat_id in (None, params.get("chat_id")) and fault.words in str(params.get("text")):
                self._faults.remove(fault)
                return fault
        return None

    def _message(self, chat_id: int, content: Json) -> Json:
        person = {"id": abs(chat_id), "is_bot": False, "first_name": "张三"}
        chat = {"id": chat_id, "type": "private", "first_name": "张三"}
        if chat_id < 0:
            chat = {"id": chat_id, "type": "supergroup", "title": "铁炉村"}
        self._chats[chat_id] = chat
        return {"message_id": next(self._ids), "date": int(time.time()), "chat": chat, "from": person} | content

    def _on_getme(self, params: Json) -> Json:
        return {"id": 700000001, "is_bot": True, "first_name": "村法通", "username": USERNAME}

    async def _on_getupdates(self, params: Json) -> list[Json]:
        """An update is confirmed, and forgotten, as soon as this is called with an offset higher than its id."""
        if self.webhook.get("url"):
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, deadline = params.get("offset", 0), time.monotonic() + params.get("timeout", 0)
        while True:
            with self._lock:
                self._waiting = [update for update in self._waiting if update["update_id"] >= offset]
                ready = self._again + sorted(self._waiting, key=lambda update: int(update["update_id"]))
                self._again = []
            if ready or time.monotonic() >= deadline:
                return ready
            await asyncio.sleep(0.02)

    def _on_sendmessage(self, params: Json) -> Json:
        chat_id, text, markup = params["chat_id"], str(params.get("text", "")), params.get("reply_markup") or {}
        self._check_chat(chat_id)
        if not text.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if len(text) > 4096:
            raise ApiError(400, "Bad Request: message is too long")
        _check_markup(markup)
        sent = Sent(next(self._ids), chat_id, text, markup)
        self.sent.append(sent)
        message = {"message_id": sent.message_id, "date": int(time.time()), "chat": self._chats[chat_id], "text": text}
        return message | ({"reply_markup": markup} if "inline_keyboard" in markup else {})

    def _on_senddocument(self, params: Json) -> Json:
        chat_id, (name, content) = params["chat_id"], params["document"]
        self._check_chat(chat_id)
        if not content:
            raise ApiError(400, "Bad Request: file must be non-empty")
        sent = Sent(next(self._ids), chat_id, name, {}, content)
        self.sent.append(sent)
        file = {"file_id": f"f{sent.message_id}", "file_unique_id": f"u{sent.message_id}", "file_name": name}
        return {"message_id": sent.message_id, "date": int(time.time()), "chat": self._chats[chat_id], "document": file}

    def _check_chat(self, chat_id: int) -> None:
        if chat_id not in self._chats:
            raise ApiError(400, "Bad Request: chat not found")
        if chat_id in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")

    def _on_sendchataction(self, params: Json) -> bool:
        self._check_chat(params["chat_id"])
        return True

    def _on_answercallbackquery(self, params: Json) -> bool:
        query_id = str(params["callback_query_id"])
        if query_id not in self._queries:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answered_queries.add(query_id)
        return True

    def _on_setmycommands(self, params: Json) -> bool:
        for command in params["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands = params["commands"]
        return True

    def _on_setwebhook(self, params: Json) -> bool:
        if not str(params["url"]).startswith("https://"):
            raise ApiError(400, "Bad Request: bad webhook: HTTPS url must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", str(params.get("secret_token", "none"))):
            raise ApiError(400, "Bad Request: secret token contains unallowed characters")
        self._forget_if_asked(params)
        self.webhook = params
        return True

    def _on_deletewebhook(self, params: Json) -> bool:
        self._forget_if_asked(params)
        self.webhook = {}
        return True

    def _forget_if_asked(self, params: Json) -> None:
        if params.get("drop_pending_updates"):
            with self._lock:
                self._waiting.clear()


def _value(name: str, field: str | bytes | bytearray | web.FileField) -> Any:
    """A form field: words as they are, a file as its name and content, all else as JSON."""
    if isinstance(field, web.FileField):
        return field.filename, field.file.read()
    written = str(field)
    return written if name in _WORDS else json.loads(written)


def _check_markup(markup: Json) -> None:
    buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
    if len(buttons) > 100:
        raise ApiError(400, "Bad Request: reply markup is too long")
    for button in buttons:
        if set(button) != {"text", "callback_data"} or not button["text"]:
            raise ApiError(400, "Bad Request: can't parse inline keyboard button")
        if not 1 <= len(str(button["callback_data"]).encode()) <= 64:
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")


async def _break_off(request: web.Request, result: Json) -> web.StreamResponse:
    """Send half a reply and cut the connection."""
    body = json.dumps({"ok": True, "result": result}).encode()
    response = web.StreamResponse(headers={"Content-Length": str(len(body)), "Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.abort()
    return response
