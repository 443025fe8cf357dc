"""What a Telegram update says to the desk."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType

from bot import intake
from helpdesk.models import Inbound

ALLOWED_UPDATES = ["message", "callback_query"]
"""What Telegram is asked to send: no edited messages, no channel posts."""

MY_LOCATION = "我的位置"
_UNKNOWN_BUTTON = "【按钮】"
_COMMAND = re.compile(r"(/[A-Za-z0-9_]+)(?:@(\w+))?(?=\s|$)(.*)", re.DOTALL)
_NOTES = {
    "photo": "【图片】",
    "voice": "【语音】",
    "audio": "【音频】",
    "video": "【视频】",
    "video_note": "【视频】",
    "animation": "【动图】",
    "sticker": "【表情】",
    "document": "【文件】",
    "paid_media": "【图片】",
    "story": "【其他内容】",
    "poll": "【其他内容】",
    "checklist": "【其他内容】",
    "dice": "【表情】",
    "game": "【其他内容】",
}


@dataclass(frozen=True, slots=True)
class Received:
    """What was said in a private chat."""

    chat_id: int
    inbound: Inbound


def read_update(update: Update) -> Received | None:
    """What the update says in a private chat; None for all else (groups, edits, changes of a chat's settings)."""
    client_id = f"tg-{update.update_id}"
    if update.callback_query is not None:
        return _read_press(client_id, update.callback_query)
    message = update.message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return None
    inbound = _read_message(client_id, message)
    return Received(message.chat.id, inbound) if inbound else None


def group_command(update: Update, username: str) -> int | None:
    """The chat id of a group in which the bot was given a command; commands to ``@another_bot`` are not ours."""
    message = update.message
    if message is None or message.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return None
    found = _COMMAND.fullmatch(message.text or "")
    if not found or (found[2] is not None and found[2].lower() != username.lower()):
        return None
    return message.chat.id


def _read_press(client_id: str, query: CallbackQuery) -> Received | None:
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE or query.data is None:
        return None
    # A message that is too old comes without its keyboard.
    keyboard = message.reply_markup if isinstance(message, Message) else None
    title = _title_of(query.data, keyboard)
    return Received(message.chat.id, Inbound(client_id, title, payload=intake.clean(query.data)))


def _title_of(data: str, keyboard: InlineKeyboardMarkup | None) -> str:
    buttons = [button for row in keyboard.inline_keyboard for button in row] if keyboard else []
    return next((button.text for button in buttons if button.callback_data == data), _UNKNOWN_BUTTON)


def _read_message(client_id: str, message: Message) -> Inbound | None:
    if message.text is not None:
        return _read_text(client_id, message.text)
    if message.location is not None:  # a venue comes with its location
        point = (message.location.latitude, message.location.longitude)
        return Inbound(client_id, MY_LOCATION, location=point)
    if message.contact is not None:
        return Inbound(client_id, intake.clean(message.contact.phone_number))
    kind = next((kind for kind in _NOTES if getattr(message, kind)), None)
    return Inbound(client_id, _note(kind, message), note=True) if kind else None


def _read_text(client_id: str, text: str) -> Inbound:
    """A command counts with whatever follows it: /start carries a link's parameter, and people write "/human 快点"."""
    text = intake.clean(text)
    found = _COMMAND.fullmatch(text)
    if found is None:
        return Inbound(client_id, text)
    return Inbound(client_id, found[1] + found[3], payload=intake.COMMANDS.get(found[1].lower()))


def _note(kind: str, message: Message) -> str:
    note = _NOTES[kind]
    if kind == "document" and message.document is not None and message.document.file_name:
        note = f"【文件：{message.document.file_name}】"
    return intake.clean(note + (message.caption or ""))
