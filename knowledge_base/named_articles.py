"""Which articles of law a question names, as people write them: 民法典1043条, 《勞動法》第 44 條, 民诉法122, 刑法133条之1.

A rule beside a law (劳动合同法实施条例第25条, 刑法修正案…) has numbers of its own: it is not taken for the law.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from knowledge_base.models import Citation
from knowledge_base.numerals import article_number
from knowledge_base.spelling.script import Script

SHORT_FORMS = {
    "民诉法": "民事诉讼法", "刑诉法": "刑事诉讼法", "行诉法": "行政诉讼法", "消法": "消费者权益保护法", "消保法": "消费者权益保护法",
    "道交法": "道路交通安全法", "交通安全法": "道路交通安全法", "反家暴法": "反家庭暴力法", "未保法": "未成年人保护法",
    "社保法": "社会保险法", "治安处罚法": "治安管理处罚法", "劳动仲裁法": "劳动争议调解仲裁法", "劳动争议仲裁法": "劳动争议调解仲裁法",
    "老年人保护法": "老年人权益保障法", "妇女权益法": "妇女权益保障法", "村委会组织法": "村民委员会组织法", "食安法": "食品安全法",
    "计划生育法": "人口与计划生育法", "个保法": "个人信息保护法", "反电诈法": "反电信网络诈骗法",
}  # fmt: skip
"""What people call a law, and its name."""

_BETWEEN = 14  # characters at most between a law and where the number of its article begins
_NUMERALS = "零〇一二三四五六七八九十百千"
_BESIDE_THE_LAW = re.compile(
    r"^》?[^第\d]{0,8}?(?:实施|条例|细则|修正案|办法|司法解释|解释(?!一?[下哈])"
    rf"|(?:合同|协议|章程|约定)(?=第?[\d{_NUMERALS}]))"
)
_COUNT = re.compile(rf"(?<![第\d{_NUMERALS}])[一二两三四五六七八九]条")  # 哪一条, 三条欠条: a count, no number
_ANY = re.compile(rf"第?[\d两{_NUMERALS}]+条")
# 1043、1044条 names 1043 first; 民法典1043 and 劳动合同法第八十二 name an article when nothing follows.
_OF_SEVERAL = re.compile(rf"第?((?:\d|[{_NUMERALS}])+)(?=(?:[、,和及与至到~-]第?(?:\d|[{_NUMERALS}])+)+条)")
_BARE = re.compile(rf"^》?的?第?(\d{{1,4}}|(?<=第)[{_NUMERALS}]{{2,9}})(?=$|[?。,!])")


class NamedArticles:
    """Reads the names of the given laws, and their short forms."""

    def __init__(self, laws: Iterable[str]) -> None:
        known = list(laws)
        self._law_of = {name: name for name in known} | {s: law for s, law in SHORT_FORMS.items() if law in known}
        longest_first = sorted(self._law_of, key=len, reverse=True)  # 劳动合同法 before 劳动法
        self._laws = re.compile("|".join(map(_whole, longest_first)) or "(?!)")

    def read(self, text: str) -> Iterator[Citation]:
        """The articles that ``text`` names, in its order; whether the laws have them is not looked at."""
        if not any(character in "条條第" or character.isdigit() for character in text):
            return
        plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
        if "條" in plain:
            plain = _script().simplify(plain)
        found = list(self._laws.finditer(plain))
        ends = [*(law.start() for law in found[1:]), len(plain)]
        for law, end in zip(found, ends, strict=False):
            if number := _number(plain[law.end() : end]):
                yield Citation(self._law_of[law.group()], number)


def _whole(name: str) -> str:
    before = "(?<!取)" if name == "消法" else ""  # not in 取消法…
    return f"{before}{re.escape(name)}(?![人律])"  # nor in 公司法人, 劳动法律


def _number(rest: str) -> str | None:
    """The article number in what follows a law's name."""
    if _BESIDE_THE_LAW.search(rest):
        return None
    rest = _COUNT.sub("。", rest)
    if bare := _BARE.search(rest):
        return article_number(f"{bare.group(1)}条")
    several, one = _OF_SEVERAL.search(rest), _ANY.search(rest)
    if several and one and several.start() < one.start():
        return article_number(f"{several.group(1)}条") if several.start() <= _BETWEEN else None
    return article_number(rest[one.start() :]) if one and one.start() <= _BETWEEN else None


@cache
def _script() -> Script:
    """Read from disk once, by the first who writes traditional characters."""
    return Script()
