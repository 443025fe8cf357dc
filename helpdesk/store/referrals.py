"""Referrals: rows in and out."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.clock import shanghai
from helpdesk.register_models import Referral, ReferralState, ReferralTarget, Scope
from helpdesk.store.register import in_scope
from helpdesk.store.register_tables import CaseRow, ReferralRow


def to_referral(row: ReferralRow, case: CaseRow) -> Referral:
    """The row as the use cases see it."""
    return Referral(
        id=row.id,
        case_id=row.case_id,
        number=case.number,
        target=ReferralTarget(row.target),
        office=row.office,
        request=row.request,
        state=ReferralState(row.state),
        sent_by=row.sent_by,
        sent_at=shanghai(row.sent_at),
        due_on=row.due_on,
        outcome=row.outcome,
        follow_up_on=row.follow_up_on,
        followed_up_at=shanghai(row.followed_up_at) if row.followed_up_at else None,
        follow_up=row.follow_up,
    )


def of_case(session: Session, case_id: int) -> list[Referral]:
    """A case's referrals in order."""
    rows = select(ReferralRow, CaseRow).join(CaseRow, CaseRow.id == ReferralRow.case_id)
    found = session.execute(rows.where(ReferralRow.case_id == case_id).order_by(ReferralRow.id))
    return [to_referral(row, case) for row, case in found]


def waiting(session: Session, scope: Scope) -> Iterable[Referral]:
    """The referrals that something is still to be done about, the earliest due first."""
    rows = select(ReferralRow, CaseRow).join(CaseRow, CaseRow.id == ReferralRow.case_id)
    undone = ReferralRow.follow_up_on.is_not(None) & ReferralRow.followed_up_at.is_(None)
    open_states = [ReferralState.SENT.value, ReferralState.ACCEPTED.value]
    rows = rows.where(ReferralRow.state.in_(open_states) | undone, in_scope(scope))
    for row, case in session.execute(rows.order_by(ReferralRow.due_on, ReferralRow.id)):
        yield to_referral(row, case)
