"""What a citizen is told when a person is asked for, while they wait, and when they are in danger."""

from __future__ import annotations

from datetime import datetime

from helpdesk.models import Draft, Kind

_WAIT_BUTTONS = [
    {"title": "不等了", "payload": "withdraw"},
    {"title": "留电话，请顾问打给我", "payload": "callback"},
    {"title": "预约当面咨询", "payload": "book"},
]
_MARKED = "您的话已经标成紧急，转给了顾问。"
_HARMED = (
    "如果有人正在受到伤害，请马上打110；有人受伤打120。先离开危险的地方，到人多、亮的地方去。\n"
    "家里的暴力也可以打妇女维权热线12338，法律上的事打12348。"
)
_LIFE = (
    "请马上打110或者120，说清楚在哪里。身边有人的，现在就叫他过来陪着，不要一个人待着；"
    "离开楼边、水边，把刀、药、绳子收开。再难的事都有人一起想办法，欠薪、欠债、家里的事都可以慢慢说。\n"
)


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
    return Draft(Kind.HANDOFF, text, {"buttons": _WAIT_BUTTONS})


def urgent_words(present: bool, *, own_life: bool = False) -> Draft:
    """The reply to danger: the emergency lines first; ``present`` says whether an adviser is there.

    ``own_life`` is for somebody who may take their life, where there is nobody to flee from.
    """
    then = "顾问马上来回您。" if present else "顾问一看到就来回您，但请不要等：先打电话。"
    return Draft(Kind.URGENT, (_LIFE if own_life else _HARMED) + _MARKED + then, {"buttons": [_WAIT_BUTTONS[1]]})


def noted() -> Draft:
    """The reply to a message that is written while waiting."""
    return Draft(Kind.HANDOFF, "记下了，顾问接入后就能看到。", {"buttons": _WAIT_BUTTONS})


def spoken_time(now: datetime, moment: datetime) -> str:
    """A moment as people say it: 今天 14:00, 明天 09:00, 12月9日（周三）09:00."""
    days = (moment.date() - now.date()).days
    if days in (0, 1):
        return f"{'今天明天'[2 * days : 2 * days + 2]} {moment:%H:%M}"
    return f"{moment.month}月{moment.day}日（周{'一二三四五六日'[moment.weekday()]}）{moment:%H:%M}"
