"""Sichuan speech in the words of the standard language, so that both sides of a comparison speak alike.

The encoder knows 怎么 better than 咋个, and two wordings that differ only in such a word should share it. Replacing is
for the index only: nothing a citizen reads is changed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge_base.text import normalise

_STANDARD = {
    "咋个": "怎么",
    "咋": "怎么",
    "啷个": "怎么",
    "做啥子": "做什么",
    "啥子": "什么",
    "啥": "什么",
    "没得": "没有",
    "莫得": "没有",
    "没么": "没有",
    "屋头": "家里",
    "婆娘": "妻子",
    "堂客": "妻子",
    "老婆": "妻子",
    "老公": "丈夫",
    "妈老汉儿": "父母",
    "妈老汉": "父母",
    "老汉儿": "父亲",
    "老汉": "父亲",
    "娃儿": "孩子",
    "娃娃": "孩子",
    "娃": "孩子",
    "幺儿": "小儿子",
    "幺妹": "妹妹",
    "弟娃": "弟弟",
    "老辈子": "长辈",
    "晓得": "知道",
    "喊": "叫",
    "别个": "别人",
    "找哪个": "找谁",
    "问哪个": "问谁",
    "哪个赔": "谁赔",
    "哪个管": "谁管",
    "哪个来": "谁来",
    "哪个出": "谁出",
    "好多": "多少",
    "撵": "赶",
    "赖起": "赖账",
    "不落教": "不讲信用",
    "里头": "里面",
    "得不得": "会不会",
    "打脱离": "离婚",
    "扯皮": "纠纷",
    "扯筋": "纠纷",
    "摆哈": "谈谈",
    "摆龙门阵": "谈谈",
    "工钱": "工资",
    "电瓶车": "电动车",
    "晚黑": "晚上",
    "恼火": "困难",
    "归一": "完成",
    "咋整": "怎么办",
    "咋个整": "怎么办",
    "遭": "被",
    "嘛": "",
    "噻": "",
    "哦": "",
    "嘞": "",
    # Standard words that hold one of the above; they stay as they are.
    "遭遇": "遭遇",
    "遭受": "遭受",
    "呼喊": "呼喊",
    "喊话": "喊话",
}
_SPEECH = re.compile("|".join(sorted(map(re.escape, _STANDARD), key=len, reverse=True)))


@lru_cache(maxsize=1 << 15)  # a new index reads the whole corpus again, most of it unchanged
def standard(text: str) -> str:
    """The normalised text with the words of Sichuan speech replaced; never empty unless the normalised text is."""
    plain = normalise(text)
    return _SPEECH.sub(lambda word: _STANDARD[word.group()], plain) or plain
