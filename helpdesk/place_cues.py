"""Whether a stem in a sentence means a place: what the words around it say.

Many stems are ordinary words too (和平, 新生, 大桥, 团结), or the beginning of one (新安装, 三台电脑), so a stem needs something
beside it that speaks of a place. To miss one costs a question back; to see one that is not there answers the wrong thing.
"""

from __future__ import annotations

import re

from helpdesk.models import Tier
from helpdesk.place_names import Entry, Kind, Mention

_ORDINARY_STEMS = """
三台 三元 三合 中新 九龙 仁和 仙鹤 信义 创业园 双板 双河 古井 古城 吴家 土城 坝子 坝底 城厢 城郊 塔山 大兴 大堰 大康 大桥 太平 宝石
富乐 富顺 小坝 工区 巨龙 平通 建平 建中 彰明 忠兴 忠孝 战旗 擂鼓 文兴 文昌 文通 断石 方水 新安 新德 新桥 新生 普明 景福 木皮 杨家
水晶 武都 永兴 永安 永昌 永明 永泰 永胜 河口 河清 涪江 演武 灵兴 片口 玉龙 玛瑙 界牌 白马 盐泉 石塘 石安 石牛 石马 秀水 秋林 立新
紫河 老马 自强 莲花湖 虎牙 西平 西屏 西陵 观桥 通泉 重华 金石 金龙 阔达 雁门 青莲 马角 高川 高村 黄土 龙凤 龙安 龙树 卧龙 千佛 凤灵
乐安 宏仁 响岩
"""
_ORDINARY = frozenset(_ORDINARY_STEMS.split())
"""Stems of counties and townships that are ordinary words, personal names, or places elsewhere."""

_EVERYDAY_STEMS = """
三元 三合 九龙 仁和 信义 仙鹤 创业园 双板 双河 古井 古城 吴家 土城 坝子 坝底 城厢 城郊 塔山 大堰 大康 大桥 太平 宝石 富乐 富顺
工区 巨龙 平通 建中
忠孝 战旗 擂鼓 文昌 文通 新安 新桥 新生 普明 杨家 水晶 武都 永安 河口 涪江 演武 玉龙 玛瑙 界牌 白马 石塘 石牛 石马 秀水 立新 老马
自强 莲花湖 虎牙
金石 金龙 高村 黄土 龙凤 卧龙 千佛 中新
"""
_EVERYDAY = frozenset(_EVERYDAY_STEMS.split())
"""Those of them that are said so often, or are the names of so much else, that 我在… before them is not enough."""

_GENERIC = frozenset({"新农", "中心", "文明", "平安", "和谐", "民主"})
"""Stems of villages whose whole names are spoken of everywhere: 新农村, 文明村, 平安社区."""

_BEFORE_A_NAME = frozenset("在住是到去来从离于的我俺们咱家和及跟与给向往找问叫属回这有看约查个过嫁面边里内请那")
_SURELY_BEFORE = re.compile(r"([在住到去离从回]|我家|家是|我是|来自|老家|靠近|属于|附近的?)$")
_LONGEST_CUE = 3
_ENDS_PHRASE = re.compile(
    r"$|[^一-鿿]|[的这那有哪离在怎能可找想要里边是人我到去呢吗嘛不都地做住]|附近|周边|街上|场镇|司法|法律|公共|派出|政府|预约|村[委民里]|"
    r"服务|打工|上班|务工|老家|镇上|乡下|城里|本地"
)
_SURELY_AFTER = re.compile(r"附近|周边|街上|场镇|司法所|法律服务|公共法律|派出所|政府|镇上|这边|那边")
_BETWEEN_NAMES = re.compile(r"(市|县|城)?[\s,、。·/\-—()]*(的|下面的?|那边的?|这边的?|里面的?)?[\s,、]*")
_LONGEST_BETWEEN = 8
_ALONE = re.compile(
    r"[\W_]*(我们|咱们|我|俺|咱)?(老家|家)?(住在|在|住|到|去|是(?=.*[的人]))?(?P<stem>[一-鿿]+?)(的|人|这边|那边|附近|这里|那里)*[\W_]*"
)
_LONGEST_ALONE = 24


def said_alone(text: str) -> str | None:
    """The one name that ``text`` may say beside 我在, 附近 and the like; None when it says more."""
    found = _ALONE.fullmatch(text) if len(text) <= _LONGEST_ALONE else None
    return found["stem"] if found else None


def starts_a_word(text: str, position: int) -> bool:
    """Whether a name may begin here, or is rather the end of another word: 大铁炉村 is not 铁炉村."""
    before = text[position - 1 : position] if position else ""
    return not before or before in _BEFORE_A_NAME or not "一" <= before <= "鿿"


def surely_a_place(text: str, start: int, end: int) -> bool:
    """Whether what stands at ``start`` to ``end`` is spoken of as a place: 我在…的, and not …镇上 with another word before."""
    return _SURELY_BEFORE.search(text[max(0, start - _LONGEST_CUE) : start]) is not None and ends_a_phrase(text, end)


def is_generic(name: str) -> bool:
    """Whether a village's whole name needs the township beside it to be one."""
    return name.removesuffix("村").removesuffix("社区") in _GENERIC


def ends_a_phrase(text: str, end: int) -> bool:
    """Whether the words before ``end`` may be a whole: nothing follows, or what follows a place in a sentence."""
    return _ENDS_PHRASE.match(text, end) is not None


def are_joined(text: str, end: int, start: int) -> bool:
    """Whether nothing stands between two names but what joins them: 三台县的芦溪镇."""
    return start - end <= _LONGEST_BETWEEN and _BETWEEN_NAMES.fullmatch(text, end, start) is not None


class Stem:
    """A stem in its sentence. ``before`` are the mentions to its left; ``followed`` says that a name comes right after it,
    ``leads_on`` that this is the name of a unit within one the stem may mean (三台芦溪), ``named_within`` that it is even the
    whole name of one (秋林红星村, 桑枣的花庙村).
    """

    def __init__(
        self, text: str, mention: Mention, before: list[Mention], followed: bool, leads_on: bool, named_within: bool
    ) -> None:
        start, end = mention.start, mention.end
        self._entries = mention.entries
        self._long = end - start > 2
        self._ordinary = text[start:end] in _ORDINARY
        self._everyday = text[start:end] in _EVERYDAY
        self._named_within = named_within
        self._above = before[-1].tiers() if before and are_joined(text, before[-1].end, start) else set()
        self._any_named = bool(before)
        self._surely = _SURELY_BEFORE.search(text[max(0, start - _LONGEST_CUE) : start]) is not None
        self._starts = bool(self._above) or starts_a_word(text, start)
        self._ends = followed or leads_on or ends_a_phrase(text, end)
        self._said_so = leads_on or _SURELY_AFTER.match(text, end) is not None

    def believed(self) -> tuple[Entry, ...]:
        """The units that the stem may mean here; empty when it is more likely an ordinary word."""
        rules = {
            Tier.CITY: self._as_county,
            Tier.COUNTY: self._as_county,
            Tier.TOWNSHIP: self._as_township,
            Tier.VILLAGE: self._as_village,
        }
        return tuple(entry for entry in self._entries if rules[entry.tier](entry.kind is Kind.STEM))

    def _as_county(self, in_use: bool) -> bool:
        if in_use and not self._ordinary:
            return True
        return self._surely or (self._starts and self._ends)

    def _as_township(self, in_use: bool) -> bool:
        below_county = bool(self._above & {Tier.CITY, Tier.COUNTY})
        if self._named_within:
            return True
        if self._everyday or not in_use:
            return below_county and self._ends
        if self._ordinary:
            return self._ends and (below_county or self._surely or (self._starts and self._said_so))
        return below_county or self._long or self._surely or (self._starts and self._said_so)

    def _as_village(self, in_use: bool) -> bool:
        return in_use and self._starts and self._ends and bool(self._above or (self._long and self._any_named))
