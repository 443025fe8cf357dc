"""What a citizen is told when a person is asked for, while they wait, and when they are in danger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpdesk.chats import WAIT_BUTTONS
from helpdesk.models import Draft, Kind
from nlu.danger import Sort

HUMAN_BUTTON = {"title": "转人工", "payload": "human"}
_MARKED = "您的话已经标成紧急，转给了顾问。"


@dataclass(frozen=True, slots=True)
class _Danger:
    """What the adviser reads as the reason, and what the citizen is told: numbers first, then one safe step."""

    reason: str
    words: str


_DANGERS = {
    Sort.VIOLENCE: _Danger(
        "紧急：正在遭受暴力",
        "有人正在受到伤害的，请马上打110；有人受伤打120。先离开危险的地方，到人多、亮的地方去；走不脱就把门锁好。\n"
        "家里的暴力也可以打妇女维权热线12338，法律上的事打12348。\n",
    ),
    Sort.CHILD: _Danger(
        "紧急：孩子有危险",
        "孩子有危险，请马上打110；孩子受了伤、叫不醒，打120。先让孩子待在信得过的大人身边；您自己就是孩子的话，快去找老师、邻居或者警察。\n"
        "孩子没人管、没吃的，也可以打12345。\n",
    ),
    Sort.SELF_HARM: _Danger(
        "紧急：有人可能轻生",
        "请马上打110或者120，说清楚在哪里。身边有人的，现在就叫他过来陪着，不要一个人待着；"
        "离开楼边、水边，把刀、药、绳子收开。再难的事都有人一起想办法，欠薪、欠债、家里的事都可以慢慢说。\n",
    ),
    Sort.THREAT: _Danger(
        "紧急：受到人身威胁",
        "有人说要伤害您或者家里人，请马上打110，告诉警察他是谁、在哪里、说了什么；有人受伤打120。先不要去见他，和家里人待在一起，锁好门。\n"
        "家里人威胁您的，也可以打12338。消息和录音先留着，法律上的事打12348。\n",
    ),
    Sort.CONFINEMENT: _Danger(
        "紧急：被关、被人控制",
        "请马上打110，说清楚在哪里、有几个人看着；说不清地方的，把看得见的招牌、门牌、路名告诉警察。有人受伤打120。"
        "先不要硬跑，不要跟看守的人顶，手机调成静音，省着用电。\n人安全了，法律上的事打12348。\n",
    ),
    Sort.JUMP: _Danger(
        "紧急：有人为讨钱要跳楼、拼命",
        "请马上打110或者120，说清楚哪栋楼、几层。人在高处的，先往里退、坐下来，等人来；手里的火、刀、药先放下。\n"
        "命比钱要紧。工钱有地方要：打12345，请他们转给管欠薪的部门；法律援助打12348。\n",
    ),
}


def handoff_words(now: datetime, next_duty: datetime, present: bool, ahead: int) -> Draft:
    """The reply to a wish for a person; ``ahead`` is how many wait before this one."""
    if present:
        queue = f"前面还有 {ahead} 位，请稍等。" if ahead else "马上就好，请稍等。"
        text = f"好的，正在为您请顾问，{queue}接入之前您可以接着写，您写的话顾问都看得到。"
    elif next_duty <= now:
        text = "好的，已经为您排上队。现在顾问都没在线，一上线就来回您。您可以接着写，也可以留个电话或者预约。"
    else:
        text = (
            f"现在是下班时间，顾问{spoken_time(now, next_duty)}上班。您的话已经记下，上班后按顺序回您。"
            "您可以留个电话，或者预约当面咨询；急事请打12348。"
        )
    return Draft(Kind.HANDOFF, text, {"buttons": WAIT_BUTTONS})


def urgent_words(sort: Sort, present: bool) -> Draft:
    """The reply to danger: the emergency lines first; ``present`` says whether an adviser is there."""
    then = "顾问马上来回您。" if present else "顾问一看到就来回您，但请不要等：先打电话。"
    return Draft(Kind.URGENT, _DANGERS[sort].words + _MARKED + then, {"buttons": [WAIT_BUTTONS[1]]})


def urgent_reason(sort: Sort) -> str:
    """What the adviser reads beside an urgent hand-off."""
    return _DANGERS[sort].reason


def noted() -> Draft:
    """The reply to a message that is written while waiting."""
    return Draft(Kind.HANDOFF, "记下了，顾问接入后就能看到。", {"buttons": WAIT_BUTTONS})


def spoken_time(now: datetime, moment: datetime) -> str:
    """A moment as people say it: 今天 14:00, 明天 09:00, 12月9日（周三）09:00."""
    days = (moment.date() - now.date()).days
    if days in (0, 1):
        return f"{'今天明天'[2 * days : 2 * days + 2]} {moment:%H:%M}"
    return f"{moment.month}月{moment.day}日（周{'一二三四五六日'[moment.weekday()]}）{moment:%H:%M}"
