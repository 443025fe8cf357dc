"""What a citizen's message is, before anyone answers it: unreadable, urgent, a wish for a person, or something for the bot."""

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
    "转人工": "human",
    "人工": "human",
    "人工服务": "human",
    "帮助": "help",
}
_LEAVES_QUEUE = re.compile(
    r"^(算了|不等了|不用等了|不等了嘛|不用了|不找了|不找人工了|取消|退出|不转了|不需要了)[。！!吧]*$"
)

_LETTER_OR_NUMBER = re.compile(r"[^\W_]")
_PERSON = re.compile(
    r"转人工|人工(客服|服务|咨询|坐席)|转(接)?(给)?(顾问|律师|真人|工作人员)|(找|要|喊|叫|请)(个|一个|一下|你们的?)?(真人|顾问|人工|工作人员)"
)
_NOT_PERSON = re.compile(r"不(用|要|需要|想)?(转|找)?人工|人工(费|智能|授精|流产|湖|成本)|怎么|咋个|多少钱")
_SOMEBODY = r"(?:我|人|妈|爸|娃|孩子|女儿|儿子|老人|他|她|老婆|婆娘)"
_HARMED = rf"{_SOMEBODY}(?!的是|的?(?:电话|手机|微信|狗|车))"
_NOW = r"(?:正在?|又在|还在|马上|刚刚|现在[正又就在]|[^现]在)"
# Somebody may take their life.
_LIFE = (
    r"(?:想|要|准备|闹着)(?:去)?(?:自杀|寻死|跳[楼河江桥水]|喝(?:农药|百草枯|敌敌畏|除草剂)|割腕|上吊)|"
    r"不想活(?!在|成|得)|活不下去|想死(?!亡|者|你)|轻生|不如死了|站[在到](?:楼顶|楼边|桥上|塔吊)"
)
_OWN_LIFE = re.compile(rf"{_LIFE}|割腕了|喝了?(?:农药|百草枯|敌敌畏|除草剂)")
_HARM = re.compile("[打砍捅掐揍]|(?<!自)杀")
# Danger whenever it is said of the present.
_DANGER = re.compile(
    r"救命(?!钱|恩|药|稻草)|杀人了|(?:要|想)(?:杀|捅|砍)(?:死|了)?(?:我|人|他|她|全家)|要[打弄整]死(?:我|他|她|全家|我们)(?!家?的)|"
    rf"{_LIFE}|{_NOW}.{{0,6}}[打砍掐捅揍]{_HARMED}|现在[打砍掐捅揍]{_HARMED}|[打掐砍捅](?:我|死我).{{0,4}}(?:快|救)|"
    r"[拿提举持][起着到](?:一?把)?(?:菜刀|砍刀|刀|斧头)|[在正].{0,2}[砸撬踹撞].{0,4}门|"
    r"(?:我|妈|娃|孩子|女儿).{0,4}[躲藏](?:在|到|起)"
)
# Danger unless somebody asks what the law makes of it.
_HURT = re.compile(
    r"被.{0,4}[砍捅](?:了|伤|到)|拿(?:菜)?刀.{0,4}[砍杀追捅]|割腕了|喝了?(?:农药|百草枯|敌敌畏|除草剂)|[打砍].{0,4}(?:流血|昏|晕过去|动不得)|"
    r"绑架了?(?:我|娃|孩子|儿子|女儿)|[被遭]人?(?:绑架|拐[卖骗走])|"
    rf"(?:[把被]{_SOMEBODY}(?!的|家)|(?:我|妈|娃|孩子|女儿|老人|她)被).{{0,4}}[关锁绑](?:起来|在|到)"
)
_NOT_NOW = re.compile(
    r"去年|前年|年前|上个?月|以前|前几年|那年|当年|小时候|曾经|如果|假如|要是|新闻|电视|案例|电影|小说|抖音|怎么判|判几年|判多久|会判"
)
_LAW_ASKED = re.compile(
    r"赔|怎么告|责任|判|算不算|犯法|违法|公安|派出所|看守所|拘留|监狱|学校|老师|医院|起诉|证据|立案"
)


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


def in_danger(text: str) -> bool:
    """Whether somebody seems to be in danger now; what is past, supposed or in the news does not count."""
    if _NOT_NOW.search(text):
        return False
    return bool(_DANGER.search(text)) or (bool(_HURT.search(text)) and not _LAW_ASKED.search(text))


def own_life(text: str) -> bool:
    """Of words ``in_danger``: whether somebody may take their own life, and nobody else harms them."""
    return bool(_OWN_LIFE.search(text)) and not _HARM.search(text)


def leaves_queue(text: str) -> bool:
    """Whether somebody who waits for a person gives it up."""
    return bool(_LEAVES_QUEUE.match(text))


def button_meant(text: str) -> str | None:
    """The payload that a command or a word on its own stands for."""
    return COMMANDS.get(text.lower()) or SPOKEN.get(text.rstrip("。！!"))


def for_rasa(text: str) -> str:
    """Words as Rasa may read them, which strips white space and takes a text that begins with a slash for an intent."""
    return " ".join(text.split()).lstrip("/ ") or "。"
