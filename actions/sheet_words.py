"""What stands on every consultation sheet (咨询意见书) beside the vetted parts, in one place so that a lawyer can correct it."""

from __future__ import annotations

TITLE = "咨询意见书"
SERVICE = "村法通 · 绵阳公共法律服务"
GENERAL = (
    "这份材料是一般性的法律信息，由系统照审定过的答复和现行法律原文摘录，供您参考。"
    "它不是律师对您这件事出具的意见，也不保证办事或者打官司的结果。"
)
PERSON = (
    "您的事有特别的地方、期限快到了，或者有拿不准的，请当面问人：打12348法律服务热线，"
    "或者带上这份材料和手里的证据去附近的公共法律服务室；在对话里点“转人工”，也能请顾问来看。"
)
MASKED = "人名和号码隐去了一部分。"
UPDATED = "这条答复在您咨询以后更新过，这里印的是现在的内容。"
NOT_QUOTED = "法律库未收录原文"
PLACE_UNCONFIRMED = "开放时间和地址还没有核实，去之前请先打12348问一下。"
PLACE_UNKNOWN = (
    "您还没有说在哪个镇、哪个村，这里先写市里的中心。"
    "回到对话里写上地名（比如“魏城镇铁炉村”），再打开这一页，就是离您最近的服务室。"
)
