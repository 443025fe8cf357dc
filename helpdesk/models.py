"""What the help desk speaks of: places, slots, appointments, conversations, messages, hand-offs and accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from helpdesk.place_models import MarketDays


class Tier(StrEnum):
    """The four tiers of a public legal service platform, the widest first."""

    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


PLACE_SUFFIX = {
    Tier.CITY: "公共法律服务中心",
    Tier.COUNTY: "公共法律服务中心",
    Tier.TOWNSHIP: "公共法律服务站",
    Tier.VILLAGE: "公共法律服务室",
}


class Service(StrEnum):
    """Service items that a place offers."""

    CONSULTATION = "consultation"
    LEGAL_AID = "legal_aid"
    NOTARY = "notary"
    MEDIATION = "mediation"
    FORENSIC = "forensic"
    LAWYER = "lawyer"
    LEGAL_EDUCATION = "legal_education"
    AFTERCARE = "aftercare"
    COMMUNITY_CORRECTIONS = "community_corrections"


SERVICE_NAMES = {
    Service.CONSULTATION: "法律咨询",
    Service.LEGAL_AID: "法律援助",
    Service.NOTARY: "公证",
    Service.MEDIATION: "人民调解",
    Service.FORENSIC: "司法鉴定",
    Service.LAWYER: "律师服务",
    Service.LEGAL_EDUCATION: "法治宣传",
    Service.AFTERCARE: "安置帮教",
    Service.COMMUNITY_CORRECTIONS: "社区矫正",
}


@dataclass(frozen=True, slots=True)
class OpeningPeriod:
    """Open from ``start`` to ``end`` local time on ``weekday`` (0 is Monday)."""

    weekday: int
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Place:
    """A service place (公共法律服务中心, 站 or 室) and the administrative unit it serves.

    ``code`` is the unit's 12-digit statistics code, ``name`` the unit's name (芦溪镇), ``parents`` the names above it,
    the widest first. ``lat`` and ``lng`` are WGS-84 degrees, of this unit or of the nearest one above it that has a
    point, unless the place itself has one (``has_own_point``); ``hours`` are the usual ones unless it has its own.
    ``aliases`` are what people call the unit, ``facilities`` what is there. ``distance_km`` is set by a search from a
    point. What is not known is None or empty, never guessed.
    """

    code: str
    name: str
    tier: Tier
    parents: tuple[str, ...]
    lat: float | None
    lng: float | None
    address: str | None
    phones: tuple[str, ...]
    hours: tuple[OpeningPeriod, ...]
    services: tuple[Service, ...]
    confirmed: bool
    former_names: tuple[str, ...] = ()
    distance_km: float | None = None
    market: MarketDays | None = None
    aliases: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    has_own_point: bool = False
    has_own_hours: bool = False

    @property
    def title(self) -> str:
        """The service place's own name, such as 芦溪镇公共法律服务站."""
        return self.name + PLACE_SUFFIX[self.tier]

    @property
    def full_name(self) -> str:
        """Name with the units above it but the city: 三台县芦溪镇."""
        return "".join((*self.parents[1:], self.name)) if self.tier is not Tier.CITY else self.name


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at a place that can be booked; ``free`` is how many seats are left. Times carry +08:00."""

    id: str
    place_code: str
    start: datetime
    end: datetime
    free: int


class AppointmentStatus(StrEnum):
    """BOOKED holds a seat, and ARRIVED (checked in at the door) still does; the others are over."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    DONE = "done"
    NO_SHOW = "no_show"


class ForWhom(StrEnum):
    """Whom an appointment is made for, seen from the person who makes it."""

    SELF = "self"
    PARENT = "parent"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A seat taken by a citizen; ``code`` is shown at the door, ``name`` is who comes, ``at_desk`` means booked by an adviser."""

    code: str
    place: Place
    start: datetime
    end: datetime
    service: Service
    matter: str
    name: str
    phone: str
    status: AppointmentStatus
    for_whom: ForWhom = ForWhom.SELF
    at_desk: bool = False


class ConversationState(StrEnum):
    """Who holds the conversation."""

    BOT = "BOT"
    WAITING = "WAITING"
    WITH_ADVISER = "WITH_ADVISER"
    CLOSED = "CLOSED"


class Sender(StrEnum):
    """Who said a message."""

    CITIZEN = "citizen"
    BOT = "bot"
    ADVISER = "adviser"
    SYSTEM = "system"


class Kind(StrEnum):
    """What a message is (part of the public API)."""

    FAQ = "faq"
    GUIDE = "guide"
    CLARIFY = "clarify"
    STATUTES = "statutes"
    PLACE = "place"
    BOOKING = "booking"
    ELIGIBILITY = "eligibility"
    HANDOFF = "handoff"
    URGENT = "urgent"
    SOCIAL = "social"
    FALLBACK = "fallback"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be said, before it has an identity and a place in the conversation.

    ``extras`` holds the optional parts of the public Message as plain JSON values: ``buttons``, ``citations``, ``faq_id``,
    ``guide_id``, ``confidence``, ``place``, ``appointment``. ``about``, which no client sees, is the entry under discussion
    when the message shows none.
    """

    kind: Kind
    text: str
    extras: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """A stored message. ``seq`` counts from 1 inside its conversation, without gaps."""

    id: str
    conversation_id: str
    seq: int
    sender: Sender
    kind: Kind
    text: str
    extras: dict[str, Any]
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation and who holds it. ``external_id`` is the channel's own name for it (a Telegram chat id)."""

    id: str
    channel: str
    external_id: str | None
    state: ConversationState
    turns: int
    misses: int


@dataclass(frozen=True, slots=True)
class Inbound:
    """What a citizen sent: words, a pressed button's payload, or a shared point.

    ``client_id`` is the channel's own id of the message; a repeat of it is the same message. ``text`` is what the
    transcript shows (a button's title, 我的位置), ``note`` marks what cannot be passed to the bot (a photo, a voice).
    """

    client_id: str
    text: str
    payload: str | None = None
    location: tuple[float, float] | None = None
    note: bool = False


class HandoffState(StrEnum):
    """WAITING in the queue, CLAIMED by an adviser, CALLBACK wanted by phone; the others are over."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    CALLBACK = "callback"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN_HANDOFFS = (HandoffState.WAITING, HandoffState.CLAIMED, HandoffState.CALLBACK)


@dataclass(frozen=True, slots=True)
class Handoff:
    """A citizen's wish for a person: ``known`` is what the desk knows so far, shown to the adviser.

    ``invited`` is a second adviser, ``returned`` how often it went back to the queue, ``last_adviser`` who held the
    citizen's last chat, ``place_code`` the place they looked at last. A call-back is due at ``due_at``, tried ``calls`` times.
    """

    id: int
    conversation_id: str
    channel: str
    state: HandoffState
    reason: str
    urgent: bool
    requested_at: datetime
    claimed_by: str | None
    known: dict[str, str]
    phone: str | None
    invited: str | None = None
    returned: int = 0
    due_at: datetime | None = None
    calls: int = 0
    last_adviser: str | None = None
    place_code: str | None = None

    def is_held_by(self, login: str) -> bool:
        """Whether this adviser reads and writes in the chat: the one in charge, or the one invited."""
        return self.state is HandoffState.CLAIMED and login in (self.claimed_by, self.invited)


class Role(StrEnum):
    """What an account may do: advisers claim chats; admins also edit the corpus, places and accounts."""

    ADVISER = "adviser"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Skills:
    """What an adviser knows: topics of the corpus, codes of the units they look after, dialects in words."""

    specialities: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    dialects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Adviser:
    """A person with an account at the console; ``login`` is what they sign in with, ``name`` what citizens see."""

    login: str
    name: str
    role: Role
    active: bool
    skills: Skills = field(default_factory=lambda: Skills())
