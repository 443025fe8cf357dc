"""Sealing of personal data: what the database holds of a name or a number can be read with the key alone.

A sealed text is ``KEY.TOKEN``: the name of the key (the first eight hexadecimal digits of its fingerprint) and a Fernet token
(AES-128-CBC with HMAC-SHA256). A digest finds equal texts without opening any: HMAC-SHA256 under a key of its own, in hexadecimal.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from helpdesk.errors import WrongKey

SHORTEST = 32
"""Characters of a secret; a shorter one could be guessed."""

_SEALED = re.compile(r"([0-9a-f]{8})\.gAAAA[\w=-]+")


class Keys:
    """The first secret seals and makes digests, all of them open. Each has at least ``SHORTEST`` characters, else WrongKey."""

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets or min(map(len, secrets)) < SHORTEST:
            raise WrongKey(f"加密密钥至少要 {SHORTEST} 个字符")
        self._boxes = {_name(secret): Fernet(base64.urlsafe_b64encode(_derive(secret, b"seal"))) for secret in secrets}
        self.current = _name(secrets[0])
        self._digest_key = _derive(secrets[0], b"digest")

    def seal(self, text: str) -> str:
        """``text`` sealed with the first key; different each time."""
        return f"{self.current}.{self._boxes[self.current].encrypt(text.encode()).decode()}"

    def open(self, sealed: str) -> str:
        """What was sealed.

        Raises WrongKey when none of the keys fits, or the text was tampered with.
        """
        found = _SEALED.fullmatch(sealed)
        if found is None or found[1] not in self._boxes:
            raise WrongKey("这份个人信息不是用现在的密钥加密的")
        try:
            return self._boxes[found[1]].decrypt(sealed.partition(".")[2]).decode()
        except InvalidToken:
            raise WrongKey("这份加密的个人信息已经损坏，或者被改动过") from None

    def digest(self, text: str) -> str:
        """64 hexadecimal digits, the same for the same text under the same first key."""
        return hmac.new(self._digest_key, text.encode(), hashlib.sha256).hexdigest()


def is_sealed(text: str) -> bool:
    """Whether a stored text is sealed, with whatever key."""
    return _SEALED.fullmatch(text) is not None


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"cunfatong " + purpose).derive(secret.encode())


def _name(secret: str) -> str:
    return _derive(secret, b"name").hex()[:8]
