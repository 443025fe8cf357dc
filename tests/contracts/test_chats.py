"""Contracts of the chat with a person: given back, handed on, a second adviser, notes, ratings, call-backs; on both systems."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from helpdesk.advisers import note_presence, set_active
from helpdesk.callbacks import MOST_CALLS, note_call
from helpdesk.chats import (
    add_note,
    claim_handoff,
    close_handoff,
    invite_adviser,
    leave_chat,
    list_notes,
    transfer_chat,
    write_as_adviser,
)
from helpdesk.clock import FixedClock
from helpdesk.conversations import get_conversation, history, open_conversation, store_inbound
from helpdesk.errors import IllegalMove, NotFound, Refused
from helpdesk.handoffs import get_handoff, leave_number, list_open_handoffs, request_handoff
from helpdesk.models import ConversationState, HandoffState, Inbound, Message
from helpdesk.moves import moves_of
from helpdesk.presence import SILENCE, return_unanswered
from helpdesk.queue_place import TELL_EVERY, queue_place, tell_places
from helpdesk.ratings import Rating, rate, rating_of, summary
from helpdesk.store.database import Database
from tests.contracts.conftest import all_at_once

BOT, WAITING, WITH_ADVISER = ConversationState.BOT, ConversationState.WAITING, ConversationState.WITH_ADVISER


def ask(db: Database, clock: FixedClock, conversation: str, number: int = 1) -> int:
    """A citizen asks for a person; the id of the hand-off."""
    message = store_inbound(db, clock, conversation, Inbound(f"ask {number}", "转人工"))
    request_handoff(db, clock, message.id, "群众要求转人工", [])
    return next(h.id for h in list_open_handoffs(db) if h.conversation_id == conversation)


def write(db: Database, clock: FixedClock, conversation: str, words: str) -> Message:
    """The citizen says something."""
    return store_inbound(db, clock, conversation, Inbound(words, words))


def waiting(db: Database, clock: FixedClock, count: int) -> list[str]:
    """As many conversations in the queue, a minute apart."""
    found = []
    for _ in range(count):
        found.append(open_conversation(db, clock, "api")[0].id)
        ask(db, clock, found[-1])
        clock.moment += timedelta(minutes=1)
    return found


def test_a_citizen_who_waits_too_long_for_a_word_is_given_back(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """The adviser is there but says nothing: after the set time the chat is in the queue again, first by its old time."""
    handoff = ask(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "王律师")
    write(db, clock, conversation, "在不在？")
    clock.moment += SILENCE - timedelta(seconds=1)
    note_presence(db, clock, advisers[0])
    assert return_unanswered(db, clock) == []

    clock.moment += timedelta(seconds=1)
    note_presence(db, clock, advisers[0])
    (told,) = return_unanswered(db, clock)

    assert "没法回话" in told.text
    assert get_conversation(db, conversation).state is WAITING
    back = get_handoff(db, handoff)
    assert (back.state, back.claimed_by, back.returned) == (HandoffState.WAITING, None, 1)
    assert moves_of(db, "handoffs", str(handoff))[-1].why == "顾问没有回话"
    with pytest.raises(IllegalMove):
        write_as_adviser(db, clock, handoff, advisers[0], "来了来了")


def test_an_adviser_whose_console_is_closed_loses_the_chat_sooner(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """Without a sign of life for a minute and a half, or with the account switched off."""
    handoff = ask(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "王律师")
    write(db, clock, conversation, "在不在？")
    clock.moment += timedelta(seconds=91)
    assert [m.conversation_id for m in return_unanswered(db, clock)] == [conversation]
    claim_handoff(db, clock, handoff, advisers[1], "李律师")
    write(db, clock, conversation, "您好")

    set_active(db, advisers[1], False)

    assert len(return_unanswered(db, clock)) == 1


def test_who_is_handed_a_chat_has_time_to_open_it(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """Somebody who has not been at the console yet keeps the chat for a minute and a half."""
    handoff = ask(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "王律师")
    transfer_chat(db, clock, handoff, advisers[0], advisers[1], "请您接")
    clock.moment += timedelta(seconds=90)
    assert return_unanswered(db, clock) == []

    clock.moment += timedelta(seconds=1)

    assert len(return_unanswered(db, clock)) == 1


def test_a_chat_in_which_the_adviser_spoke_last_stays(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """Nobody waits for a word then, however long it takes the citizen."""
    handoff = ask(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "王律师")
    write(db, clock, conversation, "工资的事")
    write_as_adviser(db, clock, handoff, advisers[0], "您慢慢说")
    clock.moment += timedelta(hours=5)

    assert return_unanswered(db, clock) == []
    assert get_conversation(db, conversation).state is WITH_ADVISER


def test_replicas_that_look_at_once_give_a_chat_back_once(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """The citizen reads one notice however many processes do the chore."""
    handoff = ask(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "王律师")
    write(db, clock, conversation, "在不在？")
    clock.moment += timedelta(minutes=6)

    told = all_at_once(lambda _: return_unanswered(db, clock), 8)

    assert sum(len(part) for part in told if isinstance(part, list)) == 1
    assert get_handoff(db, handoff).returned == 1


def test_a_chat_is_handed_on_with_a_note(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """The next adviser reads the note and holds the chat, the first may no longer write, the citizen learns the new name."""
    handoff = ask(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "王律师")

    told = transfer_chat(db, clock, handoff, advisers[0], advisers[1], "是土地的事，请您接")

    assert advisers[1] in told.text
    assert get_handoff(db, handoff).claimed_by == advisers[1]
    assert [note.text for note in list_notes(db, handoff, advisers[1])] == ["是土地的事，请您接"]
    assert "请您接" not in "".join(m.text for m in history(db, conversation))
    with pytest.raises(IllegalMove):
        write_as_adviser(db, clock, handoff, advisers[0], "还有")
    with pytest.raises(IllegalMove):
        list_notes(db, handoff, advisers[0])


def test_a_chat_that_is_handed_back_waits_with_its_old_time(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """Back in the queue it stands before those who came later."""
    handoff = ask(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "王律师")
    clock.moment += timedelta(minutes=3)
    waiting(db, clock, 2)

    transfer_chat(db, clock, handoff, advisers[0], None, "要会说方言的")

    assert list_open_handoffs(db)[0].id == handoff
    assert queue_place(db, clock, conversation).ahead == 0


def test_handing_on_needs_a_note_and_somebody_to_take_it(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """Without words, to oneself, to nobody or to an account that is off: refused, and nothing changes."""
    handoff = ask(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "王律师")
    set_active(db, advisers[2], False)

    for to, note in ((advisers[1], "  "), (advisers[0], "我"), ("nobody", "谁"), (advisers[2], "停用的")):
        with pytest.raises(Refused):
            transfer_chat(db, clock, handoff, advisers[0], to, note)

    assert get_handoff(db, handoff).claimed_by == advisers[0]
    assert list_notes(db, handoff, advisers[0]) == []


def test_a_second_adviser_writes_too_but_does_not_end_it(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """Who was invited reads, writes and takes notes; ending and handing on stay with the first."""
    handoff = ask(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "王律师")
    invite_adviser(db, clock, handoff, advisers[0], advisers[1])

    said = write_as_adviser(db, clock, handoff, advisers[1], "我补充一句")
    add_note(db, clock, handoff, advisers[1], "证据不够")

    assert said.extras["by"] == advisers[1]
    with pytest.raises(IllegalMove):
        close_handoff(db, clock, handoff, advisers[1])
    with pytest.raises(IllegalMove):
        transfer_chat(db, clock, handoff, advisers[1], advisers[2], "给你")
    with pytest.raises(IllegalMove):
        write_as_adviser(db, clock, handoff, advisers[2], "没请我")


def test_notes_lie_sealed(db: Database, clock: FixedClock, conversation: str, advisers: list[str]) -> None:
    """What advisers say about a citizen cannot be read in the database."""
    handoff = ask(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "王律师")
    add_note(db, clock, handoff, advisers[0], "周桂英，家里困难")

    with db.engine.connect() as connection:
        stored = str(list(connection.execute(text("SELECT * FROM handoff_notes"))))

    assert "周桂英" not in stored


def test_a_citizen_may_end_the_chat(db: Database, clock: FixedClock, conversation: str, advisers: list[str]) -> None:
    """The bot goes on, the adviser can write no more, and the same message again is answered the same."""
    handoff = ask(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "王律师")
    message = write(db, clock, conversation, "结束咨询")

    first = leave_chat(db, clock, message.id)
    again = leave_chat(db, clock, message.id)

    assert [m.id for m in first] == [m.id for m in again]
    assert get_conversation(db, conversation).state is BOT
    assert get_handoff(db, handoff).state is HandoffState.CLOSED
    with pytest.raises(IllegalMove):
        write_as_adviser(db, clock, handoff, advisers[0], "还有")


def test_a_rating_grows_step_by_step(db: Database, clock: FixedClock, conversation: str, advisers: list[str]) -> None:
    """Solved, a mark, a word: each beside what was given before; another's chat, or one that goes on, cannot be rated."""
    handoff = ask(db, clock, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "王律师")
    with pytest.raises(NotFound):
        rate(db, clock, conversation, handoff, score=5)
    close_handoff(db, clock, handoff, advisers[0])
    other = open_conversation(db, clock, "api")[0].id

    rate(db, clock, conversation, handoff, solved=True)
    rate(db, clock, conversation, handoff, score=4)
    rate(db, clock, conversation, handoff, word="讲得明白")
    with pytest.raises(NotFound):
        rate(db, clock, other, handoff, score=1)
    with pytest.raises(Refused):
        rate(db, clock, conversation, handoff, word="长" * 201)

    assert rating_of(db, handoff) == Rating(True, 4, "讲得明白")
    assert (summary(db).count, summary(db).mean, summary(db).solved) == (1, 4.0, 1.0)


def test_who_moves_forward_is_told_but_not_all_the_time(db: Database, clock: FixedClock, advisers: list[str]) -> None:
    """Told once two minutes have passed and fewer wait before; nobody is told of those who went before them."""
    first, second, third = waiting(db, clock, 3)
    clock.moment += TELL_EVERY
    assert tell_places(db, clock) == []  # noted for the first time
    claim_handoff(db, clock, list_open_handoffs(db)[0].id, advisers[0], "王律师")

    told = tell_places(db, clock)

    assert [(m.conversation_id, m.text[:8]) for m in told] == [(second, "您排在第一位，要"), (third, "您前面还有 1 ")]
    assert tell_places(db, clock) == []
    assert first not in {m.conversation_id for m in told}


def test_the_expected_wait_is_measured_or_not_said(db: Database, clock: FixedClock, advisers: list[str]) -> None:
    """Fewer than five waits say nothing; from then on the median of the last days does."""
    for minutes in (2, 4, 6, 8):
        conversation = open_conversation(db, clock, "api")[0].id
        handoff = ask(db, clock, conversation)
        clock.moment += timedelta(minutes=minutes)
        claim_handoff(db, clock, handoff, advisers[0], "王律师")
    (one,) = waiting(db, clock, 1)
    assert queue_place(db, clock, one).usual_wait is None
    assert "说不准" in queue_place(db, clock, one).words()

    clock.moment += timedelta(minutes=9)
    claim_handoff(db, clock, list_open_handoffs(db)[-1].id, advisers[0], "王律师")
    (two,) = waiting(db, clock, 1)

    assert queue_place(db, clock, two).usual_wait == timedelta(minutes=6)
    assert "6 分钟" in queue_place(db, clock, two).words()


def test_a_number_left_in_the_evening_is_due_next_morning(db: Database, clock: FixedClock, conversation: str) -> None:
    """After hours the ticket waits for the first hour of the next working day."""
    clock.moment = clock.moment.replace(hour=20)
    ask(db, clock, conversation)

    leave_number(db, clock, conversation, "13812345678")

    due = list_open_handoffs(db)[0].due_at
    assert due is not None
    assert f"{due:%m-%d %H:%M}" == "12-08 09:00"


def test_a_call_that_does_not_reach_anybody_is_tried_again_and_then_given_up(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """Each try is counted and puts the ticket off, the last one ends it; the citizen reads what happened."""
    handoff = ask(db, clock, conversation)
    leave_number(db, clock, conversation, "13812345678")

    told = [note_call(db, clock, handoff, advisers[0], reached=False, note="没人接") for _ in range(MOST_CALLS)]

    assert "12月7日 14:00" in told[0].text
    assert "先不打了" in told[-1].text
    assert get_handoff(db, handoff).state is HandoffState.CLOSED
    with pytest.raises(IllegalMove):
        note_call(db, clock, handoff, advisers[0], reached=True, note="")


def test_a_call_that_reaches_somebody_ends_the_ticket(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """It is closed under the name of who rang, and can be rated."""
    handoff = ask(db, clock, conversation)
    leave_number(db, clock, conversation, "13812345678")

    note_call(db, clock, handoff, advisers[0], reached=True, note="说好明天来")

    done = get_handoff(db, handoff)
    assert (done.state, done.claimed_by, done.calls) == (HandoffState.CLOSED, advisers[0], 1)
    assert rate(db, clock, conversation, handoff, solved=True).solved
