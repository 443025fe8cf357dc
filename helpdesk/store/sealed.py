"""Column types for personal data.

The keys belong to an engine (``open_database`` puts them on its dialect), so that nothing is global and two databases may have two keys.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from helpdesk.errors import WrongKey
from helpdesk.sealing import Keys


class Sealed(TypeDecorator[str]):
    """A text that is stored sealed. It cannot be compared or sorted in SQL; a ``Digest`` beside it finds equal ones."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal what is stored."""
        return None if value is None else keys_of(dialect).seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open what is read."""
        return None if value is None else keys_of(dialect).open(value)


class SealedJson(TypeDecorator[Any]):
    """Plain values that are stored sealed, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Seal what is stored."""
        return None if value is None else keys_of(dialect).seal(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Open what is read."""
        return None if value is None else json.loads(keys_of(dialect).open(value))


class Digest(TypeDecorator[str]):
    """The digest of the sealed column ``of`` in the same row: given the plain text, in a row or in a comparison.

    With ``key``, texts that it maps to one key have one digest.
    """

    impl = String(64)
    cache_ok = True

    def __init__(self, of: str = "", key: Callable[[str], str] = str) -> None:
        super().__init__()
        self.of = of
        self.key = key

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Digest what is stored or searched."""
        return None if value is None else keys_of(dialect).digest(self.key(value))


def keys_of(dialect: Dialect) -> Keys:
    """The keys of the engine that speaks this dialect.

    Raises WrongKey when the database was opened without any.
    """
    keys: Keys | None = getattr(dialect, "cunfatong_keys", None)
    if keys is None:
        raise WrongKey("数据库没有打开加密密钥，不能读写个人信息")
    return keys
