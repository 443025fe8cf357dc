"""Appointments over the API, for the conversation whose bearer token is given."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from actions.appointment_cards import to_bring, view_of
from bot.api.access import BearerToken, RunningParts, TokenConversation
from bot.appointment_files import calendar_file, qr_code
from helpdesk import appointments, conversations
from helpdesk import own_appointments as own
from helpdesk.appointments import BookAppointment
from helpdesk.errors import NotFound
from helpdesk.map_links import map_links
from helpdesk.models import Appointment, ForWhom, Service

router = APIRouter(prefix="/appointments", tags=["appointments"])

Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=80)]
KeyOfChange = Annotated[str, Header(alias="Idempotency-Key", max_length=80)]


class Booking(BaseModel):
    """What is needed to book; ``name`` is who comes."""

    model_config = ConfigDict(extra="forbid")

    slot_id: str = Field(max_length=40)
    service: Service = Service.CONSULTATION
    matter: str = Field(max_length=400)
    name: str = Field(max_length=60)
    phone: str = Field(max_length=40)
    for_whom: ForWhom = ForWhom.SELF


class Move(BaseModel):
    """The new slot."""

    model_config = ConfigDict(extra="forbid")

    slot_id: str = Field(max_length=40)


class Links(BaseModel):
    """Addresses that need no token, for ``seconds`` from now."""

    calendar: str
    qr: str
    seconds: int


@router.post("", status_code=201)
def book(booking: Booking, key: Key, conversation: TokenConversation, parts: RunningParts) -> dict[str, Any]:
    """Take a seat; the same Idempotency-Key again gives the same answer."""
    desk = parts.desk
    command = BookAppointment(
        booking.slot_id, booking.service, booking.matter, booking.name, booking.phone, booking.for_whom
    )
    booked = appointments.book_appointment(desk.db, desk.clock, desk.directory, conversation.id, key, command)
    return view_of(desk, booked)


@router.get("/{code}")
def get(code: str, conversation: TokenConversation, parts: RunningParts) -> dict[str, Any]:
    """One of the conversation's appointments; ``status`` is booked, arrived, done, no_show or cancelled."""
    return view_of(parts.desk, _own(parts, conversation.id, code))


@router.patch("/{code}")
def move(
    code: str, to: Move, conversation: TokenConversation, parts: RunningParts, key: KeyOfChange = ""
) -> dict[str, Any]:
    """Move it to another slot; the same Idempotency-Key again changes nothing more."""
    desk = parts.desk
    moved = own.move_appointment(desk.db, desk.clock, desk.directory, conversation.id, code, to.slot_id, key)
    return view_of(desk, moved)


@router.delete("/{code}")
def cancel(code: str, conversation: TokenConversation, parts: RunningParts) -> dict[str, Any]:
    """Give the seat back; again changes nothing."""
    desk = parts.desk
    cancelled = own.cancel_appointment(desk.db, desk.clock, desk.directory, conversation.id, code)
    return view_of(desk, cancelled)


@router.get("/{code}/links")
def links(code: str, conversation: TokenConversation, parts: RunningParts) -> Links:
    """Short-lived addresses of the calendar file and the QR code, for downloads and pictures."""
    found = _own(parts, conversation.id, code)
    link = parts.links.make(conversation.id, found.code)
    base = f"/api/v1/appointments/{found.code}"
    return Links(
        calendar=f"{base}/calendar.ics?link={link}", qr=f"{base}/qr.svg?link={link}", seconds=parts.links.seconds
    )


def _linked(
    code: str, parts: RunningParts, token: BearerToken, link: Annotated[str, Query(max_length=400)] = ""
) -> Appointment:
    """The appointment that a token or a signed link opens.

    Raises NotFound.
    """
    if link:
        owner = parts.links.read(link, code)
        if owner is None:
            raise NotFound("这个链接已经过期了，请回到聊天里再点一次")
        return _own(parts, owner, code)
    return _own(parts, conversations.conversation_of_token(parts.desk.db, token).id, code)


Linked = Annotated[Appointment, Depends(_linked)]


@router.get("/{code}/calendar.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}})
def calendar(appointment: Linked, parts: RunningParts) -> Response:
    """The appointment for a calendar; opened by the token or by a signed link."""
    desk = parts.desk
    ics = calendar_file(
        appointment, desk.clock.now(), map_links(desk.directory, appointment.place), to_bring(desk, appointment.matter)
    )
    headers = {
        "Content-Disposition": f'attachment; filename="yuyue-{appointment.code}.ics"',
        "Cache-Control": "no-store",
    }
    return Response(ics, media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/{code}/qr.svg", response_class=Response, responses={200: {"content": {"image/svg+xml": {}}}})
def qr(appointment: Linked, parts: RunningParts) -> Response:
    """The QR code to show at the door; opened by the token or by a signed link."""
    headers = {"Cache-Control": "no-store"}
    return Response(qr_code(appointment.code, parts.public_url), media_type="image/svg+xml", headers=headers)


def _own(parts: RunningParts, conversation_id: str, code: str) -> Appointment:
    return own.get_appointment(parts.desk.db, parts.desk.directory, conversation_id, code)
