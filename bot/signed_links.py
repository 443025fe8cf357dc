"""Short-lived links to one appointment's files, for what cannot send a bearer token: a browser's download, a picture."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeTimedSerializer

SECONDS = 15 * 60


class SignedLinks:
    """Makes and reads the ``link`` parameter; it names the conversation and the appointment, and nobody can make one up."""

    seconds = SECONDS

    def __init__(self, secret: str) -> None:
        self._signer = URLSafeTimedSerializer(secret, salt="appointment-link")

    def make(self, conversation_id: str, code: str) -> str:
        """A parameter that holds for a quarter of an hour."""
        return self._signer.dumps([conversation_id, code])

    def read(self, link: str, code: str) -> str | None:
        """The id of the conversation whose appointment ``code`` it opens; None when it is forged, too old or for another."""
        try:
            conversation_id, linked = self._signer.loads(link, max_age=SECONDS)
        except (BadSignature, ValueError):
            return None
        return str(conversation_id) if linked == code else None
