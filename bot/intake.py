"""What a citizen's message is, before anyone answers it: unreadable, a wish for a person, or something for the bot."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 2000

COMMANDS = {
    "/start": "help",
    "/help": "help",
    "/book": "book",
    "/my": "my",
    "/human": "human",
    "/privacy": "privacy",
}

# Said on their own, these words mean the buttons of that name.
SPOKEN = {
    "预约": "book",
    "我的预约": "my",
    "找服务室": "find_place",
    "算一算": "calc",
    "帮我算一下": "calc",
    "查一查能不能申请法律援助": "aid",
    "查法律援助": "aid",
    "法律援助先查一查": "aid",
    "打印咨询意见书": "sheet",
    "咨询意见书": "sheet",
    "转人工": "human",
    "人工": "human",
    "人工服务": "human",
    "帮助": "help",
}
_LEAVES_QUEUE = re.compile(
    r"^(算了|不等了|不用等了|不等了嘛|不用了|不找了|不找人工了|取消|退出|不转了|不需要了)[。！!吧]*$"
)
_ENDS_CHAT = re.compile(
    r"^(?:结束(?:咨询|对话|聊天|了)?|不聊了|说完了|没[有得]?别?的?(?:事|问题)了|不用人工了)(?:吧|嘛|哈|，?谢谢)*[。！!]*$"
)
_ASKS_PLACE = re.compile(
    r"(?:还|要|得|需要)+等(?:好|多)(?:久|长)|排(?:到|在)(?:哪|好多|多少|第几)|(?:前面|前头)?还?有(?:好多|多少|几)(?:个)?(?:人|位)|"
    r"(?:好久|多久|啥子?时候|什么时候)(?:才)?(?:轮到|到我|能?有人|来人|接)"
)

_LETTER_OR_NUMBER = re.compile(r"[^\W_]")
_PERSON = re.compile(
    r"转人工|人工(客服|服务|咨询|坐席)|转(接)?(给)?(顾问|律师|真人|工作人员)|(找|要|喊|叫|请)(个|一个|一下|你们的?)?(真人|顾问|人工|工作人员)"
)
_NOT_PERSON = re.compile(r"不(用|要|需要|想)?(转|找)?人工|人工(费|智能|授精|流产|湖|成本)|怎么|咋个|多少钱")


def clean(text: str) -> str:
    """The text without control characters and stray white space; line breaks stay."""
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return "".join(kept).strip()


def has_words(text: str) -> bool:
    """Whether there is a letter, a character or a digit to go by: not for ？？？ and smileys."""
    return bool(_LETTER_OR_NUMBER.search(text))


def wants_person(text: str) -> bool:
    """Whether the citizen plainly asks for a person; Rasa finds the less plain ways."""
    return bool(_PERSON.search(text)) and not _NOT_PERSON.search(text)


def leaves_queue(text: str) -> bool:
    """Whether somebody who waits for a person gives it up."""
    return bool(_LEAVES_QUEUE.match(text))


def ends_chat(text: str) -> bool:
    """Whether somebody who talks with an adviser is done."""
    return bool(_ENDS_CHAT.match(text))


def asks_place(text: str) -> bool:
    """Whether somebody who waits asks for how long still."""
    return len(text) <= 20 and bool(_ASKS_PLACE.search(text))


def button_meant(text: str) -> str | None:
    """The payload that a command or a word on its own stands for."""
    return COMMANDS.get(text.lower()) or SPOKEN.get(text.rstrip("。！!"))


def for_rasa(text: str) -> str:
    """Words as Rasa may read them, which strips white space and takes a text that begins with a slash for an intent."""
    return " ".join(text.split()).lstrip("/ ") or "。"
