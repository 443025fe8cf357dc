"""What can go wrong in the knowledge base.

KnowledgeBaseError
├── CorpusError            a corpus file or an edited entry breaks a rule; the message says which and where
├── CitationNotInForce     the article is not in the statute database, or not in force on the day
├── EntryNotFound          no such FAQ entry or guide
├── EntryChanged           somebody else has changed the entry since it was opened
├── CalculatorNotFound     no such calculator
├── AnswerRefused          an answer to a calculator's question will not do; the message tells the citizen why
└── IndexNotBuilt          an index file is missing or belongs to other inputs; run the set-up again
"""

from __future__ import annotations


class KnowledgeBaseError(Exception):
    """Root of all errors that this package raises; its text is fit to be shown in the console."""


class CorpusError(KnowledgeBaseError):
    """A corpus file or an edited entry breaks a rule."""


class CitationNotInForce(KnowledgeBaseError):
    """The cited article is not in the statute database, or is not in force on the day."""


class EntryNotFound(KnowledgeBaseError):
    """There is no such FAQ entry or guide."""


class EntryChanged(KnowledgeBaseError):
    """The entry was changed by somebody else since it was opened."""


class CalculatorNotFound(KnowledgeBaseError):
    """There is no such calculator."""


class AnswerRefused(KnowledgeBaseError):
    """An answer to a calculator's question will not do; the text is a sentence for the person who answered."""


class IndexNotBuilt(KnowledgeBaseError):
    """An index file is missing or was built from other inputs."""
