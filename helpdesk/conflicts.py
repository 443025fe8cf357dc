"""Conflict of interest: whether the other party of a chat is somebody whom the adviser, or their room, advises already."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk.errors import NotFound
from helpdesk.party_names import SHORTEST, name_key
from helpdesk.register import readable
from helpdesk.register_models import Reader, Scope
from helpdesk.store import conflicts as store
from helpdesk.store.database import Database
from helpdesk.store.tables import AdviserRow, HandoffRow


@dataclass(frozen=True, slots=True)
class Conflict:
    """A case that is not archived in which ``name`` stands on the other side: as who asks, or as who is asked about.

    ``adviser`` is whose case it is; None when it is the room's and nobody's yet. ``is_mine`` says that it is the adviser's
    who wants to claim.
    """

    number: str
    name: str
    adviser: str | None
    is_mine: bool
    other_side: bool
    """The other party of the chat asks for advice in that case; else who asks in the chat is the other party there."""


def conflicts_of(db: Database, handoff_id: int, login: str, other_party: str = "") -> list[Conflict]:
    """The conflicts that ``login`` would have by claiming a hand-off: their own cases first, then their places'.

    The other party is the one that the adviser was told, else the one in the chat's case; without a name there is
    nothing to compare. Cases of the same conversation are left out. Raises NotFound for no such hand-off or account.
    """
    with db.read() as session:
        handoff, adviser = session.get(HandoffRow, handoff_id), session.get(AdviserRow, login)
        if handoff is None or adviser is None:
            raise NotFound("没有这条转接记录")
        case = store.case_of(session, handoff)
        other = _comparable(other_party or (case.other_party if case else None) or "")
        asks = _comparable((case.party if case else None) or "")
        found = [
            Conflict(
                row.number,
                (row.party if as_party else row.other_party) or "",
                row.adviser,
                row.adviser == login,
                as_party,
            )
            for row, as_party in store.opposing(session, _scope(adviser), handoff.conversation_id, other, asks)
        ]
    return sorted(found, key=lambda conflict: (not conflict.is_mine, conflict.number))


def _scope(adviser: AdviserRow) -> Scope:
    """Also an admin is asked about their own cases and places alone: nobody else's clients are theirs."""
    return readable(Reader(adviser.login, is_admin=False, places=tuple(adviser.places)))


def _comparable(name: str) -> str | None:
    return name if len(name_key(name)) >= SHORTEST else None
