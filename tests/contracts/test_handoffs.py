"""Contracts of the hand-off to a person, on both database systems."""

from __future__ import annotations

from collections import Counter

import pytest

from helpdesk.chats import claim_handoff, close_handoff, write_as_adviser
from helpdesk.clock import FixedClock
from helpdesk.conversations import get_conversation, history, open_conversation, store_inbound, store_reply
from helpdesk.errors import AlreadyClaimed, IllegalMove, InvalidPhone, NotFound
from helpdesk.handoffs import get_handoff, leave_number, list_open_handoffs, request_handoff, withdraw_handoff
from helpdesk.models import ConversationState, Draft, HandoffState, Inbound, Kind, Message
from helpdesk.store.database import Database
from tests.contracts.conftest import all_at_once

IN_LINE = Draft(Kind.HANDOFF, "已经为您排上队。")
BOT, WAITING, WITH_ADVISER = ConversationState.BOT, ConversationState.WAITING, ConversationState.WITH_ADVISER


def ask_for_person(
    db: Database, clock: FixedClock, conversation: str, client_id: str = "1", *, urgent: bool = False
) -> int:
    """A citizen writes and is put in the queue; the id of the hand-off."""
    message = store_inbound(db, clock, conversation, Inbound(client_id, "转人工"))
    request_handoff(db, clock, message.id, "群众要求转人工", [IN_LINE], urgent=urgent)
    return next(h.id for h in list_open_handoffs(db) if h.conversation_id == conversation)


def state(db: Database, conversation: str) -> ConversationState:
    """Who holds the conversation."""
    return get_conversation(db, conversation).state


def test_of_twenty_advisers_who_claim_a_chat_one_gets_it(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """However many advisers click at the same moment, one holds the chat and the citizen is told one name, once."""
    handoff = ask_for_person(db, clock, conversation)

    results = all_at_once(lambda n: claim_handoff(db, clock, handoff, advisers[n], advisers[n]), 20)

    assert Counter(type(result) for result in results) == {Message: 1, AlreadyClaimed: 19}
    winner = next(n for n, result in enumerate(results) if isinstance(result, Message))
    assert get_handoff(db, handoff).claimed_by == advisers[winner]
    assert [m.text for m in history(db, conversation) if "已经接入" in m.text] == [results[winner].text]  # type: ignore[union-attr]


def test_claiming_and_leaving_at_the_same_moment(db: Database, clock: FixedClock, advisers: list[str]) -> None:
    """When a citizen leaves the queue as an adviser claims them, one of the two happens and neither breaks off."""
    for _ in range(10):
        conversation = open_conversation(db, clock, "api")[0].id
        handoff = ask_for_person(db, clock, conversation)

        claimed, left = all_at_once(
            lambda n, c=conversation, h=handoff: (  # type: ignore[misc]
                withdraw_handoff(db, clock, c) if n else claim_handoff(db, clock, h, advisers[0], "李律师")
            ),
            2,
        )

        if isinstance(claimed, Message):
            assert isinstance(left, IllegalMove)
            assert state(db, conversation) is WITH_ADVISER
        else:
            assert isinstance(claimed, AlreadyClaimed)
            assert left is None
            assert state(db, conversation) is BOT


def test_the_adviser_is_told_of_a_pre_check(db: Database, clock: FixedClock, conversation: str) -> None:
    """Its verdict and matter stand with what the desk knows, before the adviser has read the chat."""
    asked = store_inbound(db, clock, conversation, Inbound("0", "不急"))
    result = Draft(Kind.ELIGIBILITY, "法律援助先查一查：看起来符合\n您问的是：要工资\n为什么：\n· 在范围里")
    store_reply(db, clock, asked.id, [result])

    handoff = ask_for_person(db, clock, conversation)

    assert get_handoff(db, handoff).known["先查过"] == "法律援助先查一查：看起来符合；您问的是：要工资"


def test_the_states_of_a_chat_with_a_person(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """BOT, then WAITING, then WITH_ADVISER, then BOT again, and the citizen reads each step in the transcript."""
    seen = [state(db, conversation)]

    handoff = ask_for_person(db, clock, conversation)
    seen.append(state(db, conversation))
    claim_handoff(db, clock, handoff, advisers[0], "李律师")
    seen.append(state(db, conversation))
    write_as_adviser(db, clock, handoff, advisers[0], "  您好，请讲。 ")
    close_handoff(db, clock, handoff, advisers[0])
    seen.append(state(db, conversation))

    assert seen == [BOT, WAITING, WITH_ADVISER, BOT]
    assert [m.sender.value for m in history(db, conversation)] == ["citizen", "system", "system", "adviser", "system"]
    assert [m.text for m in history(db, conversation)][3] == "您好，请讲。"
    assert list_open_handoffs(db) == []
    assert get_handoff(db, handoff).state is HandoffState.CLOSED


def test_only_the_holder_writes_and_closes(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str], subtests: pytest.Subtests
) -> None:
    """An adviser who does not hold the chat can neither write into it nor end it."""
    handoff = ask_for_person(db, clock, conversation)

    for moment in ("waiting", "held by another", "closed"):
        if moment == "held by another":
            claim_handoff(db, clock, handoff, advisers[1], "李律师")
        elif moment == "closed":
            close_handoff(db, clock, handoff, advisers[1])
        before = history(db, conversation), state(db, conversation)

        with subtests.test(moment):
            with pytest.raises(IllegalMove):
                write_as_adviser(db, clock, handoff, advisers[0], "您好")
            with pytest.raises(IllegalMove):
                close_handoff(db, clock, handoff, advisers[0])

            assert (history(db, conversation), state(db, conversation)) == before


def test_an_adviser_writes_one_to_two_thousand_characters(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str], subtests: pytest.Subtests
) -> None:
    """Empty and overlong words of an adviser are not sent."""
    handoff = ask_for_person(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "李律师")
    before = history(db, conversation)

    for text in ("", " \n ", "字" * 2001):
        with subtests.test(length=len(text)), pytest.raises(IllegalMove):
            write_as_adviser(db, clock, handoff, advisers[0], text)

    assert history(db, conversation) == before


def test_leaving_the_queue(db: Database, clock: FixedClock, conversation: str, advisers: list[str]) -> None:
    """Who leaves the queue is back with the bot, can no longer be claimed, and cannot leave twice."""
    handoff = ask_for_person(db, clock, conversation)

    withdraw_handoff(db, clock, conversation)

    assert state(db, conversation) is BOT
    assert list_open_handoffs(db) == []
    with pytest.raises(AlreadyClaimed):
        claim_handoff(db, clock, handoff, advisers[0], "李律师")
    with pytest.raises(IllegalMove):
        withdraw_handoff(db, clock, conversation)


def test_a_number_left_is_a_call_to_make(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """Who leaves a number is back with the bot and stays on the advisers' list, with the number, until one takes it."""
    handoff = ask_for_person(db, clock, conversation)

    leave_number(db, clock, conversation, "138 1234 5678")

    assert state(db, conversation) is BOT
    assert [(h.id, h.state, h.phone) for h in list_open_handoffs(db)] == [
        (handoff, HandoffState.CALLBACK, "13812345678")
    ]
    claim_handoff(db, clock, handoff, advisers[0], "李律师")
    assert state(db, conversation) is WITH_ADVISER


def test_a_number_that_is_none_changes_nothing(db: Database, clock: FixedClock, conversation: str) -> None:
    """With a digit missing the citizen stays in the queue; outside the queue a number is not taken."""
    with pytest.raises(IllegalMove):
        leave_number(db, clock, conversation, "13812345678")
    ask_for_person(db, clock, conversation)

    with pytest.raises(InvalidPhone):
        leave_number(db, clock, conversation, "1381234567")

    assert state(db, conversation) is WAITING
    assert list_open_handoffs(db)[0].phone is None


def test_asking_again_keeps_the_place_in_the_queue(db: Database, clock: FixedClock, conversation: str) -> None:
    """A conversation has one open hand-off; asked again as urgent it becomes urgent, and stays so."""
    first = ask_for_person(db, clock, conversation, "1")
    ask_for_person(db, clock, conversation, "2", urgent=True)
    third = ask_for_person(db, clock, conversation, "3")

    found = list_open_handoffs(db)

    assert [(h.id, h.urgent) for h in found] == [(first, True)]
    assert third == first


def test_danger_gives_an_open_hand_off_its_reason(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """In the queue or with an adviser: urgent, with the danger as the reason; a later wish for a person takes neither away."""
    handoff = ask_for_person(db, clock, conversation, "1")
    claim_handoff(db, clock, handoff, advisers[0], "王律师")
    message = store_inbound(db, clock, conversation, Inbound("2", "他正在打我"))

    replies = request_handoff(db, clock, message.id, "紧急：正在遭受暴力", [], urgent=True)
    ask_for_person(db, clock, conversation, "3")

    assert replies == []
    found = list_open_handoffs(db)[0]
    assert (found.id, found.urgent, found.reason) == (handoff, True, "紧急：正在遭受暴力")
    assert state(db, conversation) is WITH_ADVISER


def test_after_leaving_a_number_asking_again_waits_again(db: Database, clock: FixedClock, conversation: str) -> None:
    """Who left a number and asks for a person again is in the queue again, and the number is kept."""
    ask_for_person(db, clock, conversation, "1")
    leave_number(db, clock, conversation, "13812345678")

    ask_for_person(db, clock, conversation, "2")

    assert state(db, conversation) is WAITING
    assert [(h.state, h.phone) for h in list_open_handoffs(db)] == [(HandoffState.WAITING, "13812345678")]


def test_the_urgent_come_first_and_then_who_waits_longest(db: Database, clock: FixedClock) -> None:
    """The advisers' list shows danger first and is otherwise fair."""
    conversations = [open_conversation(db, clock, "api")[0].id for _ in range(3)]
    handoffs = [ask_for_person(db, clock, c, urgent=n == 2) for n, c in enumerate(conversations)]

    listed = [h.id for h in list_open_handoffs(db)]

    assert listed == [handoffs[2], handoffs[0], handoffs[1]]


def test_a_repeated_request_is_answered_once(db: Database, clock: FixedClock, conversation: str) -> None:
    """A hand-off that is asked for again by the same message (after a crash) gives the same replies."""
    message = store_inbound(db, clock, conversation, Inbound("1", "转人工"))
    first = request_handoff(db, clock, message.id, "群众要求转人工", [IN_LINE])

    second = request_handoff(db, clock, message.id, "群众要求转人工", [IN_LINE])

    assert second == first
    assert len(history(db, conversation)) == 2
    assert len(list_open_handoffs(db)) == 1


def test_a_hand_off_that_never_was(db: Database, clock: FixedClock, advisers: list[str]) -> None:
    """An unknown hand-off is not found."""
    with pytest.raises(NotFound):
        get_handoff(db, 99)
    with pytest.raises(NotFound):
        claim_handoff(db, clock, 99, advisers[0], "李律师")
