"""Chinese numerals: article numbers as the laws write them, and the numbers in amounts and time limits."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MOST = 9999
_SHORTENED = re.compile(r"[百千][一二三四五六七八九]$")  # 一百三 is 130 to one, 103 to another
_ARABIC = re.compile(r"\d+(?:\.\d+)?")
_ARTICLE = re.compile(
    r"(?<![0-9０-９])第?\s*([0-9０-９]{1,4}|(?:[零〇一二三四五六七八九十百千]|两(?=[百千])){1,9})\s*条(?:之([一二三四五六七八九十]+|[1-9][0-9]?))?"
)


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

    Takes ``1079条``, ``第1079条``, ``第一千零七十九条`` and ``第133条之一``; and what people say for them: ``一千七十九条``,
    ``一零七九条``, ``两百三十二条``, ``133条之1``.
    """
    found = _ARTICLE.search(text)
    number = _as_statutes_write(found.group(1)) if found else None
    if found is None or number is None:
        return None
    suffix = found.group(2)
    if suffix is None:
        return f"第{number}条"
    return f"第{number}条之{to_chinese(int(suffix)) if suffix.isdigit() else suffix}"


def _as_statutes_write(number: str) -> str | None:
    """An article number in the statutes' form, or None for what is none."""
    plain = number.replace("〇", "零").replace("两", "二")
    if number[0].isdigit():
        value = int(number)
    elif len(plain) > 1 and all(character in _DIGITS for character in plain):
        value = int("".join(str(_DIGITS.index(character)) for character in plain))  # read out digit by digit
    else:
        value = int(to_number(plain) or 0)
        if value > _MOST or _bare(to_chinese(value) if value else "") != _bare(plain) or _SHORTENED.search(plain):
            return None
    return to_chinese(value) if 1 <= value <= _MOST else None


def _bare(number: str) -> str:
    """Without what is left out in speech: 一千四十三 for 一千零四十三, 一百十五 for 一百一十五."""
    return number.replace("零", "").replace("一十", "十")


def to_number(text: str) -> float | None:
    """The value of a number in digits or Chinese numerals (``30``, ``三十``, ``两千五百``, ``十万``, ``半``), or None."""
    if text == "半":
        return 0.5
    if _ARABIC.fullmatch(text):
        return float(text)
    total = section = digit = 0
    for character in text.replace("两", "二").replace("〇", "零"):
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        elif character in _UNITS:
            section += (digit or 1) * _UNITS[character]
            digit = 0
        elif character == "万":
            total += (section + digit) * 10_000
            section = digit = 0
        elif character == "亿":
            total = (total + section + digit) * 100_000_000
            section = digit = 0
        else:
            return None
    return float(total + section + digit) if text else None
