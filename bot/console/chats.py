"""What advisers may see and do about chats.

Nobody reads a transcript that is not theirs: the queue shows a citizen's last words and what the desk knows, the whole
chat opens to the adviser who has claimed it, and closes with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.desk import Desk
from actions.sheet import Sheet, make_sheet
from actions.views import hours_lines, market_lines
from bot.console.visit import Visit
from bot.console.words import waited
from bot.events import EventBus, MessageStored, StateChanged
from bot.intake import wants_person
from helpdesk import callbacks, handoffs, routing
from helpdesk import chats as use_cases
from helpdesk.advisers import get_adviser
from helpdesk.conversations import history
from helpdesk.errors import IllegalMove, NotFound
from helpdesk.masking import without_names
from helpdesk.models import ConversationState, Handoff, HandoffState, Message, Place, Sender
from knowledge_base.models import Faq

LAST_WORDS = "最近的话"
_BARE_WISH = 6
_DIALECT = re.compile(r"啥子|咋个|咋办|晓得|娃儿|屋头|婆娘|老汉|莫得|没得|要得|摆哈|噻|嘛|哪个喊|整啥|巴适|搞不醒豁")


@dataclass(frozen=True, slots=True)
class Card:
    """An open hand-off as the queue shows it; ``waited`` is a duration in words, ``why`` it stands where it stands for me."""

    handoff: Handoff
    last_words: str
    waited: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A vetted answer to a citizen's last words; ``sources`` are the articles that it rests on."""

    title: str
    answer: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """Open hand-offs: those that wait, mine, and how many others have claimed."""

    waiting: tuple[Card, ...]
    mine: tuple[Card, ...]
    others: int

    @property
    def conversations(self) -> frozenset[str]:
        """The conversations whose news matter to this queue."""
        return frozenset(card.handoff.conversation_id for card in (*self.waiting, *self.mine))

    @property
    def urgent(self) -> frozenset[int]:
        """The urgent hand-offs that nobody has claimed."""
        return frozenset(card.handoff.id for card in self.waiting if card.handoff.urgent)

    @property
    def ringing(self) -> frozenset[tuple[int, int]]:
        """What rings the console: the urgent ones, and those that came back because an adviser was silent."""
        return frozenset(
            (card.handoff.id, card.handoff.returned)
            for card in self.waiting
            if card.handoff.urgent or card.handoff.returned
        )


def look_at_queue(desk: Desk, login: str) -> Queue:
    """The queue as the adviser ``login`` sees it: urgent ones first, then those that fit, none passed over for long."""
    now, found = desk.clock.now(), handoffs.list_open_handoffs(desk.db)
    mine = [handoff for handoff in found if handoff.is_held_by(login)]
    waiting = [handoff for handoff in found if handoff.state is not HandoffState.CLAIMED]
    skills, load = get_adviser(desk.db, login).skills, len(mine)
    fits = {h.id: routing.fit(_wish(desk, h), login, skills, load) for h in waiting}
    ordered = routing.in_order(waiting, now, lambda handoff: fits[handoff.id])

    def card(handoff: Handoff) -> Card:
        why = fits[handoff.id].why if handoff.id in fits else ()
        return Card(handoff, _last_words(desk, handoff), waited(handoff.requested_at, now), why)

    return Queue(tuple(map(card, ordered)), tuple(map(card, mine)), len(found) - len(mine) - len(waiting))


def suggestions(desk: Desk, handoff: Handoff) -> list[Suggestion]:
    """Up to three vetted answers to what the citizen said last, the likeliest first; for the adviser alone."""
    words = _last_words(desk, handoff)
    answer = desk.knowledge.answer(without_names(words), outside=False) if words else None
    found = [ranked.entry for ranked in answer.entries if isinstance(ranked.entry, Faq)][:3] if answer else []
    return [Suggestion(entry.question, entry.answer, tuple(map(str, entry.citations))) for entry in found]


def placeholder_values(desk: Desk, handoff: Handoff, adviser: str) -> dict[str, str]:
    """What is known for the placeholders of canned replies; what is not known, or not confirmed, is left out."""
    now = desk.clock.now()
    values = {"顾问": adviser, "今天": f"{now.month}月{now.day}日"}
    place = _place(desk, handoff)
    if place is not None:
        values["服务点"] = place.title
        if place.confirmed:
            values |= {"地址": place.address or "", "电话": "、".join(place.phones)}
            values["开放时间"] = "；".join(hours_lines(place.hours) + market_lines(place.market))
    return values


def read_chat(desk: Desk, handoff_id: int, login: str, after: int = 0) -> list[Message]:
    """The messages behind seq ``after`` of a chat that ``login`` has claimed.

    Raises NotFound, or IllegalMove when it is not theirs.
    """
    return history(desk.db, _claimed(desk, handoff_id, login).conversation_id, after)


def read_sheet(desk: Desk, handoff_id: int, login: str, message_id: str) -> Sheet:
    """The consultation sheet of an answer in a chat that ``login`` has claimed.

    Raises NotFound, IllegalMove when it is not theirs, and Refused when the message is no answer.
    """
    return make_sheet(desk, _claimed(desk, handoff_id, login).conversation_id, message_id)


def known_lines(desk: Desk, handoff: Handoff) -> list[tuple[str, str]]:
    """What the desk knows beside the citizen's last words, with entries of the corpus named as people know them."""
    lines = []
    for label, value in handoff.known.items():
        if label == LAST_WORDS:  # the queue and the chat show newer ones
            continue
        entry = desk.knowledge.find_entry(value)
        if entry is not None:
            value = entry.question if isinstance(entry, Faq) else entry.title
        lines.append((label, value))
    return lines


async def claim(visit: Visit, handoff: Handoff) -> None:
    """Take a chat. Raises AlreadyClaimed or NotFound."""
    desk, me = visit.desk, visit.me
    notice = await visit.run(use_cases.claim_handoff, desk.db, desk.clock, handoff.id, me.login, me.name)
    _announce(visit.console.events, notice, ConversationState.WITH_ADVISER)


async def write(visit: Visit, handoff: Handoff, text: str) -> None:
    """Say something in a chat of mine. Raises IllegalMove."""
    desk = visit.desk
    said = await visit.run(use_cases.write_as_adviser, desk.db, desk.clock, handoff.id, visit.me.login, text)
    visit.console.events.publish(MessageStored(said))


async def close(visit: Visit, handoff: Handoff) -> None:
    """End a chat of mine; the bot goes on. Raises IllegalMove."""
    desk = visit.desk
    notice = await visit.run(use_cases.close_handoff, desk.db, desk.clock, handoff.id, visit.me.login)
    _announce(visit.console.events, notice, ConversationState.BOT)


async def transfer(visit: Visit, handoff: Handoff, to: str | None, note: str) -> None:
    """Hand a chat of mine on, or back to the queue. Raises IllegalMove or Refused."""
    desk, me = visit.desk, visit.me.login
    notice = await visit.run(use_cases.transfer_chat, desk.db, desk.clock, handoff.id, me, to, note)
    state = ConversationState.WITH_ADVISER if to else ConversationState.WAITING
    _announce(visit.console.events, notice, state)


async def invite(visit: Visit, handoff: Handoff, guest: str) -> None:
    """Bring a second adviser into a chat of mine. Raises IllegalMove or Refused."""
    desk, me = visit.desk, visit.me.login
    notice = await visit.run(use_cases.invite_adviser, desk.db, desk.clock, handoff.id, me, guest)
    _announce(visit.console.events, notice, ConversationState.WITH_ADVISER)


async def note_call(visit: Visit, handoff: Handoff, *, reached: bool, note: str) -> None:
    """What came of ringing somebody. Raises IllegalMove."""
    desk, me = visit.desk, visit.me.login
    told = await visit.run(callbacks.note_call, desk.db, desk.clock, handoff.id, me, reached=reached, note=note)
    _announce(visit.console.events, told, ConversationState.BOT)


def _wish(desk: Desk, handoff: Handoff) -> routing.Wish:
    """What the desk knows of somebody who waits, as far as it tells who fits."""
    entry = desk.knowledge.find_entry(handoff.known.get("已经看过的答复", ""))
    return routing.Wish(
        topic=entry.topic if isinstance(entry, Faq) else None,
        places=routing.units_around(handoff.place_code) if handoff.place_code else (),
        dialect=bool(_DIALECT.search(handoff.known.get(LAST_WORDS, ""))),
        last_adviser=handoff.last_adviser,
    )


def _place(desk: Desk, handoff: Handoff) -> Place | None:
    """The place that the citizen looked at last."""
    try:
        return desk.directory.get(handoff.place_code) if handoff.place_code else None
    except NotFound:  # it has been taken out of the directory since
        return None


def _claimed(desk: Desk, handoff_id: int, login: str) -> Handoff:
    handoff = handoffs.get_handoff(desk.db, handoff_id)
    if not handoff.is_held_by(login):
        raise IllegalMove("这次咨询不在您手上")
    return handoff


def _announce(events: EventBus, notice: Message, state: ConversationState) -> None:
    events.publish(MessageStored(notice))
    events.publish(StateChanged(notice.conversation_id, state))


def _last_words(desk: Desk, handoff: Handoff) -> str:
    """The newest words that say something about the matter: 转人工 on its own does not, unless there is nothing else."""
    said = [m.text for m in history(desk.db, handoff.conversation_id) if m.sender is Sender.CITIZEN]
    telling = [text for text in said if len(text) > _BARE_WISH or not wants_person(text)]
    return next(reversed(telling or said), "")
