"""The fields of an entry: their Chinese names, in the order in which people read them."""

from __future__ import annotations

from knowledge_base.store.entries import FAQ, GUIDE

FAQ_FIELDS = {
    "question": "问题", "variants": "其他问法", "heard": "听到过的问法", "answer": "答复", "citations": "法律依据",
    "other_sources": "其他依据", "guide": "办事指南", "evidence": "要留的证据", "deadline": "期限",
    "deadline_article": "期限的条文", "needs_person": "何时找人", "valid_from": "核对日期", "review_by": "下次复核",
}  # fmt: skip
GUIDE_FIELDS = {
    "title": "名称", "service": "服务种类", "summary": "简介", "names": "群众的叫法", "heard": "听到过的问法",
    "conditions": "条件", "materials": "材料", "procedure": "步骤", "time_limit": "多久办好", "fee": "费用",
    "where": "在哪里办", "who_can_help": "谁能帮忙", "legal_basis": "法律依据", "other_sources": "其他依据",
    "valid_from": "核对日期", "review_by": "下次复核",
}  # fmt: skip
FIELDS = {FAQ: FAQ_FIELDS, GUIDE: GUIDE_FIELDS}

# Fields that hold several lines.
LISTS = frozenset({
    "variants", "heard", "citations", "other_sources", "evidence", "names", "conditions", "materials", "procedure",
    "who_can_help", "legal_basis",
})  # fmt: skip


def field_name(field: str) -> str:
    """A field as people call it."""
    return FAQ_FIELDS.get(field) or GUIDE_FIELDS.get(field) or {"id": "编号", "topic": "主题"}.get(field, field)
