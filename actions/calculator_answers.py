"""What words say in answer to a calculator's question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from knowledge_base.calculators.models import AnswerKind, Question
from nlu.amounts import read_amount
from nlu.past_days import read_past_day

_OPEN = re.compile(
    r"(?:我|这个|那个|现在|真的|真|还|也)*(?:不(?:太|大)?(?:晓得|知道|清楚|明白|记得|确定)|记不(?:清|得|到|起)|搞不(?:清|懂|醒豁)|忘了|说不(?:清|好)|没数|没注意|查不到)"
    r"[了楚得啊呀哦嘛呢这个那。！多少好]*"
)
_YES = re.compile(r"(?:是|对|有|嗯|要得|好的?|可以|确定|就是|当然|肯定|签了|要)(?:的|了|呀|啊|嘛|哦|过|头)*[。！!]*")
_NO = re.compile(r"(?:不|没|否|无|莫|未).{0,5}|都没.{0,3}")
_SHORT = 14
_EXACT = "请说个准数，比如“两万五”“3500”。记不准的，写个最接近的数。"
_WHICH_DAY = "请写清楚是哪年哪月哪日，比如“2024年5月1日”“去年三月十五号”。记不准日子的，写最接近的一天。"
_LUNAR = "您说的像是农历，请换成阳历（公历）的年月日，比如“2024年5月1日”。"


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer: ``raw`` as ``accept`` takes it, or a ``refusal`` to say. ``bare`` when the text says nothing else."""

    raw: object = None
    refusal: str = ""
    bare: bool = True


def hear(question: Question, text: str, now: datetime) -> Heard | None:
    """The answer that ``text`` gives to ``question``; None when it gives none."""
    said = text.strip("。！!，, ")
    if _OPEN.fullmatch(said):
        unknown = any(choice.value == "unknown" for choice in question.choices)
        return Heard("unknown" if unknown else None)
    match question.kind:
        case AnswerKind.MONEY | AnswerKind.NUMBER:
            return _amount(said)
        case AnswerKind.DATE:
            return _day(said, now)
        case AnswerKind.YES_NO:
            return _yes_or_no(question, said)
    return _choice(question, said)


def _amount(said: str) -> Heard | None:
    amount = read_amount(said)
    if amount is None:
        return None
    if amount.vague:
        return Heard(refusal=_EXACT, bare=amount.bare)
    return Heard(amount.value, bare=amount.bare)


def _day(said: str, now: datetime) -> Heard | None:
    found = read_past_day(said, now)
    bare = len(said) <= _SHORT
    if found is None:
        return Heard(refusal=_WHICH_DAY) if re.fullmatch(r"[\d.\-/年月日号]+", said) else None
    if found.day is None:
        return Heard(refusal=_LUNAR if found.lunar else _WHICH_DAY, bare=bare)
    return Heard(found.day, bare=bare)


def _yes_or_no(question: Question, said: str) -> Heard | None:
    if (chosen := _choice(question, said)) is not None:
        return chosen
    if _NO.fullmatch(said):
        return Heard("no")
    return Heard("yes") if _YES.fullmatch(said) else None


def _choice(question: Question, said: str) -> Heard | None:
    """The choice whose title or number is said, or the only one whose words are in the text."""
    if said.isdigit() and not any(re.search(c.words, said) for c in question.choices if c.words):
        at = int(said) - 1
        return Heard(question.choices[at].value) if 0 <= at < len(question.choices) else None
    for choice in question.choices:
        if said == choice.title or (len(said) >= 2 and choice.title.startswith(said)):
            return Heard(choice.value)
    if negated := re.match(r"[没不]", said):
        said = said if question.kind is AnswerKind.CHOICE else negated[0]
    found = [choice for choice in question.choices if choice.words and re.search(choice.words, said)]
    return Heard(found[0].value, bare=len(said) <= _SHORT) if len(found) == 1 else None
