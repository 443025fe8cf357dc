"""Article numbers: from what people and corpus files write to what the laws write."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_ARTICLE = re.compile(r"第?([0-9０-９]{1,4}|[零〇一二三四五六七八九十百千]{1,9})条(之[一二三四五六七八九十]+)?")


def to_chinese(number: int) -> str:
    """Write 1 to 9999 the way statutes do: 10 is 十, 15 is 十五, 105 is 一百零五, 1079 is 一千零七十九.

    Raises ValueError outside that range.
    """
    if not 1 <= number <= 9999:
        raise ValueError(f"not an article number: {number}")
    written, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // size % 10
        if digit:
            written += ("零" if gap else "") + _DIGITS[digit] + unit
            gap = False
        elif written:
            gap = True
    return written.removeprefix("一") if 10 <= number <= 19 else written


def article_number(text: str) -> str | None:
    """The first article number in ``text`` in the statutes' form, or None.

    Takes ``1079条``, ``第1079条``, ``第一千零七十九条`` and ``第133条之一``.
    """
    found = _ARTICLE.search(text)
    if not found:
        return None
    number, suffix = found.group(1), found.group(2) or ""
    if number[0].isdigit():
        if not 1 <= int(number) <= 9999:
            return None
        number = to_chinese(int(number))
    return f"第{number}条{suffix}"
