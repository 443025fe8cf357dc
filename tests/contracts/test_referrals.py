"""Contracts of handing a case on, on both database systems: states, dates, the sheet and who may print it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from docx import Document

from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.directory import Directory
from helpdesk.errors import IllegalMove, NotAllowed, NotFound, Refused
from helpdesk.referral_sheet import ReferralSheet, make_sheet, write_docx
from helpdesk.referrals import (
    ReferCase,
    accept_referral,
    finish_referral,
    get_referral,
    moves_of_referral,
    note_follow_up,
    overdue_referrals,
    refer_case,
    referrals_of,
    return_referral,
    send_again,
    waiting_referrals,
)
from helpdesk.register import CaseDetails, archive_case, get_case, register_case
from helpdesk.register_models import (
    Case,
    CaseChannel,
    CaseResult,
    CaseState,
    Reader,
    Referral,
    ReferralState,
    ReferralTarget,
)
from helpdesk.store.database import Database
from tests.contracts.conftest import ROOM

TODAY = date(2026, 12, 7)
AID = ReferCase(ReferralTarget.LEGAL_AID_CENTRE, "游仙区法律援助中心", "请审查能不能援助", TODAY + timedelta(days=7))
STRANGER = Reader("adviser9", is_admin=False)


@pytest.fixture
def me(advisers: list[str]) -> Reader:
    """The adviser of the case."""
    return Reader(advisers[0], is_admin=False)


@pytest.fixture
def case(db: Database, clock: FixedClock, directory: Directory, me: Reader) -> Case:
    """A walk-in with an angle bracket and an ampersand in what they say."""
    details = CaseDetails(
        ROOM, "wages", "欠薪 <三个月> & 押金", "王大明", "13800138000", "宏达建筑有限公司", "讲了怎么投诉"
    )
    return register_case(db, clock, directory, me.login, CaseChannel.WALK_IN, details)


@pytest.fixture
def sent(db: Database, clock: FixedClock, me: Reader, case: Case) -> Referral:
    """The case handed on to the legal aid centre."""
    return refer_case(db, clock, me, case.id, AID)


def test_a_referral_goes_from_sent_to_asked_afterwards(
    db: Database, clock: FixedClock, me: Reader, case: Case, sent: Referral
) -> None:
    """Sent, accepted, done, the citizen asked; only then the case can be archived."""
    accept_referral(db, clock, me, sent.id)
    with pytest.raises(Refused, match="分流"):
        archive_case(db, clock, me, case.id)
    finish_referral(db, clock, me, sent.id, "指派了律师", TODAY + timedelta(days=15))
    with pytest.raises(Refused, match="回访"):
        archive_case(db, clock, me, case.id)
    note_follow_up(db, clock, me, sent.id, "律师联系上了")

    archived = archive_case(db, clock, me, case.id)

    (done,) = referrals_of(db, me, case.id)
    assert (archived.state, archived.result) == (CaseState.ARCHIVED, CaseResult.HANDED_ON)
    assert (done.state, done.outcome, done.follow_up) == (ReferralState.DONE, "指派了律师", "律师联系上了")
    moves = moves_of_referral(db, me, sent.id)
    assert [(move.after, move.by) for move in moves] == [(s, me.login) for s in ("sent", "accepted", "done")]


def test_what_is_sent_back_is_the_desks_again(
    db: Database, clock: FixedClock, me: Reader, case: Case, sent: Referral
) -> None:
    """A returned referral gives the case back without a result; sent again it is under way as before."""
    returned = return_referral(db, clock, me, sent.id, "不符合条件，缺证明")
    back = get_case(db, me, case.id)
    again = send_again(db, clock, me, sent.id, "补了证明，请再审查", TODAY + timedelta(days=10))

    assert (returned.state, returned.outcome) == (ReferralState.RETURNED, "不符合条件，缺证明")
    assert (back.state, back.result) == (CaseState.ANSWERED, None)
    assert (again.state, again.due_on, get_case(db, me, case.id).state) == (
        ReferralState.SENT,
        date(2026, 12, 17),
        CaseState.REFERRED,
    )


def test_one_of_two_referrals_sent_back_leaves_the_case_referred(
    db: Database, clock: FixedClock, me: Reader, case: Case, sent: Referral
) -> None:
    """While another office still works on it the case stays handed on."""
    refer_case(db, clock, me, case.id, ReferCase(ReferralTarget.COURT, "游仙区人民法院", "请诉前调解", AID.due_on))

    return_referral(db, clock, me, sent.id, "不归这里管")

    assert get_case(db, me, case.id).state is CaseState.REFERRED


def test_late_offices_and_due_follow_ups_are_listed(
    db: Database, clock: FixedClock, me: Reader, case: Case, sent: Referral
) -> None:
    """Not on the last day but behind it a referral is overdue; a follow-up is listed on its very day until it is done."""
    listed = []
    for day in (14, 15):
        clock.moment = datetime(2026, 12, day, 9, tzinfo=SHANGHAI)
        listed.append([r.id for r in overdue_referrals(db, clock, me)])
    accept_referral(db, clock, me, sent.id)
    finish_referral(db, clock, me, sent.id, "指派了律师", date(2026, 12, 20))
    for day in (19, 20):
        clock.moment = datetime(2026, 12, day, 9, tzinfo=SHANGHAI)
        listed.append([r.id for r in overdue_referrals(db, clock, me)])
    note_follow_up(db, clock, me, sent.id, "律师联系上了")

    assert listed == [[], [sent.id], [], [sent.id]]
    assert waiting_referrals(db, me) == []


def test_moves_that_cannot_be_are_refused(db: Database, clock: FixedClock, me: Reader, sent: Referral) -> None:
    """What was not accepted cannot be done, what was not sent back cannot be sent again, nobody is asked too early."""
    for illegal in (
        lambda: finish_referral(db, clock, me, sent.id, "办完了", TODAY),
        lambda: send_again(db, clock, me, sent.id, "再请审查", TODAY),
        lambda: note_follow_up(db, clock, me, sent.id, "都好"),
    ):
        with pytest.raises(IllegalMove):
            illegal()

    assert get_referral(db, me, sent.id)[0].state is ReferralState.SENT


@pytest.mark.parametrize(
    "command",
    [
        ReferCase(AID.target, " ", AID.request, AID.due_on),
        ReferCase(AID.target, AID.office, "", AID.due_on),
        ReferCase(AID.target, AID.office, "长" * 1001, AID.due_on),
        ReferCase(AID.target, AID.office, AID.request, TODAY - timedelta(days=1)),
        ReferCase(AID.target, AID.office, AID.request, TODAY + timedelta(days=400)),
    ],
)
def test_an_incomplete_referral_is_refused(
    db: Database, clock: FixedClock, me: Reader, case: Case, command: ReferCase
) -> None:
    """Without an office, a request or a possible day nothing is sent, and the case stays as it was."""
    with pytest.raises(Refused):
        refer_case(db, clock, me, case.id, command)

    assert referrals_of(db, me, case.id) == []
    assert get_case(db, me, case.id) == case


def test_strangers_have_nothing_to_do_with_it(db: Database, clock: FixedClock, me: Reader, sent: Referral) -> None:
    """An adviser of elsewhere is told that there is no such referral, and sees none in the lists."""
    for forbidden in (
        lambda: get_referral(db, STRANGER, sent.id),
        lambda: accept_referral(db, clock, STRANGER, sent.id),
        lambda: moves_of_referral(db, STRANGER, sent.id),
        lambda: referrals_of(db, STRANGER, sent.case_id),
    ):
        with pytest.raises(NotFound):
            forbidden()
    assert waiting_referrals(db, STRANGER) == []


def test_the_sheet_is_for_the_cases_adviser_and_admins(
    directory: Directory, db: Database, me: Reader, sent: Referral
) -> None:
    """A colleague of the same room reads the case at the console, but does not print names and numbers."""
    referral, case = get_referral(db, me, sent.id)

    for reader in (me, Reader("boss", is_admin=True)):
        assert make_sheet(directory, reader, referral, case, "工资与劳动", "周律师").phone == "13800138000"
    with pytest.raises(NotAllowed):
        make_sheet(
            directory, Reader("adviser1", is_admin=False, places=(ROOM,)), referral, case, "工资与劳动", "周律师"
        )


def test_the_word_document_says_all_of_the_sheet(
    directory: Directory, db: Database, me: Reader, sent: Referral
) -> None:
    """Every field is in the document word for word, what looks like markup too, and no placeholder is left."""
    referral, case = get_referral(db, me, sent.id)
    sheet = make_sheet(directory, me, referral, case, "工资与劳动", "周律师")

    document = Document(BytesIO(write_docx(sheet)))

    words = "\n".join(
        [*(p.text for p in document.paragraphs), *(c.text for t in document.tables for r in t.rows for c in r.cells)]
    )
    fields = [getattr(sheet, name) for name in ReferralSheet.__dataclass_fields__ if name != "number"]
    assert [field for field in fields if field not in words] == []
    assert "{{" not in words
    assert "欠薪 <三个月> & 押金" in words
