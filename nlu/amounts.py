"""Amounts and counts as people write them: 三千五, 3500块, 1.2万, 两万五, 三个半, 七成.

jionlp reads 三千五 as 3005 and 1万2 as 20004, so numbers are read here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000, "k": 1000}
_BIG = {"万": 10_000, "w": 10_000, "亿": 100_000_000}
_RUN = re.compile(r"(?:\d+(?:\.\d+)?|[零〇一二两俩仨三四五六七八九十百千万亿]|(?<=\d)[kw])+")
_TOKEN = re.compile(r"\d+(?:\.\d+)?|.")
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬圆", "一二三四五六七八九十百千万元")
_POINT = re.compile(
    r"(?<![早晚有快差])([零一二两三四五六七八九十]{1,3})点([零一二三四五六七八九]+)(?=[万千亿倍个成%]|$)"
)
# Words around the number that hold a numeral and mean none.
_NOT_NUMBERS = re.compile(r"一(?:共|般|直|起|下|个月|[年天月日])(?!半)|每一?(?:个月|[月天年])|(?:第)?一回|百分之百")
_PERCENT = re.compile(r"百分之(?=[\d零一二两三四五六七八九十])")
_OPEN = re.compile(r"[几多来把]|不到|以上|以下|好些|出头|[将接]近|快|上$")
_ONE_OR_OTHER = re.compile(r"[一二两三四五六七八九]{2}[十百千万]")  # 二三十
_NONE = re.compile(r"(?:都|一分都?|一个都?)?(?:没有?|没得|莫得|无|零)(?:了|过|得|花|给|休|啥子?|一分钱?)*[吧嘛哦。！]*")
_FILLER = re.compile(
    r"[块元圆钱整毛人民币的大概约莫左右差不多上下算吧嘛哦嗯呢就是有我他她它给了到手拿发每个名年月日天小时工资共总合计这那样子成分厘%¥￥岁号数只，。、,.!！~\s]"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that was read. ``vague`` when it is a rough one (两万多) or one of several; ``bare`` when nothing else was said."""

    value: Decimal
    vague: bool
    bare: bool


def read_amount(text: str) -> Amount | None:
    """The number in ``text``, or None when there is none; 没有 is zero."""
    said = unicodedata.normalize("NFKC", text).lower().strip().translate(_FORMAL)
    said = _POINT.sub(
        lambda found: f"{_value(found[1])}.{''.join(str(_DIGITS[c]) for c in found[2])}", _PERCENT.sub("", said)
    )
    said = re.sub(r"(?<=\d)[,，\s](?=\d)", "", said)
    said = said.replace("一半", " ")  # of what, is not said
    if _NONE.fullmatch(said):
        return Amount(Decimal(0), False, True)
    rest = _NOT_NUMBERS.sub(" ", said)
    runs = list(_RUN.finditer(rest)) or list(_RUN.finditer(said))
    if not runs:
        return None
    source = rest if _RUN.search(rest) else said
    run = runs[0]
    before, after = source[: run.start()], source[run.end() :]
    value = _value(run[0])
    value, after = _with_tail(value, after)
    if before.endswith(("-", "负")):
        value, before = -value, before.rstrip("-负")
    several = len(runs) > 1 and not _is_tail(runs, source)
    vague = several or bool(_ONE_OR_OTHER.search(run[0]) or _OPEN.search(before[-2:] + after[:3]))
    return Amount(value, vague, not _FILLER.sub("", before + after))


def _with_tail(value: Decimal, after: str) -> tuple[Decimal, str]:
    """The number with what may follow its unit: 三个半, 两天半, 一分五 (1.5), 七成 (70)."""
    if found := re.match(r"[块元]([一二三四五六七八九\d])(?:毛|角)?(?![\d一二三四五六七八九十百千万])", after):
        return value + _value(found[1]) / 10, after[found.end() :]
    if found := re.match(r"[毛角]钱?", after):
        return value / 10, after[found.end() :]
    if found := re.match(r"(?:个|天|年|个?月|个?小时)?半", after):
        return value + Decimal("0.5"), after[found.end() :]
    if found := re.match(r"分([一二三四五六七八九\d])(?!\d)", after):
        return value + _value(found[1]) / 10, after[found.end() :]
    if after.startswith("成"):
        return value * 10, after[1:]
    return (value / 10, after[1:]) if after.startswith("厘") else (value, after)


def _is_tail(runs: list[re.Match[str]], source: str) -> bool:
    """Whether the second number only goes on with the first: 一分五."""
    return len(runs) == 2 and source[runs[0].end() : runs[1].start()] in ("分", "块", "元")


def _value(run: str) -> Decimal:
    """The value of a run of digits and numerals; a last digit without a unit belongs to the next smaller one (三千五)."""
    total, section, current, unit = Decimal(0), Decimal(0), None, 1
    gap = False
    for sign in _TOKEN.findall(run):
        if sign in _UNITS:
            section += (Decimal(1) if current is None else current) * _UNITS[sign]
            unit, current, gap = _UNITS[sign], None, False
        elif sign in _BIG:
            total = (total + section + (current or 0) or Decimal(1)) * _BIG[sign]
            unit, section, current, gap = _BIG[sign], Decimal(0), None, False
        elif sign in "零〇" and current is None and unit > 1:
            gap = True
        else:
            digit = Decimal(_DIGITS[sign]) if sign in _DIGITS else Decimal(sign)
            current = digit if current is None else current * 10 + digit
    if current is not None and unit >= 100 and not gap and 0 < current < 10:
        current *= unit // 10
    return total + section + (current or 0)
