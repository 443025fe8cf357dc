"""Names of parties made comparable."""

from __future__ import annotations

import pytest

from helpdesk.party_names import name_key

SAME = [
    ("王大明", "王 大明"),
    ("王大明", "王大明先生"),
    ("王大明", "老王大明"),
    ("李小芳", "李小芳 女士"),
    ("欧阳小芳", "欧阳小芳女士"),
    ("宏达建筑公司", "宏达建筑有限公司"),
    ("宏达建筑公司", "绵阳市宏达建筑有限责任公司"),
    ("宏达建筑公司", "四川宏达建筑股份有限公司"),
    ("宏达建筑公司", "宏达建筑有限公司（张三）"),
    ("宏达建筑公司", "宏达建筑集团有限公司"),
    ("ＡＢＣ科技公司", "abc科技有限公司"),
]
DIFFERENT = [
    ("王大明", "王小明"),
    ("王大明", "王大"),
    ("宏达建筑公司", "宏远建筑公司"),
    ("宏达建筑公司", "宏达运输公司"),
    ("绵阳市宏达建筑公司", "绵阳市宏远建筑公司"),
    ("经理", "村长"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_one_name_have_one_key(one: str, other: str) -> None:
    """Spaces, titles, the legal form and the seat make no difference."""
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_names_have_two_keys(one: str, other: str) -> None:
    """Nothing that makes a name is left out."""
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("nickname", ["老王", "王先生", "王老板", "小王"])
def test_a_surname_alone_is_too_short_to_compare(nickname: str) -> None:
    """A village has many 老王."""
    assert name_key(nickname) == "王"


@pytest.mark.parametrize("empty", ["", "  ", "（）", "……"])
def test_nothing_has_no_key(empty: str) -> None:
    """Punctuation is no name."""
    assert name_key(empty) == ""
