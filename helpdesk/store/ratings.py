"""Ratings: rows in and out."""

from __future__ import annotations

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from helpdesk.store.chat_tables import RatingRow


def totals(session: Session) -> tuple[int, float | None, float | None]:
    """How many there are, the mean mark, and the share that says solved."""
    columns = (func.count(), func.avg(RatingRow.score), func.avg(cast(RatingRow.solved, Integer)))
    count, mean, solved = session.execute(select(*columns)).one()
    return count, None if mean is None else float(mean), None if solved is None else float(solved)
