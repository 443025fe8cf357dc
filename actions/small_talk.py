"""Fixed replies: greetings, thanks, what the desk is and can do."""

from __future__ import annotations

from actions.views import Json, button
from helpdesk.models import Draft, Kind

_MENU: list[Json] = [
    button("找服务室", "find_place"),
    button("预约", "book"),
    button("我的预约", "my"),
    button("算一算", "calc"),
    button("转人工", "human"),
]
_HUMAN = [button("转人工", "human")]

REPLIES: dict[str, tuple[str, list[Json]]] = {
    "greet": ("您好，我是村法通的智能助手。您有什么法律上的事，直接用自己的话说就行。", _MENU),
    "thanks": ("不客气。还有什么事，随时来问。", []),
    "goodbye": ("好的，再见。有事随时来问；急事可以打12348。", []),
    "who_are_you": (
        "我是村法通，一个自动答复的法律服务助手，不是真人，也不是律师。"
        "我的答复都是人写好、审过的，并附上法律条文；说不准的，我会请顾问来。",
        _MENU,
    ),
    "help": (
        "您可以：\n1. 直接问法律上的事，比如“老板拖欠工资怎么办”；\n2. 问怎么办事，比如“怎么申请法律援助”；\n"
        "3. 说地名，找附近的公共法律服务室；\n4. 预约当面咨询；\n"
        "5. 说“帮我算一下”，算加班费、补偿、诉讼费、期限这些；\n6. 说“转人工”，请顾问和您说。",
        _MENU,
    ),
    "privacy": (
        "您写的话会保存下来，只有接待您的顾问和管理员能看到；预约时留的姓名和电话只用来接待您。"
        "想删除，请说“转人工”告诉顾问，或者打12348。详细说明在“隐私”页面。",
        [],
    ),
    "complaint": ("让您费心了，实在对不起。要不我请顾问来和您说？", _HUMAN),
    "feedback_good": ("谢谢您，能帮上忙就好。", []),
    "affirm": ("好的。您接着说，想问什么事？", _MENU),
    "deny": ("好的。您想问什么，换个说法再说一遍就行。", _MENU),
    "leave": ("好的，那就先不办了。有事随时来。", []),
    "case_status": (
        "您的案子办到哪一步，我这里查不到：我看不到法院、法律援助中心、公证处这些地方的办案记录。"
        "请问当初受理的那个单位，带上受理通知或案号去问最快；不晓得找哪里，打12348问。在我这里约的时间，点“我的预约”能看到。",
        [button("我的预约", "my"), *_HUMAN],
    ),
    "correct": (
        "好的，以您刚说的为准。您要改的是哪件事、改成什么？连起来再说一遍就行。预约的时间、地方要改，点“我的预约”。",
        [button("我的预约", "my"), *_HUMAN],
    ),
}


def reply(intent: str) -> list[Draft]:
    """The fixed reply to an intent of ``REPLIES``."""
    text, buttons = REPLIES[intent]
    return [Draft(Kind.SOCIAL, text, {"buttons": buttons} if buttons else {})]
