"""Names of people and companies made comparable, so that 王大明 先生 and 王大明 are one, and 宏达建筑公司 and its long form too."""

from __future__ import annotations

import re
import unicodedata

SHORTEST = 2
"""A key of one character (老王) is nobody's name: it is not compared."""

_PERSON_ENDS = re.compile(
    r"(?<=..)(?:先生|女士|小姐|同志|老师|师傅|老板|大爷|大娘|大哥|大姐|老总|经理|村长|主任|书记|队长|律师|医生)$"
)
_PERSON_START = re.compile(r"^老(?=[^\W\d_]{2,3}$)")
_COMPANY = re.compile(
    r"(?:股份有限|有限责任|有限|集团有限|集团)?(?:总|分|子)?公司$|(?:个体工商户|经营部|有限合伙|普通合伙)$"
)
_SEAT = re.compile(r"^(?:四川省?)?(?:[^\W\d_]{2}市)?(?=[^\W\d_]{2})")
_NOT_SURNAMES = re.compile(r"^老(?:年|百姓|乡|人|干)")


def name_key(written: str) -> str:
    """What two ways to write one name have in common.

    Spaces, punctuation and what stands in brackets are left out, titles too; of companies also the legal form and
    the province and city in front. A nickname by surname (老王, 王老板) keeps the surname alone.
    """
    plain = unicodedata.normalize("NFKC", written).casefold()
    plain = re.sub(r"\([^)]*\)|[〔【\[][^〕】\]]*[〕】\]]", "", plain)
    plain = re.sub(r"[\W_]+", "", plain)
    if (short := _COMPANY.sub("", plain)) != plain and len(short) >= SHORTEST:
        while (shorter := _COMPANY.sub("", short)) != short and len(shorter) >= SHORTEST:
            short = shorter
        return _SEAT.sub("", short)
    if len(plain) <= 3 and (surname := re.fullmatch(r"([^\W\d_])(?:先生|女士|老板|师傅|总)", plain)):
        return surname[1]
    plain = _PERSON_ENDS.sub("", plain)
    if len(plain) == 2 and plain[0] in "老小":
        return plain[1]
    return plain if _NOT_SURNAMES.match(plain) else _PERSON_START.sub("", plain)
