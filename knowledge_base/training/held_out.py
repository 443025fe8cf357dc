"""What training never sees, so that the evaluation can ask about it: a fifth of the entries and a fifth of the statute pairs.

The choice is made by a checksum of the name, so that it stays the same when others come and go.
"""

from __future__ import annotations

import zlib

_FIFTH = 5
PARTS = 3
"""In how many parts the questions that are not held out are asked under towers trained without them."""


def is_held_out(name: str) -> bool:
    """Whether an entry's id, or the text of a question about the law, belongs to the fifth that is kept from training."""
    return zlib.crc32(name.encode()) % _FIFTH == 0


def is_for_fitting(name: str) -> bool:
    """Whether test questions of this name fit the ranking and the thresholds; those of the others only judge them."""
    return zlib.crc32(f"fit {name}".encode()) % 2 == 0


def part_of(name: str) -> int:
    """Which of PARTS a question about the law belongs to, from 0."""
    return zlib.crc32(f"part {name}".encode()) % PARTS
