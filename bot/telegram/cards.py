"""Places, appointments and laws as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from actions.views import WEEKDAYS, Json, people_by_role
from helpdesk.models import AppointmentStatus, Kind, Message

_MOST_CITATIONS = 3
_QUOTE_LENGTH = 150
# When articles are the whole answer they are quoted at length.
_STATUTE_LENGTH = 800
_REST = "没列全的，原文可以在“国家法律法规数据库”（flk.npc.gov.cn）里查到。"
_STATUS = {
    AppointmentStatus.BOOKED: "已约好", AppointmentStatus.CANCELLED: "已取消", AppointmentStatus.ARRIVED: "已到",
    AppointmentStatus.DONE: "已办完", AppointmentStatus.NO_SHOW: "没有来",
}  # fmt: skip


def place_lines(place: Json, said: str = "") -> Iterator[str]:
    """A place's card; the name and the distance are left out where ``said`` has them already."""
    if place["title"] not in said:
        yield place["title"]
    yield f"地址：{place['address'] or '未确认'}"
    if place["hours"]:
        yield f"开放时间：{'；'.join(place['hours'])}{'' if place['confirmed'] else '（未确认）'}"
    phones = "、".join(place["phones"])
    yield f"电话：{phones}" if phones else "电话：未确认，可以打12348问"
    for role, names in people_by_role(place.get("people", ())):
        yield f"{role}：{names}"
    if facilities := place.get("facilities"):
        yield f"有：{'、'.join(facilities)}"
    if place["distance_km"] is not None and "公里" not in said:
        yield f"离您大约 {place['distance_km']:.1f} 公里"


def appointment_lines(appointment: Json) -> Iterator[str]:
    """An appointment's card, its code first."""
    place = appointment["place"]
    yield f"【预约码】{appointment['code']}"
    yield f"时间：{_period(appointment)}"
    yield f"地点：{place['title']}"
    yield f"地址：{place['address'] or '未确认，去之前请先打12348问一下'}"
    if appointment.get("map"):
        yield f"地图：{appointment['map']['amap']}"
    yield f"状态：{_STATUS[AppointmentStatus(appointment['status'])]}"


def citation_lines(citations: list[Json], message: Message) -> Iterator[str]:
    """The law that a message rests on: at most three articles, shortened, and where the rest is read.

    An article that the message itself quotes is only named.
    """
    limit = _STATUTE_LENGTH if message.kind is Kind.STATUTES else _QUOTE_LENGTH
    left_out = len(citations) > _MOST_CITATIONS
    for citation in citations[:_MOST_CITATIONS]:
        name, text = f"依据：《{citation['law']}》{citation['article']}", str(citation["text"]).strip()
        if text in message.text:
            yield name
        elif len(text) <= limit:
            yield f"{name}\n{text}"
        else:
            left_out = True
            yield f"{name}\n{text[:limit]}……"
    others = "、".join(f"《{c['law']}》{c['article']}" for c in citations[_MOST_CITATIONS:])
    if others:
        yield f"还有：{others}"
    if left_out:
        yield _REST


def _period(appointment: Json) -> str:
    start, end = (datetime.fromisoformat(appointment[key]) for key in ("start", "end"))
    return f"{start.month}月{start.day}日（周{WEEKDAYS[start.weekday()]}）{start:%H:%M}–{end:%H:%M}"
