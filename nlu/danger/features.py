"""What the model sees of a message beside its vectors: its clauses, and hashed runs of characters, as written and in groups.

The groups put words of a kind together, so that what was learnt of one holds for its like: who learns 拿斧头堵门 has learnt
提砍刀堵门 as well. A long story is read by its clauses too, because one sentence of danger is lost among ten of money.
"""

from __future__ import annotations

import re
import zlib

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 17
_LONGEST = 4
_LONGEST_TEXT = 300  # what was written first says what it is about
_SHORT_TEXT, _CLAUSE, _WINDOW = (
    50,
    30,
    24,
)  # characters: read as a whole only; cut at the latest; of neighbouring clauses at least
_CLAUSE_END = re.compile(r"(?<=[，。！？；、,.!?;\s])")

_GROUPS = {
    "亲": "老公 丈夫 男人 男的 爱人 男朋友 前夫 前男友 老汉儿 老汉 爸爸 老爸 爸 妈妈 老妈 妈 老婆 媳妇 婆娘 妻子 前妻 女朋友 "
    "儿子 女儿 女婿 儿媳 公公 婆婆 爷爷 奶奶 外公 外婆 弟弟 弟娃 哥哥 姐姐 妹妹 继父 后爸 继母 后妈 屋头那个 我家那口子 老伴 "
    "姐夫 舅舅 叔叔 姑父 孙子 孙女",
    "娃": "娃儿 娃娃 孩子 小孩 小娃 女娃 男娃 婴儿 奶娃儿 宝宝 娃",
    "器": "菜刀 砍刀 柴刀 杀猪刀 水果刀 剪刀 刀子 斧头 锄头 钢管 铁棍 铁棒 棒棒 棍子 扁担 铁锹 锤子 扳手 板凳 凳子 酒瓶 皮带 砖头 刀",
    "高": "楼顶 天台 塔吊 吊塔 塔机 脚手架 广告牌 水塔 信号塔 窗台 阳台 栏杆 桥上 大桥 房顶 楼边 屋顶",
    "毒": "农药 百草枯 敌敌畏 除草剂 安眠药 老鼠药 耗子药 药片 煤气 汽油 打火机",
    "水": "河边 江边 水库 堰塘 河坝 涪江 河头 江里 河里",
    "薪": "工资 工钱 薪水 血汗钱 尾款 货款 欠薪 赔偿款 征地款",
    "藏": "躲在 躲到 藏在 躲起 缩在",
    "昔": "去年 前年 以前 之前 上个月 上个礼拜 上周 当年 那年 小时候 曾经 前几年 年前 那时候 原来 早就 上次 那次",
    "设": "如果 假如 要是 万一 假设 倘若 比如 打个比方",
    "闻": "新闻 电视 抖音 快手 视频 电影 小说 网上 听说 报道 热搜 公众号 案例",
    "问": "怎么办 咋个办 咋办 怎么处理 怎么判 怎么赔 怎么告 判几年 判多久 赔多少 犯法吗 犯法不 违法吗 违法不 合法吗 合法不 "
    "能不能 可以吗 算不算",
}
_GROUP_OF = {word: group for group, words in _GROUPS.items() for word in words.split()}
_WORD = re.compile("|".join(sorted(_GROUP_OF, key=len, reverse=True)))


def parts_of(text: str) -> list[str]:
    """The text itself and, of a long one, its windows: neighbouring clauses of about 24 to 54 characters that overlap."""
    if len(text) <= _SHORT_TEXT:
        return [text]
    clauses = [piece for clause in _CLAUSE_END.split(text) if clause.strip() for piece in _cut(clause.strip())]
    starts = [start for start in range(len(clauses)) if len("".join(clauses[start:])) >= _WINDOW]
    windows = [_from(clauses[start:]) for start in starts[:-1]]
    return [text, *windows, *("".join(clauses[start:]) for start in starts[-1:])]


def _cut(clause: str) -> list[str]:
    size = -(-len(clause) // -(-len(clause) // _CLAUSE))
    return [clause[start : start + size] for start in range(0, len(clause), size)]


def _from(clauses: list[str]) -> str:
    window = ""
    while clauses and len(window) < _WINDOW:
        window, clauses = window + clauses[0], clauses[1:]
    return window


def buckets_of(text: str) -> NDArray[np.int64]:
    """The buckets (0 to BUCKETS - 1, sorted, each once) of the text's runs of one to four characters; never empty."""
    written = f"^{''.join(text.split())[:_LONGEST_TEXT]}$"
    grouped = _WORD.sub(lambda found: _GROUP_OF[found[0]], written)
    runs = _runs(written) | {"~" + run for run in _runs(grouped)}
    return np.unique([zlib.crc32(run.encode()) % BUCKETS for run in runs])


def _runs(text: str) -> set[str]:
    return {text[start : start + size] for size in range(1, _LONGEST + 1) for start in range(len(text) - size + 1)}
