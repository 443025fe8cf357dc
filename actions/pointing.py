"""Words that point at a button instead of pressing it: 第二个, 下面那个, 都不是, 刚才那个, 再说一遍, or the words of its title.

What was offered stands in the stored messages, so pointing works inside forms, after a restart and without Rasa.
"""

from __future__ import annotations

import re

from actions.payloads import Payload, parse_payload
from actions.views import Json
from helpdesk.models import Draft, Kind, Message

# Buttons that stand in a list to choose from, by what the list is of; the others (转人工, 换一天) are beside it.
_LISTS = {"faq": "entry", "guide": "entry", "narrow": "entry", "place": "place", "tier": "place"} | {
    verb: verb for verb in ("day", "slot", "answer", "calc", "change", "cancel")
}

_LEAD = r"(?:那|就|还是|要|我|选|点|看|问|说|换成?|改成?|的是|是|想)*"
_THING = r"(?:一?(?:个|条|项|家|种|样)|[号处])(?:地方|时间|时段|问题|服务[室站])?"
_TAIL = r"(?:呢|嘛|吧|啊|哈|噻|咯|哦|的|怎么样|咋样|是什么|是啥子)*[。！？!?. ]*"
_NUMBERS = {number: i for i, number in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_NTH = re.compile(rf"{_LEAD}(?P<back>倒数)?第(?P<n>[一二两三四五六七八九十]|[1-9]\d?)(?:{_THING}|$){_TAIL}")
_CHOSEN = re.compile(r"(?:选|点)?(?P<n>[1-9])(?:号)?[。. ]*")
_FIRST = re.compile(rf"{_LEAD}(?:头|最上面|最前面)(?:那|的)?{_THING}{_TAIL}|{_LEAD}头一个{_TAIL}")
_LAST = re.compile(rf"{_LEAD}(?:最后|末尾|最下面|最末)(?:那|的|面)*{_THING}{_TAIL}")
_UPPER = re.compile(rf"{_LEAD}(?:上面|上头|前面|前头|前一个)(?:那|的)*(?:{_THING})?{_TAIL}")
_LOWER = re.compile(rf"{_LEAD}(?:下面|下头|后面|后头|后一个)(?:那|的)*(?:{_THING})?{_TAIL}")
_MIDDLE = re.compile(rf"{_LEAD}中间(?:那|的)*{_THING}{_TAIL}")
_ONLY = re.compile(rf"{_LEAD}(?:这|那){_THING}{_TAIL}")
_NONE = re.compile(
    r"(?:这些|这几个|上面)?(?:都|全)(?:不是|不对|没有|没得)(?:我要问的|我想问的)?(?:了|嘛|哦|啊)*[。！!]*|没[有得]我(?:要|想)问的[。！!]*"
)
_BEFORE = re.compile(
    rf"{_LEAD}(?:回到|再?说)?(?:刚才|刚刚|将才|先前|之前|前头|起先)(?:我?(?:说|问|讲|看)的?)?(?:那|这)?一?(?:个|件|条)?"
    rf"(?:事情?|问题|话题)?{_TAIL}"
)
_AGAIN = re.compile(
    r"(?:请|麻烦)?(?:[你您])?(?:把?(?:上一?个|刚才的?|上面的?|这个)(?:问题|答复|回答)?)?(?:(?:再|重新)(?:说|讲|念|发|来)|重复)一?(?:遍|次|下|哈)(?:嘛|吧|呢|噻|要得不|行不行)?[。！？!?]*"
    r"|(?:我)?没(?:听|看)(?:清楚?|到)[，,]?(?:再说一[遍次])?[。！!]*"
)
_FILLER = re.compile(r"我[想要就是]*|[就是要想问选点那这个的嘛呢吧啊了哈哦噻，。！？,.!? ]")

_LONGEST_POINTING = 30


def button_meant(text: str, said: list[Message]) -> Payload | Draft | None:
    """The button that words point at, or words that ask again when there is no such one; None when they point at nothing.

    ``said`` are the bot's last messages, the newest first.
    """
    if not said or len(text) > _LONGEST_POINTING:
        return None
    if _NONE.fullmatch(text):
        return Payload("none") if any(b["payload"] == "none" for b in _buttons(said[0])) else None
    if _BEFORE.fullmatch(text):
        return _discussed(said)
    if _AGAIN.fullmatch(text):
        return None if asks_in_form(said[0]) else next(iter(_shown(said)), None)
    offer = next((message for message in said if len(_choices(message)) > 1), None)
    if offer is not None and (place := _place_in_list(text, _choices(offer), offer is said[0])) is not None:
        return _taken(offer, place)
    return _by_title(text, said[0]) if said[0].kind is Kind.CLARIFY else None


def is_pointing(text: str) -> bool:
    """Whether words point at something offered and say nothing else: 最后一个, 第二个, 都不是, 再说一遍."""
    patterns = (_NTH, _FIRST, _LAST, _MIDDLE, _UPPER, _LOWER, _ONLY, _NONE, _BEFORE, _AGAIN)
    return len(text) <= _LONGEST_POINTING and any(pattern.fullmatch(text) for pattern in patterns)


def asks_in_form(message: Message) -> bool:
    """Whether a message is, or may be, a form's question."""
    answers = any(offered["payload"].startswith("answer:") for offered in _buttons(message))
    return answers or message.kind in (Kind.BOOKING, Kind.ELIGIBILITY)


def _taken(offer: Message, place: int) -> Payload | Draft:
    choices = _choices(offer)
    if not 0 <= place < len(choices):
        text = f"刚才列了 {len(choices)} 个，您要的是哪一个？"
        return Draft(offer.kind, text, {"buttons": _buttons(offer)})
    return parse_payload(str(choices[place]["payload"]))


def _place_in_list(text: str, choices: list[Json], newest: bool) -> int | None:
    """Which of ``choices`` is pointed at, from 0; one that does not exist when it is not clear which; None for no pointing."""
    last = len(choices) - 1
    if found := _NTH.fullmatch(text):
        number = _NUMBERS.get(found["n"]) or int(found["n"])
        return last + 1 - number if found["back"] and number <= last + 1 else number - 1
    if newest and _list_of(choices[0]) == "entry" and (found := _CHOSEN.fullmatch(text)):
        return int(found["n"]) - 1
    if _FIRST.fullmatch(text):
        return 0
    if _LAST.fullmatch(text):
        return last
    if _MIDDLE.fullmatch(text):
        return 1 if last == 2 else last + 1
    for pattern, place in ((_UPPER, 0), (_LOWER, last)):
        if newest and pattern.fullmatch(text):
            return place if last == 1 else last + 1
    return last + 1 if newest and _ONLY.fullmatch(text) else None


def _by_title(text: str, offer: Message) -> Payload | None:
    """The one entry whose title holds the words, or stands in them with little beside it."""
    core = _FILLER.sub("", text)
    if len(core) < 2:
        return None
    titles = {b["payload"]: _FILLER.sub("", b["title"]) for b in _choices(offer) if _list_of(b) == "entry"}
    exact = [payload for payload, title in titles.items() if title == core]
    held = exact or [payload for payload, title in titles.items() if core in title]
    return parse_payload(held[0]) if len(held) == 1 else None


def _discussed(said: list[Message]) -> Payload | None:
    """The entry that was shown last, but not the one that has just been read if there is another; nothing while a form
    asks, where 刚才那个 is about its own answers.
    """
    if asks_in_form(said[0]):
        return None
    shown = _shown(said)
    just_read = shown[0] if shown and (said[0].extras.get("faq_id") or said[0].extras.get("guide_id")) else None
    return next((entry for entry in shown if entry != just_read), just_read)


def _shown(said: list[Message]) -> list[Payload]:
    """The entries that were shown, the newest first."""
    return [
        Payload(verb, message.extras[f"{verb}_id"])
        for message in said
        for verb in ("faq", "guide")
        if message.extras.get(f"{verb}_id") and (verb == "faq" or not message.extras.get("faq_id"))
    ]


def _buttons(message: Message) -> list[Json]:
    return list(message.extras.get("buttons", []))


def _choices(message: Message) -> list[Json]:
    """The longest list among a message's buttons."""
    lists: dict[str, list[Json]] = {}
    for offered in _buttons(message):
        if name := _list_of(offered):
            lists.setdefault(name, []).append(offered)
    return max(lists.values(), key=len, default=[])


def _list_of(offered: Json) -> str | None:
    return _LISTS.get(str(offered["payload"]).partition(":")[0])
