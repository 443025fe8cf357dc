"""Name, phone number and matter in the citizen's sentences: told early, told together, or put right later."""

from __future__ import annotations

import re

from actions.form_turn import Slots
from helpdesk.phones import find_phone

NAME = re.compile(
    r"(?:我(?:的名字)?(?:叫|是|姓名是)|名字(?:叫|是)?|姓名[:：]?|本人)?\s*([一-鿿·]{2,8}|[A-Za-z .]{2,30})"
)
_WRONG = r"[写选说搞弄填]?(?:得|的)?(?:错|不对)了?"
_AGAIN = r"(?:换|改|重新?选)[一个下]{0,2}"
_BE = r"(?:应该)?(?:叫|是|改[成为]|换成)"
_WRONG_DETAIL = {
    "booking_phone": re.compile(rf"(?:电话|手机|号码)号?{_WRONG}|{_AGAIN}(?:电话|手机|号码)"),
    "booking_name": re.compile(rf"(?:名字|姓名|人){_WRONG}|{_AGAIN}(?:名字|姓名|人)"),
    "booking_matter": re.compile(rf"(?:事情|事由|内容){_WRONG}|{_AGAIN}(?:事情|事由|内容)"),
}
_NEW_NAME = re.compile(rf"(?:^|[，,。\s])(?:我叫|(?:名字|姓名)(?:{_WRONG})?[，,]?{_BE})\s*(?P<name>[一-鿿·]{{2,8}})$")
_NEW_MATTER = re.compile(
    rf"(?:^|[，,。\s])(?:我?要?(?:问的|咨询的)?(?:事情|事由|内容|事)(?:{_WRONG})?[，,]?{_BE})\s*(?P<matter>.{{2,200}})$"
)
_ASKED = re.compile(
    r"(?:问|咨询|谈谈?|说说?)(?:一?[下哈])?(?P<matter>[^，,。问咨]{2,20}?)(?:的事情?|的问题)(?:[，,。！]|$)"
)
_PARENT = (
    r"爸爸?|妈妈?|爹|娘|老?父亲|老?母亲|父母|老人家?|老汉儿?|婆婆|公公|爷爷|奶奶|外公|外婆|丈母娘|老丈人|岳父|岳母"
)
_OTHER = r"老婆|爱人|老公|媳妇|儿子|女儿|娃儿?|孩子|朋友|邻居|亲戚|哥哥?|姐姐?|弟弟?|妹妹?|别人|[他她]们?"
_FOR_WHOM = re.compile(
    rf"(?:[给帮替为]|代)(?:我们?家?的?|屋头)?(?:(?P<parent>{_PARENT})|(?P<other>{_OTHER}))(?:来|去)?(?:预?约|挂|订)"
)
_INTRODUCED = re.compile(r"(?:我叫|名字[叫是]|姓名[:：是])\s*(?P<name>[一-鿿·]{2,4})(?=[，,。\s\d]|电话|手机|$)")
_BESIDE_NUMBER = re.compile(r"\+?\d[\d\s\-]{6,16}\d|(?:我的?|他的?)?(?:电话|手机|号码)号?(?:是|:|：)?|[，,。、\s]+")
_NUMBER_MEANT = re.compile(r"电话|手机|号码")
_NOT_BUT = re.compile(
    r"(?:哦|噢|啊|哎|等[一下]+|不对|错了|[，,\s])*(?:我|我这个?|这个?)?不是(?P<old>[^，,。\s]{1,10})[，,。、\s]*(?:而|应该)?(?:是|要)(?P<new>.{1,30})"
)


def told_early(text: str) -> Slots:
    """Name, phone number and matter that the wish to book tells already."""
    told: Slots = {}
    if found := _INTRODUCED.search(text):
        told["booking_name"] = found["name"]
    if found := _FOR_WHOM.search(text):
        told["booking_for_whom"] = "parent" if found["parent"] else "other"
    if found := _ASKED.search(text):
        told["booking_matter"] = found["matter"]
    if number := find_phone(text):
        told["booking_phone"] = number
    return told


def name_and_number(text: str) -> Slots:
    """The details of an answer that tells both, 张三 13812345678; empty when it does not."""
    number = find_phone(text)
    found = NAME.fullmatch(_BESIDE_NUMBER.sub("", text)) if number else None
    return {"booking_name": found[1], "booking_phone": number} if found else {}


def put_right(text: str, asked: str, answers: dict[str, str]) -> Slots:
    """The details that a sentence puts right, or empties so that the form asks again (名字写错了).

    ``asked`` is the slot that the form asks for, ``answers`` what it holds of name, phone and matter. What a matter may
    well be in words, 身份证上名字写错了, is left to it.
    """
    plain = text.rstrip("。！! ")
    if asked == "booking_name" and name_and_number(text):
        return {}
    if (turned := _NOT_BUT.fullmatch(plain)) and (slot := _holding(turned["old"], answers)):
        new = turned["new"].strip()
        return {slot: find_phone(new) if slot == "booking_phone" else new}
    if found := _NEW_NAME.search(plain):
        return {"booking_name": found["name"]} if asked != "booking_name" else {}
    if asked == "booking_matter":
        return {}
    if found := _NEW_MATTER.search(plain):
        return {"booking_matter": found["matter"]}
    takes_number = asked not in ("booking_phone", "booking_name") or bool(_NUMBER_MEANT.search(text))
    if asked != "booking_phone" and takes_number and (number := find_phone(text)):
        return {"booking_phone": number}
    return {slot: None for slot, wrong in _WRONG_DETAIL.items() if slot in answers and wrong.search(text)}


def _holding(old: str, answers: dict[str, str]) -> str | None:
    return next((slot for slot, value in answers.items() if old in value), None)
