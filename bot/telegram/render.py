"""How a Message looks on Telegram: plain text (no markup to break), buttons under it.

Limits are those of https://core.telegram.org/bots/api#sendmessage and #inlinekeyboardbutton.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from actions.views import Json
from bot.telegram.cards import appointment_lines, citation_lines, place_lines
from bot.telegram.documents import Document
from bot.telegram.splitting import split_text
from helpdesk.models import Message, Sender

LONGEST_TITLE = 64
_LOCATION = "location"
_SHEET = "sheet"
_SHARE = "要找离您最近的地方，请点下面的“发送我的位置”；看不到的话，点输入框旁边的附件，选“位置”发给我。"
_SHARE_BUTTON = "发送我的位置"
_PLEASE_CHOOSE = "请选："
# Titles of up to so many characters fit side by side on a narrow phone: (length, buttons in a row).
_ROW_WIDTHS = ((5, 3), (9, 2))


@dataclass(frozen=True, slots=True)
class Part:
    """One message to Telegram: words, or a file."""

    text: str
    markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | None = None
    document: Document | None = None


def render(message: Message, document: Document | None = None) -> list[Part]:
    """The message in as many parts as Telegram needs, the buttons under the last one; empty for an empty message.

    An inline keyboard cannot ask for a location, so a button with the payload ``location`` becomes a part of its own
    with a keyboard that can. A sheet's button says whose sheet is meant, since a chat keeps old buttons. ``document`` comes last.
    """
    buttons = [_with_message(message, button) for button in message.extras.get("buttons") or []]
    inline = [button for button in buttons if button["payload"] != _LOCATION]
    texts = split_text(_whole_text(message))
    if not texts and inline:
        texts = [_PLEASE_CHOOSE]
    parts = [Part(text) for text in texts]
    if inline:
        parts[-1] = Part(parts[-1].text, _inline_keyboard(inline))
    if len(inline) < len(buttons):
        parts.append(Part(_SHARE, _location_keyboard()))
    if document is not None:
        parts.append(Part("", document=document))
    return parts


def _with_message(message: Message, button: Json) -> Json:
    return button | {"payload": f"{_SHEET}:{message.id}"} if button["payload"] == _SHEET else button


def _whole_text(message: Message) -> str:
    text = f"顾问：{message.text}" if message.sender is Sender.ADVISER and message.text.strip() else message.text
    blocks = [text.strip()]
    if place := message.extras.get("place"):
        blocks.append("\n".join(place_lines(place, message.text)))
    if appointment := message.extras.get("appointment"):
        blocks.append("\n".join(appointment_lines(appointment)))
    if citations := message.extras.get("citations"):
        blocks.append("\n".join(citation_lines(citations, message)))
    return "\n\n".join(block for block in blocks if block)


def _inline_keyboard(buttons: Iterable[Json]) -> InlineKeyboardMarkup:
    rows: list[list[InlineKeyboardButton]] = []
    width = 0
    for button in buttons:
        title = _short_title(button["title"])
        side_by_side = next((count for length, count in _ROW_WIDTHS if len(title) <= length), 1)
        if not rows or len(rows[-1]) >= min(width, side_by_side):
            rows.append([])
            width = side_by_side
        width = min(width, side_by_side)
        rows[-1].append(InlineKeyboardButton(title, callback_data=button["payload"]))
    return InlineKeyboardMarkup(rows)


def _short_title(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _location_keyboard() -> ReplyKeyboardMarkup:
    button = KeyboardButton(_SHARE_BUTTON, request_location=True)
    return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
