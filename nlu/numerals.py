"""Small numbers in digits or Chinese numerals: 3, 12, 三, 十二, 二十五, 廿三."""

from __future__ import annotations

NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十廿]{1,3})"
"""A regular expression for 1 to 99."""

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def number(written: str) -> int:
    """The value of a number from 0 to 99; numerals without 十 are digits beside each other (二五 is 25)."""
    if written.isdigit():
        return int(written)
    written = written.replace("廿", "二十")
    tens, _, ones = written.rpartition("十")
    if "十" not in written:
        return int("".join(str(_DIGITS[c]) for c in written))
    return (number(tens) if tens else 1) * 10 + (number(ones) if ones else 0)
