"""The index over published FAQ entries and guides.

A question is answered in two stages: a shortlist by meaning and by characters, then the features of what stands on it. The
index is immutable, a large segment and beside it a small one of what has changed since; an update makes a new small one, and
when that has grown, ``merged`` makes one large one of both. What has gone from the large one is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from knowledge_base.candidates import Candidate, Shortlist, candidates_of
from knowledge_base.dialect import standard
from knowledge_base.entry_texts import Entry, encodable, entries_of, text_of
from knowledge_base.entry_vectors import unit
from knowledge_base.models import Corpus
from knowledge_base.ports import Encoder
from knowledge_base.postings import Postings, Rows, Terms
from knowledge_base.ranking import FEATURES, Ranking
from knowledge_base.segment import Counted, Segment

# So many entries are compared wording by wording; the right one was among them for every test question that has one.
_LOOKED_AT = 60
_NEAREST, _SENTENCE = FEATURES.index("nearest"), FEATURES.index("sentence")
# More changes than this, or than this share of the entries, are merged into the large segment.
_CHANGES, _CHANGED_SHARE = 50, 0.01


_NOTHING = Shortlist([], np.zeros((0, len(FEATURES)), dtype=np.float32), [])


class EntryIndex:
    """Search over the entries of a corpus."""

    def __init__(self, corpus: Corpus, encoder: Encoder) -> None:
        self._encoder = encoder
        self._ranking = Ranking.load()
        entries = entries_of(corpus)
        self._hold((Segment(entries, encoder),) if entries else ())

    def _hold(self, segments: tuple[Segment, ...], gone: Sequence[int] = ()) -> None:
        """Search these segments without the rows ``gone`` of the first."""
        self._segments = segments
        self._gone = np.zeros(len(self._segments[0].entries) if self._segments else 0, dtype=np.bool_)
        self._gone[list(gone)] = True
        self._gone_postings = Postings([text_of(self._segments[0].entries[row]) for row in gone])

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in no particular order."""
        return tuple(
            entry
            for segment in self._segments
            for row, entry in enumerate(segment.entries)
            if segment is not self._segments[0] or not self._gone[row]
        )

    def find(self, entry_id: str) -> Entry | None:
        """The entry of this id."""
        at = self._locate(entry_id)
        return at[0].entries[at[1]] if at else None

    def _locate(self, entry_id: str) -> tuple[Segment, int] | None:
        for segment in reversed(self._segments):
            row = segment.row_of.get(entry_id)
            if row is not None:
                return None if segment is self._segments[0] and self._gone[row] else (segment, row)
        return None

    def updated(self, corpus: Corpus) -> EntryIndex:
        """An index over ``corpus`` that shares with this one what has not changed."""
        if not self._segments:
            return EntryIndex(corpus, self._encoder)
        large = self._segments[0]
        entries = {entry.id: entry for entry in entries_of(corpus)}
        gone = [row for row, entry in enumerate(large.entries) if not _same(entries.get(entry.id), entry)]
        left_out = {large.entries[row].id for row in gone}
        new = [entry for id_, entry in entries.items() if id_ in left_out or id_ not in large.row_of]
        index = copy(self)
        index._hold((large, Segment(new, self._encoder, self._segments)) if new else (large,), gone)
        return index

    @property
    def worth_merging(self) -> bool:
        """Whether so much has changed that one segment would answer quicker."""
        changes = sum(len(segment.entries) for segment in self._segments[1:]) + int(self._gone.sum())
        return changes > max(_CHANGES, _CHANGED_SHARE * len(self._gone))

    def merged(self) -> EntryIndex:
        """The same entries in one segment; nothing is encoded."""
        entries = self.entries
        index = copy(self)
        index._hold((Segment(entries, self._encoder, self._segments),) if entries else ())
        return index

    def search(self, question: str) -> list[Candidate]:
        """The ten best entries, the best first; empty for an empty corpus or an empty question."""
        return candidates_of(question, self.shortlist(question), self._ranking)

    def shortlist(self, question: str) -> Shortlist:
        """What may answer ``question``; nothing for an empty corpus or an empty question."""
        return next(iter(self._shortlists([question])), _NOTHING)

    def scores(self, questions: Sequence[str], about: Entry | None = None) -> tuple[list[Entry], NDArray[np.float64]]:
        """What may answer one of ``questions`` or is near ``about``, and the ranking's scores: shape (questions, entries).

        An empty question has no scores; nothing has any in an empty corpus.
        """
        found = self._shortlists(questions, about)
        if not found:
            return [], np.zeros((0, 0))
        return found[0].entries, np.stack([self._ranking.scores(shortlist.table) for shortlist in found])

    def nearness(self, about: Entry, entries: Sequence[Entry]) -> NDArray[np.float64]:
        """How near each of ``entries`` is to ``about``, all of the index: the cosine of the middles of their wordings."""
        middles = [
            segment.middle(row) for segment, row in filter(None, (self._locate(e.id) for e in (about, *entries)))
        ]
        return np.asarray(unit(np.stack(middles[1:])) @ unit(middles[0][None])[0], dtype=np.float64)

    def _shortlists(self, questions: Sequence[str], about: Entry | None = None) -> list[Shortlist]:
        """One of all that is not empty; their entries are the same."""
        plains = {question: plain for question in questions if self._segments and (plain := standard(question))}
        asked = [self._counted(question, plain) for question, plain in plains.items()]
        at = self._locate(about.id) if about else None
        rows: list[Rows] = []
        for number, segment in enumerate(self._segments):
            likely = [segment.shortlist(counted[number]) for counted in asked]
            likely += [segment.near(at[0].middle(at[1]))] if at else []
            chosen = np.unique(np.concatenate(likely)).astype(np.int32) if likely else np.zeros(0, dtype=np.int32)
            rows.append(chosen if number else chosen[~self._gone[chosen]])
        entries = [s.entries[row] for s, own in zip(self._segments, rows, strict=True) for row in own.tolist()]
        return [self._looked_at(entries, rows, counted) for counted in asked]

    def _counted(self, question: str, plain: str) -> list[Counted]:
        """The question as each segment sees it."""
        vector = self._encoder.encode_questions([encodable(question)])[0]
        terms = Terms.of(plain, [segment.postings for segment in self._segments], [self._gone_postings])
        return [segment.count(plain, vector, terms) for segment in self._segments]

    def _looked_at(self, entries: list[Entry], rows: list[Rows], asked: list[Counted]) -> Shortlist:
        parts = list(zip(self._segments, rows, asked, strict=True))
        table = np.concatenate([segment.roughly(counted, own) for segment, own, counted in parts])
        exact = np.concatenate([np.isin(own, counted.exact) for _, own, counted in parts])
        # Every wording and sentence is looked at for the likely entries alone; the others keep their middle and their answer.
        likely = np.zeros(len(table), dtype=np.bool_)
        likely[np.argsort(-self._ranking.scores(table))[:_LOOKED_AT]] = True
        at = 0
        for segment, own, counted in parts:
            chosen = likely[at : at + len(own)]
            places = at + np.flatnonzero(chosen)
            table[places, _NEAREST] = segment.wordings(own[chosen], counted.vector)
            table[places, _SENTENCE] = segment.sentences(own[chosen], counted.vector)
            at += len(own)
        return Shortlist(entries, table, np.flatnonzero(exact).tolist())


def _same(one: Entry | None, other: Entry) -> bool:
    """Looked at by identity first: most of a million entries are the very same."""
    return one is other or one == other
