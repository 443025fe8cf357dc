"""The knowledge base as the rest of the program sees it: search, answer, quote.

What serves is a snapshot (index, corpus revision) that is replaced whole; a question that runs while it is replaced
ends on the old one.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from threading import Lock

from knowledge_base.calibration import EXACT, Calibration, QuestionFeatures
from knowledge_base.candidates import Candidate
from knowledge_base.entry_index import EntryIndex
from knowledge_base.entry_texts import Entry
from knowledge_base.follow_up import Related, related
from knowledge_base.models import Article, Aspect, Citation, Corpus, Faq, Guide
from knowledge_base.outside import OutsideModel
from knowledge_base.ports import Encoder, Transactions
from knowledge_base.publishing import corpus_revision, published_corpus
from knowledge_base.spelling import Speller, texts_of
from knowledge_base.statute_index import FoundArticle, StatuteIndex
from knowledge_base.statutes import StatuteBook
from knowledge_base.story import Account, account, parts_of

_CLARIFY_AT_MOST = 3
_ARTICLES = 3
_BESIDE_A_GUIDE = 2
# A candidate this much less likely than the best one is not worth asking about.
_WORTH_ASKING = 0.1


class WayOut(StrEnum):
    """The four ways a question is answered."""

    SURE = "sure"
    CLARIFY = "clarify"
    STATUTES = "statutes"
    NOT_LEGAL = "not_legal"


@dataclass(frozen=True, slots=True)
class RankedEntry:
    """An entry and the probability that it answers the question."""

    entry: Entry
    probability: float


@dataclass(frozen=True, slots=True)
class Answer:
    """How a question is answered: by the first of ``entries``, by asking between them, by ``articles``, or not at all."""

    way_out: WayOut
    entries: tuple[RankedEntry, ...] = ()
    articles: tuple[FoundArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class _Snapshot:
    revision: int
    index: EntryIndex
    beside_guides: dict[str, list[Faq]] = field(default_factory=dict)


class KnowledgeBase:
    """Search and answers over what is published and in force."""

    def __init__(
        self,
        db: Transactions,
        encoder: Encoder,
        book: StatuteBook,
        statutes: StatuteIndex,
        calibration: Calibration,
        outside: OutsideModel,
    ) -> None:
        self._db = db
        self._encoder = encoder
        self._statutes = statutes
        self._calibration = calibration
        self._outside = outside
        self._refreshing = Lock()
        self.book = book
        revision, corpus = published_corpus(db)
        self._speller = Speller(texts_of(corpus, book.law_names))
        self._serving = _Snapshot(revision, EntryIndex(corpus, encoder))

    @property
    def revision(self) -> int:
        """Which state of the corpus is served."""
        return self._serving.revision

    def refresh(self) -> bool:
        """Serve what is published now; returns whether anything had changed. Cheap when nothing has."""
        with self._refreshing:  # who comes second finds the work done
            old = self._serving
            if corpus_revision(self._db) == old.revision:
                return False
            revision, corpus = published_corpus(self._db)
            self._serving = _Snapshot(revision, old.index.updated(corpus))
            if self._serving.index.worth_merging:
                self._serving = _Snapshot(revision, self._serving.index.merged())
            # Made after the swap: a second in which a new word may still be taken for a slip holds up no answer.
            self._speller = Speller(texts_of(corpus, self.book.law_names))
        return True

    def trial(self, corpus: Corpus) -> KnowledgeBase:
        """The same knowledge base over another corpus, beside the one that serves; texts that stayed are not encoded."""
        beside = copy(self)
        beside._serving = _Snapshot(self.revision, self._serving.index.updated(corpus))
        return beside

    def refresh_day(self, today: date) -> None:
        """Go by the law as it stands on ``today``."""
        if today != self.book.day:
            self.book = StatuteBook(self.book.path, today)
            self._statutes.use_book(self.book)

    def repair(self, text: str) -> str:
        """The text as it was meant, when its spelling is off (``knowledge_base.spelling``)."""
        return self._speller.repair(text)

    def search_entries(self, question: str, limit: int = 5) -> list[RankedEntry]:
        """The entries that fit best, with calibrated probabilities."""
        found, probabilities = self._judged(self.repair(question))
        ranked = [RankedEntry(c.entry, p) for c, p in zip(found, probabilities, strict=True)]
        return ranked[:limit]

    def _judged(self, repaired: str) -> tuple[list[Candidate], list[float]]:
        found = self._serving.index.search(repaired)
        return found, self._calibration.probabilities(found, QuestionFeatures.of(repaired, self._outside))

    def search_statutes(self, question: str, limit: int = 10) -> list[FoundArticle]:
        """The articles in force that fit best; one that is named by number comes first."""
        return self._statutes.search(self.repair(question), limit)

    def answer(self, question: str, *, outside: bool | None = None) -> Answer:
        """Choose one of the four ways out.

        ``outside`` is the classifier's opinion whether the text is no legal matter at all; OutsideModel's when there is none.
        """
        if named := self.book.named_in(question):
            return Answer(WayOut.STATUTES, articles=(FoundArticle(named, 1.0),))
        ranked = self.search_entries(question, _CLARIFY_AT_MOST)
        best = ranked[0].probability if ranked else 0.0
        if outside is None:
            outside = seems_outside(best, self._calibration, self._outside.log_odds(self.repair(question)))
        match way_out(best, self._calibration, outside=outside):
            case WayOut.SURE:
                return Answer(WayOut.SURE, tuple(ranked))
            case WayOut.CLARIFY:
                others = [r for r in ranked[1:] if r.probability >= _WORTH_ASKING * best]
                return Answer(WayOut.CLARIFY, (ranked[0], *(others or ranked[1:2])))
            case WayOut.STATUTES:
                return Answer(WayOut.STATUTES, articles=tuple(self.search_statutes(question, _ARTICLES)))
        return Answer(WayOut.NOT_LEGAL)

    def follow_up(self, text: str, about: Entry) -> list[Related]:
        """The entries that ``text`` asks for when ``about`` was just discussed, best first."""
        index = self._serving.index
        return related(index, self.repair(text), about) if index.find(about.id) else []

    def read_story(self, text: str) -> Account:
        """What a long account asks for; without entries when no part of it is like any."""
        parts = [self.repair(part) for part in parts_of(text)]
        likeliest = [(found[0].entry.id, chances[0]) for found, chances in map(self._judged, parts) if found]
        if max((chance for _, chance in likeliest), default=0.0) < self._calibration.maybe:
            return Account([], sure=False)
        return account(self._serving.index, parts, likeliest, self._calibration.sure)

    def find_entry(self, entry_id: str) -> Entry | None:
        """The published entry of this id."""
        return self._serving.index.find(entry_id)

    def find_guide(self, guide_id: str | None) -> Guide | None:
        """The published guide of this id."""
        found = self.find_entry(guide_id) if guide_id else None
        return found if isinstance(found, Guide) else None

    def guide_of(self, entry: Entry) -> Guide | None:
        """The guide that an entry is, or leads to."""
        return entry if isinstance(entry, Guide) else self.find_guide(entry.guide)

    def faqs_beside(self, guide: Guide, question: str) -> list[Faq]:
        """The entries that lead to the guide and fit ``question`` (one that finds the guide) best; two at most."""
        index, known = self._serving.index, self._serving.beside_guides
        if question == guide.title and guide.id in known:
            return known[guide.id]
        found = (candidate.entry for candidate in index.search(self.repair(question)))
        beside = [entry for entry in found if isinstance(entry, Faq) and entry.guide == guide.id][:_BESIDE_A_GUIDE]
        if question == guide.title:  # what the register asks for every guide that was shown
            known[guide.id] = beside
        return beside

    def quote(self, citations: Iterable[Citation]) -> list[Article]:
        """The cited articles word for word; one that is no longer in force is left out."""
        return [self.book.quote(citation) for citation in citations if citation in self.book]


def seems_outside(best: float, calibration: Calibration, log_odds: float) -> bool:
    """Whether a text is taken for no legal matter without the classifier: it reads like none, and no entry is likely."""
    return best < calibration.maybe and log_odds > 0


def way_out(best: float, calibration: Calibration, *, outside: bool) -> WayOut:
    """How a question is answered whose likeliest entry has the probability ``best``; ``outside``: as no legal matter."""
    if best >= (EXACT if outside else calibration.sure):
        return WayOut.SURE
    if outside:
        return WayOut.NOT_LEGAL
    return WayOut.CLARIFY if best >= calibration.maybe else WayOut.STATUTES


def aspect_of(guide: Guide, aspect: Aspect) -> str:
    """What a guide says about one aspect, as text; lists are numbered."""
    value = getattr(guide, aspect.value)
    if isinstance(value, str):
        return value
    return "\n".join(f"{number}. {line}" for number, line in enumerate(value, 1))


def citations_of(entry: Entry) -> tuple[Citation, ...]:
    """The articles that an entry rests on."""
    return entry.citations if isinstance(entry, Faq) else entry.legal_basis
