"""What the register speaks of: cases, referrals, and who may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CaseState(StrEnum):
    """受理 → 解答 → 分流衔接 → 登记归档."""

    ACCEPTED = "accepted"
    ANSWERED = "answered"
    REFERRED = "referred"
    ARCHIVED = "archived"


CASE_STATES = {
    CaseState.ACCEPTED: "已受理",
    CaseState.ANSWERED: "已解答",
    CaseState.REFERRED: "已分流",
    CaseState.ARCHIVED: "已归档",
}


class CaseChannel(StrEnum):
    """How a consultation reached the desk: through one of the chat's channels, or in person."""

    WEB = "web"
    KIOSK = "kiosk"
    TELEGRAM = "telegram"
    API = "api"
    WALK_IN = "walk_in"
    TELEPHONE = "telephone"


CASE_CHANNELS = {
    CaseChannel.WEB: "网页",
    CaseChannel.KIOSK: "触摸屏",
    CaseChannel.TELEGRAM: "Telegram",
    CaseChannel.API: "接口",
    CaseChannel.WALK_IN: "上门",
    CaseChannel.TELEPHONE: "电话",
}
BY_HAND = (CaseChannel.WALK_IN, CaseChannel.TELEPHONE)


class CaseResult(StrEnum):
    """What came of a case."""

    EXPLAINED = "explained"
    GUIDED = "guided"
    DRAFTED = "drafted"
    HANDED_ON = "handed_on"
    SETTLED = "settled"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"


CASE_RESULTS = {
    CaseResult.EXPLAINED: "解答清楚了",
    CaseResult.GUIDED: "告诉了去哪里办",
    CaseResult.DRAFTED: "帮写了材料",
    CaseResult.HANDED_ON: "转给别的单位",
    CaseResult.SETTLED: "事情解决了",
    CaseResult.UNREACHABLE: "联系不上",
    CaseResult.WITHDRAWN: "群众不办了",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A consultation in the register. ``number`` is counted per unit and year, ``place_code`` the service place.

    ``topic`` is a topic of the corpus or ``OTHER_TOPIC``, ``matter`` says in words what it is about. ``party`` is who asks,
    ``other_party`` who they ask about. ``entries`` are the ids of the FAQs and guides that were shown, ``minutes`` the
    adviser's time. What is not known is None or empty.
    """

    id: int
    number: str
    accepted_at: datetime
    place_code: str
    state: CaseState
    topic: str
    matter: str
    channel: CaseChannel
    party: str
    phone: str
    other_party: str
    entries: tuple[str, ...]
    adviser: str | None
    answer: str
    result: CaseResult | None
    minutes: int
    conversation_id: str | None
    handoff_id: int | None
    appointment_code: str | None


OTHER_TOPIC = "other"


class ReferralTarget(StrEnum):
    """Who a case is handed on to."""

    LEGAL_AID_CENTRE = "legal_aid_centre"
    NOTARY_OFFICE = "notary_office"
    MEDIATION = "mediation"
    FORENSIC = "forensic"
    LABOUR_ARBITRATION = "labour_arbitration"
    COURT = "court"
    POLICE = "police"
    PETITION_OFFICE = "petition_office"


REFERRAL_TARGETS = {
    ReferralTarget.LEGAL_AID_CENTRE: "法律援助中心",
    ReferralTarget.NOTARY_OFFICE: "公证处",
    ReferralTarget.MEDIATION: "人民调解委员会",
    ReferralTarget.FORENSIC: "司法鉴定机构",
    ReferralTarget.LABOUR_ARBITRATION: "劳动人事争议仲裁委员会",
    ReferralTarget.COURT: "人民法院（诉调衔接）",
    ReferralTarget.POLICE: "公安机关（公调衔接）",
    ReferralTarget.PETITION_OFFICE: "信访部门（访援调衔接）",
}


class ReferralState(StrEnum):
    """SENT until the other office answers; RETURNED can be sent again, DONE is over but for the follow-up."""

    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    DONE = "done"


REFERRAL_STATES = {
    ReferralState.SENT: "已送出",
    ReferralState.ACCEPTED: "对方已接收",
    ReferralState.RETURNED: "被退回",
    ReferralState.DONE: "已办完",
}


@dataclass(frozen=True, slots=True)
class Referral:
    """A case handed on to ``office``, the name of the very office; an answer is expected by ``due_on``.

    ``outcome`` is what the other office said; ``follow_up_on`` the day on which the citizen is asked how it went (回访), and
    ``followed_up_at`` when that was done.
    """

    id: int
    case_id: int
    number: str
    target: ReferralTarget
    office: str
    request: str
    state: ReferralState
    sent_by: str
    sent_at: datetime
    due_on: date
    outcome: str
    follow_up_on: date | None
    followed_up_at: datetime | None
    follow_up: str

    def is_overdue(self, today: date) -> bool:
        """Whether the other office should have answered or finished before ``today``."""
        return self.state in (ReferralState.SENT, ReferralState.ACCEPTED) and self.due_on < today

    def wants_follow_up(self, today: date) -> bool:
        """Whether the citizen is to be asked by ``today`` how it went."""
        return self.follow_up_on is not None and self.followed_up_at is None and self.follow_up_on <= today

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it; a returned one waits for nothing by itself."""
        waits = self.follow_up_on is not None and self.followed_up_at is None
        return self.state in (ReferralState.SENT, ReferralState.ACCEPTED) or waits


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the register: admins everything, advisers their own cases and those of ``places`` (codes) and below."""

    login: str
    is_admin: bool
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Cases of ``login``, and of places whose codes begin with one of ``below``; None of ``below`` is every case."""

    login: str
    below: tuple[str, ...] | None

    def includes(self, adviser: str | None, place_code: str) -> bool:
        """Whether a case of this adviser at this place belongs to it."""
        return self.below is None or adviser == self.login or place_code.startswith(self.below)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What is looked for: ``words`` is a number, a telephone number or a whole name; ``month`` any day of it."""

    words: str = ""
    topic: str | None = None
    state: CaseState | None = None
    place_code: str | None = None
    month: date | None = None
    mine: bool = False
