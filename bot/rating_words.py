"""What a citizen is asked about a chat with a person that is over, one thing at a time."""

from __future__ import annotations

from helpdesk.models import Draft, Kind
from helpdesk.ratings import LONGEST_WORD

VERBS = ("solved", "rate", "word")
"""Payloads that answer; they count whoever holds the conversation by then."""

_MARKS = {5: "5 很满意", 4: "4 满意", 3: "3 一般", 2: "2 不满意", 1: "1 很不满意"}
_ASK_WORD = f"请写一句话（{LONGEST_WORD} 个字以内），您接下来写的这句会记成意见，只有管理员看得到。不想写就点“不写了”。"
_THANKS = "谢谢您，记下了。"


def after_solved(handoff_id: int, solved: bool) -> Draft:
    """Asks for a mark; who was not helped is shown the way to a person again."""
    buttons = [{"title": title, "payload": f"rate:{handoff_id}:{mark}"} for mark, title in _MARKS.items()]
    if solved:
        return Draft(Kind.NOTICE, "太好了。请给这次咨询打个分：", {"buttons": buttons})
    again = {"title": "转人工", "payload": "human"}
    return Draft(Kind.NOTICE, "没解决的话，可以再转人工接着说。也请给这次咨询打个分：", {"buttons": [*buttons, again]})


def after_mark(handoff_id: int) -> Draft:
    """Offers to say a word."""
    return Draft(Kind.NOTICE, _THANKS, {"buttons": [{"title": "再说一句", "payload": f"word:{handoff_id}"}]})


def ask_word(handoff_id: int) -> Draft:
    """The next words are the citizen's opinion."""
    return Draft(Kind.NOTICE, _ASK_WORD, {"rating": handoff_id, "buttons": [{"title": "不写了", "payload": "word"}]})


def no_word() -> Draft:
    """Who would rather say nothing."""
    return Draft(Kind.NOTICE, "好的，不写了。您有什么事接着问我就行。")


def after_word() -> Draft:
    """The last of it."""
    return Draft(Kind.NOTICE, _THANKS)
