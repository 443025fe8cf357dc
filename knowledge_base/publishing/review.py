"""Review: submit a draft, approve it or send it back; and let an entry stop answering."""

from __future__ import annotations

from knowledge_base.errors import CorpusError, OwnChange, ReasonMissing
from knowledge_base.models import Faq
from knowledge_base.ports import Transactions
from knowledge_base.publishing.checking import check_beside, check_law, to_model, with_reason
from knowledge_base.publishing.steps import advance
from knowledge_base.states import Step
from knowledge_base.statutes import StatuteBook
from knowledge_base.store import entries as store
from knowledge_base.store.entries import GUIDE, Note, StoredEntry


def submit_for_review(db: Transactions, entry_id: str, base_version: int, note: Note) -> StoredEntry:
    """Lay a draft before somebody else; the reason says what has changed and why.

    Raises EntryNotFound, EntryChanged, IllegalMove or ReasonMissing.
    """
    note = with_reason(note)
    with db.write() as session:
        return advance(session, store.get_to_change(session, entry_id, base_version), Step.SUBMITTED, note)


def approve(
    db: Transactions, book: StatuteBook, entry_id: str, base_version: int, note: Note, *, only_admin: bool = False
) -> StoredEntry:
    """Publish what is in review: from now on it answers. The rules are checked once more, as of now.

    Whoever wrote the text does not approve it. Where there is no other admin (``only_admin``) they may, with a written
    reason that is kept with the version.

    Raises EntryNotFound, EntryChanged, IllegalMove, OwnChange, ReasonMissing, CorpusError or CitationNotInForce.
    """
    with db.write() as session:
        store.count_change(session)
        current = store.get_to_change(session, entry_id, base_version)
        if current.written_by == note.by:
            note = _alone(note, only_admin)
        published = advance(session, current, Step.APPROVED, note)
        check_law(published, book)
        check_beside(published, store.serving_entries(session))
    return published


def send_back(db: Transactions, entry_id: str, base_version: int, note: Note) -> StoredEntry:
    """Give what is in review back to be worked on, with the reason; its author may take it back by this too.

    Raises EntryNotFound, EntryChanged, IllegalMove or ReasonMissing.
    """
    note = with_reason(note)
    with db.write() as session:
        return advance(session, store.get_to_change(session, entry_id, base_version), Step.SENT_BACK, note)


def retire(db: Transactions, entry_id: str, base_version: int, note: Note) -> StoredEntry:
    """Let an entry stop answering at once; it is kept, and comes back by a new draft or by ``roll_back``.

    Raises EntryNotFound, EntryChanged, IllegalMove, ReasonMissing, or CorpusError for a guide that entries lead to.
    """
    note = with_reason(note)
    with db.write() as session:
        store.count_change(session)
        current = store.get_to_change(session, entry_id, base_version)
        if current.type == GUIDE:
            _check_unused(entry_id, store.serving_entries(session))
        return advance(session, current, Step.RETIRED, note, serving_version=None)


def _alone(note: Note, only_admin: bool) -> Note:
    if not only_admin:
        raise OwnChange("自己写的内容要请另一位管理员审核发布")
    try:
        return with_reason(note)
    except ReasonMissing:
        raise ReasonMissing("只有您一位管理员，自己发布要写明理由，会留在改动记录里") from None


def _check_unused(guide_id: str, serving: list[StoredEntry]) -> None:
    models = [to_model(entry) for entry in serving]
    leading = [model.id for model in models if isinstance(model, Faq) and model.guide == guide_id]
    if leading:
        raise CorpusError(f"还有问答连着这份办事指南，先改它们：{'、'.join(leading[:5])}")
