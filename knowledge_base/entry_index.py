"""The index over published FAQ entries and guides.

A question is answered in two stages: a shortlist by meaning and by characters, then the features of what stands on it. The
index is immutable, a large segment and beside it a small one of what has changed since; an update makes a new small one, and
when that has grown, ``merged`` makes one large one of both. What has gone from the large one is passed over.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import copy

import numpy as np

from knowledge_base.candidates import Candidate, Shortlist, candidates_of
from knowledge_base.dialect import standard
from knowledge_base.entry_texts import Entry, encodable, entries_of, text_of
from knowledge_base.models import Corpus
from knowledge_base.ports import Encoder
from knowledge_base.postings import Postings, Terms
from knowledge_base.ranking import FEATURES, Ranking
from knowledge_base.segment import Segment

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
        for segment in reversed(self._segments):
            row = segment.row_of.get(entry_id)
            if row is not None:
                return None if segment is self._segments[0] and self._gone[row] else segment.entries[row]
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
        plain = standard(question)
        if not self._segments or not plain:
            return _NOTHING
        vector = self._encoder.encode_questions([encodable(question)])[0]
        terms = Terms.of(plain, [segment.postings for segment in self._segments], [self._gone_postings])
        entries: list[Entry] = []
        exact: list[int] = []
        parts = []
        for segment in self._segments:
            worded = segment.exactly(plain)
            rows, lexical = segment.shortlist(vector, terms, worded)
            if segment is self._segments[0]:
                stays = ~self._gone[rows]
                rows, lexical = rows[stays], lexical[stays]
            exact += [len(entries) + place for place, row in enumerate(rows.tolist()) if row in worded]
            entries += [segment.entries[row] for row in rows.tolist()]
            middle, body = segment.middles(rows, vector), segment.bodies(rows, vector)
            parts.append(
                (segment, rows, np.stack((middle, middle, body, body, lexical / math.sqrt(len(plain))), axis=1))
            )
        table = np.concatenate([part for *_, part in parts]).astype(np.float32)
        # Every wording and sentence is looked at for the likely entries alone; the others keep their middle and their answer.
        likely = np.zeros(len(table), dtype=np.bool_)
        likely[np.argsort(-self._ranking.scores(table))[:_LOOKED_AT]] = True
        at = 0
        for segment, rows, _ in parts:
            own = likely[at : at + len(rows)]
            places = at + np.flatnonzero(own)
            table[places, _NEAREST] = segment.wordings(rows[own], vector)
            table[places, _SENTENCE] = segment.sentences(rows[own], vector)
            at += len(rows)
        return Shortlist(entries, table, exact)


def _same(one: Entry | None, other: Entry) -> bool:
    """Looked at by identity first: most of a million entries are the very same."""
    return one is other or one == other
