"""Phone numbers as citizens write them."""

from __future__ import annotations

import re
import unicodedata

from helpdesk.errors import InvalidPhone

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(10|2\d)[2-9]\d{7}|0[3-9]\d\d[2-9]\d{6,7}")


def parse_phone(written: str) -> str:
    """The number in digits alone: a mobile of 11 digits, or a landline with its area code (08162345678).

    Full-width digits, spaces, dashes and +86 are taken. Raises InvalidPhone with what is wrong.
    """
    plain = unicodedata.normalize("NFKC", written)
    digits = re.sub(r"[\s\-—–()+.]", "", plain).removeprefix("0086")
    if digits.startswith("86") and len(digits) > 11:
        digits = digits[2:]
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    if re.fullmatch(r"1\d*", digits):
        raise InvalidPhone(
            f"手机号应该是 11 位数字，您写的是 {len(digits)} 位，请再看一下"
            if len(digits) != 11
            else "这个手机号不对，请再看一下"
        )
    raise InvalidPhone("没有看到电话号码，请写 11 位手机号，或者带区号的座机号")


def find_phone(text: str) -> str | None:
    """A phone number inside a sentence, or None."""
    plain = unicodedata.normalize("NFKC", text)
    for run in re.findall(r"\+?\d[\d\s\-]{8,16}\d", plain):
        try:
            return parse_phone(run)
        except InvalidPhone:
            continue
    return None


def mask_phone(phone: str) -> str:
    """The number with its middle hidden: 138****5678."""
    return phone[:3] + "****" + phone[-4:] if len(phone) >= 8 else "****"
