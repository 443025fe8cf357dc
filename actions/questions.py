"""Questions and how they are answered; shared by the Rasa actions and, when Rasa does not answer, by the gateway alone.

A sure answer comes first, to a wide question only in its very words. Then a wide question is narrowed down, words that carry on
are read together with what was just discussed, and a long account is read for the question in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.answers import clarify, show_answer, show_entry
from actions.desk import Desk
from actions.discussion import under_discussion
from actions.narrowing import ask_or_show
from actions.stories import answer_story
from actions.views import button
from helpdesk.masking import without_names
from helpdesk.models import Draft, Kind, Message
from knowledge_base import follow_up, story
from knowledge_base.calibration import EXACT
from knowledge_base.entry_texts import Entry
from knowledge_base.models import Faq
from knowledge_base.narrowing import Case
from knowledge_base.service import Answer, RankedEntry, WayOut

# Below this share among all entries a follow-up could mean anything.
_CLEAR = 0.3
_CLEAR_OF_CHAT = 0.9
_CARRIED_ON = "您是接着刚才的事问，想问的是不是下面这些？点一下就行；都不是的话，把话说全一点再说一遍。"
_UNCLEAR = "这句我没太明白。您把要问的事连起来说一遍，比如是谁、什么事、想怎么样；也可以直接找顾问。"


def answer_question(
    desk: Desk, question: str, *, outside: bool | None = None, said: Sequence[Message] = ()
) -> list[Draft]:
    """Answer in one of the four ways, or ask which case it is.

    ``outside`` is the classifier's opinion whether this is no legal matter at all; ``said`` are the bot's last messages,
    the newest first.
    """
    if len(question) > story.LONG and not outside:
        return answer_story(desk, question)
    of_anybody = without_names(question)  # a name is in no entry, and would only blur what is asked
    answer = desk.knowledge.answer(of_anybody, outside=outside)
    wide = desk.narrowings.wide(of_anybody)
    if desk.knowledge.book.named_in(question) or _sure(answer, wide):
        return [show_answer(desk, answer, question)]
    if case := wide or desk.narrowings.stated(of_anybody):
        return [ask_or_show(desk, case)]
    carried_on = _carry_on(desk, of_anybody, answer, under_discussion(desk, said), bool(outside))
    return [carried_on or show_answer(desk, answer, question)]


def _sure(answer: Answer, wide: Case | None) -> bool:
    """Whether the answer stands as it is; to a wide question only the entry that words it just so does."""
    return answer.way_out is WayOut.SURE and (wide is None or _best(answer) >= EXACT)


def carried_on_surely(desk: Desk, text: str, about: Entry | Case | None) -> Draft | None:
    """The entry that words which carry on surely ask for; None when they do not, or when it is not sure."""
    if about is None or isinstance(about, Case) or not follow_up.is_marked(text):
        return None
    found = desk.knowledge.follow_up(text, about)
    sure = bool(found) and found[0].share >= follow_up.SURE
    return show_entry(desk, RankedEntry(found[0].entry, found[0].share)) if sure else None


def _carry_on(desk: Desk, text: str, answer: Answer, about: Entry | Case | None, outside: bool) -> Draft | None:
    """The answer to words that carry on from what is under discussion; None when they stand for themselves.

    Of words that seem to be no legal matter, only those that clearly carry on do.
    """
    if about is None or len(text) > follow_up.MAX_LENGTH:
        return None
    if isinstance(about, Case):
        together = desk.knowledge.answer(f"{about.narrowing.wide[0]}，{text}", outside=False)
        better = follow_up.is_marked(text) or _best(together) > _best(answer)
        better = better and together.way_out in (WayOut.SURE, WayOut.CLARIFY)
        return show_answer(desk, together) if better else None
    found = [RankedEntry(related.entry, related.share) for related in desk.knowledge.follow_up(text, about)]
    if not found or (outside and found[0].probability < _CLEAR_OF_CHAT):
        return None
    if follow_up.is_marked(text):
        return _marked(desk, answer, about, found)
    same_topic = isinstance(about, Faq) and isinstance(found[0].entry, Faq) and about.topic == found[0].entry.topic
    return _ask_between(found, about) if same_topic else None


def _marked(desk: Desk, answer: Answer, about: Entry, found: list[RankedEntry]) -> Draft | None:
    """那…, 要是…, …呢."""
    if found[0].probability >= follow_up.SURE:
        return show_entry(desk, found[0])
    if found[0].probability >= _CLEAR:
        return _ask_between(found, about)
    if answer.way_out is WayOut.CLARIFY:
        return None
    return Draft(Kind.FALLBACK, _UNCLEAR, {"buttons": [button("转人工", "human")], "about": about.id})


def _ask_between(found: list[RankedEntry], about: Entry) -> Draft:
    likely = [r for r in found if r.probability >= follow_up.WORTH_ASKING]
    return clarify(likely if len(likely) > 1 else found[:2], _CARRIED_ON, about.id)


def _best(answer: Answer) -> float:
    return answer.entries[0].probability if answer.entries else 0.0
