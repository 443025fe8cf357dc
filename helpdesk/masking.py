"""A citizen's words with names, telephone, identity and card numbers hidden, for paper that passes through other hands, or
without names, for the search.

Numbers are found by their form. Names are found by a surname with something beside it that speaks of a person (我叫…,
老板…, 借给…), and an end that a name can have: no dictionary of names is loaded, and a name in an odd place stays. What is
hidden too often is a word on paper; the answer, which nobody's words are part of, never passes here.
"""

from __future__ import annotations

import re

from helpdesk.errors import InvalidPhone
from helpdesk.phones import mask_phone, parse_phone

_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ＋", "0123456789Xx+")
_LONG_NUMBER = re.compile(r"(?<![\d.])(?:\d[ \-]?){14,18}[\dXx](?![\d.])")
"""Identity numbers of 15 and 18 digits, cards of 16 to 19."""
_TELEPHONE = re.compile(r"(?<![\d.])\+?\d[\d \-]{6,16}\d(?![\d.])")
_CONTACT = re.compile(
    r"((?:电话|座机|手机|微信|[Qq]{2}|号码)[^\w]{0,2}(?:号码?)?[^\w]{0,2}[是为]?[^\w]{0,2})([A-Za-z0-9_\-]{6,20})"
)
_MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+", re.ASCII)

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄"
    "聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝宁尚符舒阮柯纪梅童凌毕季裴霍涂苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲滕屈饶解"
    "牟艾尤阳穆卓古吉缪简项芦麦褚娄窦戚岑景党宫卜冷晏席卫米柏宗瞿桂佟应臧闵邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛虞敖巩佘池麻苑迟邝"
)
_DOUBLE = "欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|令狐|慕容|司徒|端木|东方|南宫|夏侯"
# Characters that given names do not have, so that a name ends before them.
_NOT_GIVEN = (
    "的了着过吗呢吧啊嘛哦哈嘞是在不没有我你他她它您们这那哪怎么什啥谁咋几多少个些和跟与同把被给欠借还钱打骂说叫喊要想能会可以该就都也又很太最更让向对为"
    "从到去来找告做干用拿买卖住死伤病上下前后里外家块元年月日号时岁点分一二两四五六七八九十百千万亿今昨已经现正人但却因所如若或者并而且只先再到底电话身份证"
    "判离婚嫁娶欺骗偷抢拖赔付工资合法律师案件房屋车地镇乡村县市区街路组社局院所厂店公司老板总哥姐叔婶爷奶伯姨爸妈娃孩儿女子婆媳妇某城贷款保险违约退休户口撞裁费系责位印归排置请诉顶甩踢起进查程序间跑砌占拆推搬砍挖堵"
)  # fmt: skip
# Words that begin like a name; those of a lawyer's or a farmer's day.
_WORDS = (
    "文化|文书|金项|林业|甘肃|商量|沙发|余额|温泉|高薪|高利|方便|马上|常年|任何|平时|白天|万一|关心|安全|党员|路边|黄金|"
    "广告|成员|领导|大家|莫得|顾主|项目|管教|钱补|钱看|麻烦|解协|解释|解除|商家|卫生|游戏"
)
_GIVEN = rf"[^\W\d_a-zA-Z{_NOT_GIVEN}]"
_NAME = rf"(?!{_WORDS})(?:(?P<double>{_DOUBLE}){_GIVEN}{{1,2}}|[{_SURNAMES}]{_GIVEN}{{1,2}})"
_END = rf"(?=$|[^\w]|[{_NOT_GIVEN}])"
_SELF = "我叫|名叫|名字[是为]?|姓名[是为]?|本人|我是"
_ROLES = (
    "老板|工头|包工头|老公|老婆|丈夫|妻子|前夫|前妻|爸爸|妈妈|父亲|母亲|儿子|女儿|哥哥|弟弟|姐姐|妹妹|"
    "儿媳|女婿|邻居|隔壁|房东|租客|同事|朋友|同学|亲戚|被告|原告|债务人|债权人|借款人|证人|司机|医生|律师|村长|书记|主任|经理|队长|组长|男方|女方|对方"
)
_CUES = f"叫|{_SELF}|{_ROLES}|他是|她是|借给|借钱给|告|被|和|跟|与|向|找|给|帮|替|村的|镇的|组的|社的|县的"
_NAMED = re.compile(rf"(?:(?:{_CUES})[：:，,是 ]{{0,2}})(?P<name>{_NAME}){_END}")
_ACTS = re.compile(rf"(?:^|[^\w])(?P<name>{_NAME})(?=欠|骗|打|借|拖欠|不还|不给|把我|告我)")


def mask(text: str) -> str:
    """The text with what tells who somebody is hidden: 王小芳 as 王**, 13812345678 as 138****5678."""
    text = _MAIL.sub("****", text.translate(_WIDE))
    text = _LONG_NUMBER.sub(lambda found: found[0][:3] + "****", text)
    text = _TELEPHONE.sub(_hidden_phone, text)
    text = _CONTACT.sub(lambda found: found[1] + "****", text)
    for name, hidden in sorted(_names(text).items(), key=lambda pair: -len(pair[0])):
        text = text.replace(name, hidden)  # also where it stands without a cue
    return text


def other_party_in(text: str) -> str:
    """The first name in a citizen's words that is not their own; empty for none."""
    others = (name for name in _names(text) if not re.search(rf"(?:{_SELF})[：: ]?{name}", text))
    return next(others, "")


def without_names(text: str) -> str:
    """The text as it would be said of anybody, for the search: 老板张建国欠我工资 as 老板欠我工资, 借给周建军的钱 as 借给别人的钱."""
    for name in sorted(_names(text), key=len, reverse=True):
        text = re.sub(rf"(?:{_SELF}){name}[，,。 ]*", "", text)
        text = re.sub(rf"({_ROLES}){name}", r"\1", text).replace(name, "别人")
    return text


def _hidden_phone(found: re.Match[str]) -> str:
    try:
        return mask_phone(parse_phone(found[0]))
    except InvalidPhone:
        return found[0]


def _names(text: str) -> dict[str, str]:
    found = (match for pattern in (_NAMED, _ACTS) for match in pattern.finditer(text))
    return {m["name"]: (surname := m["double"] or m["name"][0]) + "*" * (len(m["name"]) - len(surname)) for m in found}
