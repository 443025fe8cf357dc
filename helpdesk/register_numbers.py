"""Case numbers: 绵法询〔2026〕游仙-000123, counted per county (or the city itself) and year."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk.directory import Directory
from helpdesk.models import Tier
from helpdesk.place_names import stem

DEFAULT_PREFIX = "绵法询"


@dataclass(frozen=True, slots=True)
class Series:
    """What a number begins with: the word of the city's bureau, and the unit that counts."""

    unit_code: str
    unit: str
    prefix: str = DEFAULT_PREFIX

    def number(self, year: int, serial: int) -> str:
        """The number as people read it."""
        return f"{self.prefix}〔{year}〕{self.unit}-{serial:06}"


def series_of(directory: Directory, place_code: str, prefix: str = DEFAULT_PREFIX) -> Series:
    """The series that a case of a place is counted in.

    A county bears its short name, unless a unit beside it, or the city, has the same. Raises NotFound.
    """
    place = directory.get(place_code)
    county = place if place.tier is Tier.CITY else directory.get(county_code(place.code))
    units = [unit for unit in (directory.city(), *directory.children(None)) if unit is not None]
    short = stem(county.name, county.tier)
    shared = sum(stem(unit.name, unit.tier) == short for unit in units) > 1
    return Series(county.code, county.name if shared else short, prefix)


def county_code(code: str) -> str:
    """The code of the county that a unit of county tier or below lies in."""
    return code[:6].ljust(12, "0")


def below(code: str) -> str:
    """What the codes of a unit and of all units below it begin with: the zeros at the end say how wide it is."""
    return next((code[:digits] for digits in (4, 6, 9) if not code[digits:].strip("0")), code)
