"""Whether a line's unit fits into the directory: its code, its tier, and the unit above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from helpdesk.errors import Refused
from helpdesk.exchange.reading import CODE_DIGITS, TIER_WORDS, PlaceDraft
from helpdesk.models import Tier

_ORDER = list(Tier)
_LONGEST_NAME = 60


class UnitLine(NamedTuple):
    """A unit of the directory, or one that a file adds."""

    code: str
    tier: Tier
    name: str
    parent: str | None
    other_names: tuple[str, ...] = ()


def new_unit(draft: PlaceDraft, known: Mapping[str, Tier]) -> UnitLine:
    """The unit that a line adds; ``known`` are the tiers of all units by code, those of the file among them.

    Raises Refused for what is missing or does not fit.
    """
    if draft.tier is None or not draft.name:
        raise Refused(f"没有代码是 {draft.code} 的服务点；要新增的话，层级和名称都要写")
    if len(draft.name) > _LONGEST_NAME:
        raise Refused(f"名称最多 {_LONGEST_NAME} 个字")
    digits = CODE_DIGITS[draft.tier]
    if draft.code[digits:].strip("0"):
        raise Refused(f"代码和层级对不上：{TIER_WORDS[draft.tier]}的代码第 {digits} 位以后都是 0")
    if draft.tier is Tier.CITY:
        return UnitLine(draft.code, draft.tier, draft.name, None)
    above = _ORDER[_ORDER.index(draft.tier) - 1]
    if draft.parent is None or known.get(draft.parent) is not above:
        raise Refused(f"上级代码要是已经有的（或者同一个文件里的）{TIER_WORDS[above]}，这里是“{draft.parent or ''}”")
    if not draft.code.startswith(draft.parent[: CODE_DIGITS[above]]):
        raise Refused("代码和上级代码对不上：前面几位要一样")
    return UnitLine(draft.code, draft.tier, draft.name, draft.parent)


def check_known(draft: PlaceDraft, unit: UnitLine) -> None:
    """Raises Refused when a line says otherwise of a unit than the directory does: a file moves none."""
    if draft.tier not in (None, unit.tier):
        raise Refused(f"{unit.name}是{TIER_WORDS[unit.tier]}一级的，层级不能改")
    if unit.tier is not Tier.CITY and draft.parent not in (None, unit.parent):
        raise Refused(f"{unit.name}的上级是 {unit.parent}，上级代码不能改")


def another_name(draft: PlaceDraft, unit: UnitLine) -> str | None:
    """The line's name, if it is another one than those that are known, and not merely more official."""
    name = _everyday(draft.name)
    return name if name and name not in (unit.name, *unit.other_names) else None


def _everyday(official: str) -> str:
    """铁炉村民委员会 is 铁炉村, 钟鼓楼社区居民委员会 is 钟鼓楼社区, 街道办事处 is 街道."""
    if official.endswith("村民委员会"):
        return official.removesuffix("村民委员会").removesuffix("村") + "村"
    return official.removesuffix("居民委员会").removesuffix("办事处")
