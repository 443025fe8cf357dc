"""A person's name out of an answer: 王建国, 我叫王建国, 名字是欧阳娜, 是我妈李秀英来, 写我老公的，张强."""

from __future__ import annotations

import re
import unicodedata

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊"
    "秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单"
    "季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和"
    "仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝胥鲜补昝衡代母蹇但青勾贯母尧仰"
)
"""Surnames of one character, the common ones and those of the region."""

_COMPOUND = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|长孙|宇文|轩辕|端木|南宫"
_FAMILY = (
    "老公|老婆|爱人|妈妈?|爸爸?|父亲|母亲|老汉儿?|老头子?|儿子|女儿|娃儿?|女子|奶奶?|爷爷?|公公|婆婆|哥哥?|弟弟?|姐姐?|妹妹?|舅舅?|叔叔?|孃孃?|娘|丈夫|妻子|"
    "外公|外婆|岳父|岳母|老丈人|媳妇儿?|幺妹|兄弟|嫂子|邻居|朋友"
)
_NAMED = r"(?:名字|姓名|大名|名)"
_LEAD = re.compile(
    rf"[您你]好|哦|嗯|那个|那就|就|好[的嘛]?[,，]|登记|预约人|办事的?人?|来的人|本人|[我俺他她](?:自己|们|家)*|(?:{_FAMILY})|"
    rf"[是来去给帮替写用填的]|应该|改成|(?P<told>{_NAMED}(?:就?是|就?叫|[:写填])?|就?叫)|[,:;、.\s]"
)
_TAIL = re.compile(
    r"(?:[\s,、.;!~。]+(?:男|女|本人|身份证|电话|手机|号码|联系|今年|我|他|她|是|\d|要|想).*|(?:[哈嘛哦噻呀吧啊呢哟嘞]|就行|就是了?|就可以|谢谢)|1[3-9]\d{9}.*"
    r"|[\s,、.;!~。]+)$"
)
_HAN_NAME = re.compile(r"[一-鿿]{1,4}·[一-鿿·]{1,8}|[一-鿿]{2,8}")
_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z .'-]{1,29}")
_NOT_NAMES = re.compile(
    r"算了|可以|好的|不是|谢谢|[你您]好|没有|晓得|知道|随便|都行|要得|啥子|等一?[下哈]|稍等|不要|对头|明白|明天|今天|后天|现在|和谐|"
    r".*(?:[吗呢么啥咋哪谁怎]|不想|不愿|不留|不说|不写|不方便|为什|什么|可不|能不|行不|有没|没得|不晓|不知|保密|必须|匿名|算了|离婚|工资|咨询|预约|社区|律师|法律|房子|土地|东西|事情|时间|老板|地方).*|.*[县镇乡村的人]"
)
_TITLE = re.compile(
    r"[一-鿿](?:先生|女士|老师|师傅|大爷|大娘|大姐|大哥|孃孃|叔叔?|婆婆|总|某某?|某)|[老小][一-鿿]|我?姓.{1,2}"
)
_LEAST_BARE, _LONGEST_USUAL, _SPACED = 3, 4, 6


def read_name(text: str) -> str | None:
    """The name that ``text`` gives, or None when it gives none, or only a part of one (我姓王, 王先生).

    Without words such as 我叫 before it, a name of two characters must begin with a surname.
    """
    said = unicodedata.normalize("NFKC", text).strip().replace("•", "·")
    if _LATIN_NAME.fullmatch(said):
        return said
    if len(said) <= _SPACED:
        said = re.sub(r"(?<=[一-鿿])\s+(?=[一-鿿])", "", said)
    rest, told = _without_lead(said)
    name = _without_tail(rest)
    if not _HAN_NAME.fullmatch(name) or _NOT_NAMES.fullmatch(name) or _TITLE.fullmatch(name):
        return None
    bare = rest == said and _LEAST_BARE <= len(name) <= _LONGEST_USUAL
    return name if told or bare or "·" in name or has_surname(name) else None


def _without_tail(said: str) -> str:
    while (tail := _TAIL.search(said)) and tail.start() > 1:
        said = said[: tail.start()]
    shorter = re.sub(r"(?:来|去|约|来约)的?$", "", said)
    return shorter if len(shorter) >= _LEAST_BARE and has_surname(shorter) else said


def _without_lead(said: str) -> tuple[str, bool]:
    """What is left behind the words before a name, and whether they say that a name comes."""
    told, position = False, 0
    while lead := _LEAD.match(said, position):
        told, position = told or lead["told"] is not None, lead.end()
    return said[position:], told


def has_surname(name: str) -> bool:
    """Whether a name of Han characters begins with a known surname and is of a usual length."""
    if re.match(_COMPOUND, name):
        return 3 <= len(name) <= 4
    return name[0] in SURNAMES and 2 <= len(name) <= _LONGEST_USUAL
