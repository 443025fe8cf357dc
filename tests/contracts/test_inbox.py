"""Contracts of the inbox and the outbox, on both database systems."""

from __future__ import annotations

import pytest

from helpdesk.clock import FixedClock
from helpdesk.conversations import (
    authorise,
    conversation_of_token,
    conversation_with,
    get_conversation,
    history,
    mark_delivered,
    open_conversation,
    pending,
    replies_to,
    say,
    store_inbound,
    store_reply,
    undelivered,
)
from helpdesk.errors import NotFound
from helpdesk.models import Draft, Inbound, Kind, Message, Sender
from helpdesk.store.database import Database
from tests.contracts.conftest import all_at_once

QUESTION = Inbound("client-1", "老板拖欠工资怎么办")
ANSWER = [Draft(Kind.FAQ, "先把证据留好。", {"faq_id": "wage-arrears"}), Draft(Kind.NOTICE, "还有别的事吗？")]


def test_a_repeat_is_the_same_message(db: Database, clock: FixedClock, conversation: str) -> None:
    """However often a client sends a message, also at the same moment, it is stored once and keeps its id."""
    results = all_at_once(lambda _: store_inbound(db, clock, conversation, QUESTION), 8)

    again = store_inbound(db, clock, conversation, Inbound("client-1", "别的话"))

    assert results == [again] * 8
    assert history(db, conversation) == [again]


def test_a_client_id_belongs_to_its_conversation(db: Database, clock: FixedClock, conversation: str) -> None:
    """Two conversations whose clients count alike have a message each."""
    other = open_conversation(db, clock, "api")[0].id

    first, second = (store_inbound(db, clock, c, QUESTION) for c in (conversation, other))

    assert (first.id == second.id, first.seq, second.seq) == (False, 1, 1)


def test_a_reply_is_stored_once(db: Database, clock: FixedClock, conversation: str) -> None:
    """A message that is answered twice, also at the same moment, has the replies of the first answer alone."""
    message = store_inbound(db, clock, conversation, QUESTION)
    assert replies_to(db, message.id) is None

    results = all_at_once(lambda _: store_reply(db, clock, message.id, ANSWER).messages, 8)

    again = store_reply(db, clock, message.id, [Draft(Kind.FAQ, "另一个答复")]).messages
    assert results == [again] * 8
    assert [(m.seq, m.text) for m in again] == [(2, ANSWER[0].text), (3, ANSWER[1].text)]
    assert replies_to(db, message.id) == again == history(db, conversation, after=1)
    assert get_conversation(db, conversation).turns == 1


def test_what_is_not_answered_is_pending_in_order(db: Database, clock: FixedClock, conversation: str) -> None:
    """After a restart the unanswered messages are found, the oldest first, with all that was sent."""
    inbounds = [QUESTION, Inbound("client-2", "（按钮）", payload="faq:wage-arrears"),
                Inbound("client-3", "我的位置", location=(31.47, 104.75)), Inbound("client-4", "［图片］", note=True)]  # fmt: skip
    messages = [store_inbound(db, clock, conversation, inbound) for inbound in inbounds]
    store_reply(db, clock, messages[0].id, ANSWER)

    left = pending(db)

    assert [p.inbound for p in left] == inbounds[1:]
    assert [p.message.id for p in left] == [m.id for m in messages[1:]]
    assert pending(db, open_conversation(db, clock, "api")[0].id) == []


def test_an_answer_may_be_silence(db: Database, clock: FixedClock, conversation: str) -> None:
    """What is written to an adviser gets no reply of ours and does not wait for one."""
    message = store_inbound(db, clock, conversation, QUESTION)

    store_reply(db, clock, message.id, [])

    assert (replies_to(db, message.id), pending(db)) == ([], [])


def test_sequence_numbers_have_no_gaps(db: Database, clock: FixedClock, conversation: str) -> None:
    """Messages that are stored at the same moment count on without a gap or a double."""
    all_at_once(lambda n: store_inbound(db, clock, conversation, Inbound(str(n), "在吗")), 12)

    say(db, clock, conversation, Sender.SYSTEM, Draft(Kind.NOTICE, "在的"))

    assert [m.seq for m in history(db, conversation)] == list(range(1, 14))
    assert [m.seq for m in history(db, conversation, after=11)] == [12, 13]


def test_misses_in_a_row_are_counted(db: Database, clock: FixedClock, conversation: str) -> None:
    """A fallback counts, small talk leaves the count alone, a real answer ends it."""
    counts = []

    for number, kind in enumerate((Kind.FALLBACK, Kind.SOCIAL, Kind.FALLBACK, Kind.FAQ)):
        message = store_inbound(db, clock, conversation, Inbound(str(number), "话"))
        store_reply(db, clock, message.id, [Draft(kind, "答")])
        counts.append(get_conversation(db, conversation).misses)

    assert counts == [1, 1, 2, 0]


def test_what_is_pushed_waits_until_the_channel_took_it(db: Database, clock: FixedClock, conversation: str) -> None:
    """Replies on Telegram wait in order until they are delivered; those of clients that fetch do not."""
    chat = conversation_with(db, clock, "telegram", "4711").id
    for target in (chat, conversation):
        store_reply(db, clock, store_inbound(db, clock, target, QUESTION).id, ANSWER)

    waiting = undelivered(db, "telegram")
    mark_delivered(db, clock, waiting[0][0].id)

    assert [(m.text, name) for m, name in waiting] == [(draft.text, "4711") for draft in ANSWER]
    assert undelivered(db, "telegram") == waiting[1:]
    assert undelivered(db, "api") == []


def test_a_channels_conversation_is_begun_once(db: Database, clock: FixedClock) -> None:
    """Two messages of a new chat that come together begin one conversation."""
    for chat in range(20):
        results = all_at_once(lambda _, name=str(chat): conversation_with(db, clock, "telegram", name), 2)  # type: ignore[misc]

        assert results == [conversation_with(db, clock, "telegram", str(chat))] * 2


def test_a_token_opens_its_own_conversation_alone(db: Database, clock: FixedClock, subtests: pytest.Subtests) -> None:
    """A wrong token, somebody else's conversation and one that never was are refused with the same words."""
    own, token = open_conversation(db, clock, "api")
    other = open_conversation(db, clock, "api")[0]
    chat = conversation_with(db, clock, "telegram", "4711")
    words = set()

    for conversation_id, tried in (
        (other.id, token), (own.id, token[:-1]), (own.id, ""), (chat.id, ""), ("no-such", token), ("\x00", token)
    ):  # fmt: skip
        with subtests.test(conversation_id=conversation_id):
            with pytest.raises(NotFound) as refused:
                authorise(db, conversation_id, tried)
            words.add(str(refused.value))

    assert len(words) == 1
    assert authorise(db, own.id, token) == conversation_of_token(db, token) == own


def test_messages_of_unknown_conversations_are_refused(db: Database, clock: FixedClock) -> None:
    """Nothing is stored for a conversation that does not exist."""
    with pytest.raises(NotFound):
        store_inbound(db, clock, "no-such", QUESTION)
    with pytest.raises(NotFound):
        say(db, clock, "no-such", Sender.BOT, ANSWER[0])

    assert pending(db) == []


def test_what_was_said_comes_back_as_it_was(db: Database, clock: FixedClock, conversation: str) -> None:
    """Every part of a message survives the database: emoji, line breaks, nested parts, the time with its offset."""
    extras = {"buttons": [{"title": "转人工", "payload": "human"}], "confidence": 0.5, "place": {"phones": []}}

    said = say(db, clock, conversation, Sender.BOT, Draft(Kind.PLACE, "铁炉村🏠\n“您好”", extras))

    stored: Message = history(db, conversation)[0]
    assert stored == said
    assert (stored.text, stored.extras) == ("铁炉村🏠\n“您好”", extras)
    assert stored.sent_at.isoformat() == "2026-12-07T10:00:00+08:00"
