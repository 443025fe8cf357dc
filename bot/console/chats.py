"""What advisers may see and do about chats.

Nobody reads a transcript that is not theirs: the queue shows a citizen's last words and what the desk knows, the whole
chat opens to the adviser who has claimed it, and closes with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from actions.desk import Desk
from actions.sheet import Sheet, make_sheet
from bot.console.visit import Visit
from bot.console.words import waited
from bot.events import EventBus, MessageStored, StateChanged
from bot.intake import wants_person
from helpdesk import chats as use_cases
from helpdesk import handoffs
from helpdesk.conversations import history
from helpdesk.errors import IllegalMove
from helpdesk.models import ConversationState, Handoff, HandoffState, Message, Sender
from knowledge_base.models import Faq

_LAST_WORDS = "最近的话"
_BARE_WISH = 6


@dataclass(frozen=True, slots=True)
class Card:
    """An open hand-off as the queue shows it; ``waited`` is a duration in words."""

    handoff: Handoff
    last_words: str
    waited: str


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


def look_at_queue(desk: Desk, login: str) -> Queue:
    """The queue as the adviser ``login`` sees it, urgent ones first."""
    waiting: list[Card] = []
    mine: list[Card] = []
    others = 0
    now = desk.clock.now()
    for handoff in handoffs.list_open_handoffs(desk.db):
        if handoff.state is HandoffState.CLAIMED and handoff.claimed_by != login:
            others += 1
            continue
        card = Card(handoff, _last_words(desk, handoff), waited(handoff.requested_at, now))
        (mine if handoff.state is HandoffState.CLAIMED else waiting).append(card)
    return Queue(tuple(waiting), tuple(mine), others)


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
        if label == _LAST_WORDS:  # the queue and the chat show newer ones
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


def _claimed(desk: Desk, handoff_id: int, login: str) -> Handoff:
    handoff = handoffs.get_handoff(desk.db, handoff_id)
    if handoff.state is not HandoffState.CLAIMED or handoff.claimed_by != login:
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
