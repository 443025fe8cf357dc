"""Open cases in which somebody stands on the other side."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from helpdesk.register_models import CaseState, Scope
from helpdesk.store.register import in_scope
from helpdesk.store.register_tables import CaseRow
from helpdesk.store.tables import HandoffRow


def case_of(session: Session, handoff: HandoffRow) -> CaseRow | None:
    """The hand-off's case, else the newest of its conversation that names somebody."""
    own = session.scalar(select(CaseRow).filter_by(handoff_id=handoff.id))
    if own is not None:
        return own
    rows = select(CaseRow).where(
        CaseRow.conversation_id == handoff.conversation_id,
        or_(CaseRow.party.is_not(None), CaseRow.other_party.is_not(None)),
    )
    return session.scalar(rows.order_by(CaseRow.id.desc()).limit(1))


def opposing(
    session: Session, scope: Scope, conversation_id: str, other: str | None, asks: str | None
) -> Iterator[tuple[CaseRow, bool]]:
    """Cases in scope that are not archived in which ``other`` asks (True), or ``asks`` is the other party (False)."""
    for column, name, as_party in ((CaseRow.party_digest, other, True), (CaseRow.other_digest, asks, False)):
        if name is None:
            continue
        rows = select(CaseRow).where(
            column == name,
            in_scope(scope),
            CaseRow.state != CaseState.ARCHIVED.value,
            or_(CaseRow.conversation_id.is_(None), CaseRow.conversation_id != conversation_id),
        )
        for row in session.scalars(rows.order_by(CaseRow.id)):
            yield row, as_party
