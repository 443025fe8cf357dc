"""Use cases around the corpus: draft → review by another person → published → retired; every version is kept.

``corpus`` what is served · ``drafts`` write · ``review`` submit, approve, send back, retire · ``history`` compare, roll back.
A change of what is served reaches the index within seconds, in every process (``KnowledgeBase.refresh``).
"""

from knowledge_base.publishing.corpus import (
    changed_corpus,
    corpus_revision,
    get_entry,
    import_corpus,
    list_entries,
    list_serving,
    published_corpus,
)
from knowledge_base.publishing.drafts import add_draft, save_draft
from knowledge_base.publishing.history import Difference, compare, entry_version, entry_versions, roll_back
from knowledge_base.publishing.review import approve, retire, send_back, submit_for_review

__all__ = [
    "Difference",
    "add_draft",
    "approve",
    "changed_corpus",
    "compare",
    "corpus_revision",
    "entry_version",
    "entry_versions",
    "get_entry",
    "import_corpus",
    "list_entries",
    "list_serving",
    "published_corpus",
    "retire",
    "roll_back",
    "save_draft",
    "send_back",
    "submit_for_review",
]
