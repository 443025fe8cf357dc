"""What a file would add and change, and making drafts of it. A file with one bad row is refused whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from knowledge_base.corpus_files import FOLDER
from knowledge_base.entry_rules import as_compared
from knowledge_base.errors import FileRefused, KnowledgeBaseError
from knowledge_base.exchange.records import Record
from knowledge_base.models import Faq
from knowledge_base.ports import Transactions
from knowledge_base.publishing.checking import check_law, checked_body, to_model, with_reason
from knowledge_base.publishing.steps import advance
from knowledge_base.states import State, Step, next_state
from knowledge_base.statutes import StatuteBook
from knowledge_base.store import entries as store
from knowledge_base.store.entries import FAQ, GUIDE, Note, StoredEntry

_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do: entries by whether they are new, differ from what there is, or are the same.

    The same is what is served already, or stands in the newest draft: a file that was exported earlier does not
    overwrite a draft. Each is held as it would become, with the version that the file was compared with.
    """

    added: tuple[StoredEntry, ...]
    changed: tuple[StoredEntry, ...]
    unchanged: tuple[StoredEntry, ...]


def plan_import(db: Transactions, book: StatuteBook, records: list[Record]) -> Plan:
    """What the records would add and change; nothing is stored.

    Raises FileRefused with row and reason when any of them breaks a rule.
    """
    with db.read() as session:
        return _plan(session, book, records)


def make_drafts(
    db: Transactions, book: StatuteBook, records: list[Record], seen: Plan, note: Note, *, submit: bool = False
) -> Plan:
    """Make drafts of what is new or differs, all or none; with ``submit`` they go to review at once. Never published.

    ``seen`` is the plan that a person has agreed to. Raises FileRefused, also when entries have changed since then,
    or ReasonMissing.
    """
    note = with_reason(note)
    with db.write() as session:
        plan = _plan(session, book, records)
        if plan != seen:
            raise FileRefused("这些条目刚刚被别人改过，请重新看一遍再导入")
        for entry in plan.added:
            draft = replace(entry, written_by=note.by)
            store.add(session, draft, Step.SAVED, note)
            _submit(session, draft, note, submit)
        for entry in sorted(plan.changed, key=lambda entry: entry.id):
            current = store.get_to_change(session, entry.id, entry.version)
            draft = advance(session, current, Step.SAVED, note, body=entry.body, written_by=note.by)
            _submit(session, draft, note, submit)
    return plan


def _submit(session: Any, draft: StoredEntry, note: Note, submit: bool) -> None:
    if submit:
        advance(session, draft, Step.SUBMITTED, note)


def _plan(session: Any, book: StatuteBook, records: list[Record]) -> Plan:
    present = {entry.id: entry for entry in store.all_entries(session)}
    topics = {entry.topic for entry in present.values() if entry.type == FAQ}
    topics |= {path.stem for path in (FOLDER / "faq").glob("*.yml")}
    serving = store.serving_entries(session)
    beside = _Beside(serving, records)
    served = {entry.id: entry.body for entry in serving}
    problems: list[str] = []
    becoming: list[StoredEntry] = []
    for record in records:
        try:
            entry = _becoming(record, present, served, topics)
            check_law(entry, book)
            beside.claim(record.row, entry)
            becoming.append(entry)
        except KnowledgeBaseError as error:
            problems.append(f"第 {record.row} 行：{error}")
    if problems:
        more = [f"……一共 {len(problems)} 处"] if len(problems) > _MOST_PROBLEMS else []
        raise FileRefused(*problems[:_MOST_PROBLEMS], *more)
    same = {e.id for e in becoming if e.id in present and e.body in (present[e.id].body, served.get(e.id))}
    return Plan(
        tuple(entry for entry in becoming if entry.id not in present),
        tuple(entry for entry in becoming if entry.id in present and entry.id not in same),
        tuple(entry for entry in becoming if entry.id in same),
    )


def _becoming(
    record: Record, present: dict[str, StoredEntry], served: dict[str, dict[str, Any]], topics: set[str]
) -> StoredEntry:
    """The entry that a record makes."""
    body = checked_body(record.type, record.body)
    current = present.get(body["id"])
    if current is None:
        if record.type == FAQ and record.topic not in topics:
            raise FileRefused(f"没有叫“{record.topic}”的主题")
        topic = record.topic or body["service"]
        return StoredEntry(body["id"], record.type, topic, State.DRAFT, 1, body)
    if current.type != record.type:
        raise FileRefused(f"编号 {current.id} 已经用在别的条目上了")
    if record.topic not in ("", current.topic):
        raise FileRefused(f"主题不能改：{current.id} 在“{current.topic}”里")
    if body not in (current.body, served.get(current.id)):
        next_state(current.state, Step.SAVED)
    return replace(current, body=body)


class _Beside:
    """The ids and wordings in use: of what is served and not in the file, then of the file, row by row."""

    def __init__(self, serving: list[StoredEntry], records: list[Record]) -> None:
        mentioned = {record.id for record in records if record.id is not None}
        others = [to_model(entry) for entry in serving if entry.id not in mentioned]
        self._owners = {as_compared(wording): other.id for other in others for wording in other.wordings}
        self._guides = {entry.id for entry in serving if entry.type == GUIDE}
        self._guides |= {record.id for record in records if record.type == GUIDE and record.id is not None}
        self._rows: dict[str, int] = {}

    def claim(self, row: int, entry: StoredEntry) -> None:
        """Raises FileRefused when the id, a wording or the guide of an entry does not fit beside the others."""
        first = self._rows.setdefault(entry.id, row)
        if first != row:
            raise FileRefused(f"编号 {entry.id} 在第 {first} 行已经有了")
        model = to_model(entry)
        for wording in model.wordings:
            owner = self._owners.setdefault(as_compared(wording), entry.id)
            if owner != entry.id:
                raise FileRefused(f"“{wording}”在 {owner} 里已经有了")
        if isinstance(model, Faq) and model.guide is not None and model.guide not in self._guides:
            raise FileRefused(f"没有编号为 {model.guide} 的办事指南")
