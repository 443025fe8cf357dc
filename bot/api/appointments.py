"""Appointments over the API, for the conversation whose bearer token is given."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict, Field

from actions.views import appointment_view
from bot.api.access import RunningParts, TokenConversation
from helpdesk import appointments
from helpdesk.appointments import BookAppointment
from helpdesk.models import Service

router = APIRouter(prefix="/appointments", tags=["appointments"])

Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=80)]


class Booking(BaseModel):
    """What is needed to book."""

    model_config = ConfigDict(extra="forbid")

    slot_id: str = Field(max_length=40)
    service: Service = Service.CONSULTATION
    matter: str = Field(max_length=400)
    name: str = Field(max_length=60)
    phone: str = Field(max_length=40)


class Move(BaseModel):
    """The new slot."""

    model_config = ConfigDict(extra="forbid")

    slot_id: str = Field(max_length=40)


@router.post("", status_code=201)
def book(booking: Booking, key: Key, conversation: TokenConversation, parts: RunningParts) -> dict[str, Any]:
    """Take a seat; the same Idempotency-Key again gives the same answer."""
    desk = parts.desk
    command = BookAppointment(booking.slot_id, booking.service, booking.matter, booking.name, booking.phone)
    booked = appointments.book_appointment(desk.db, desk.clock, desk.directory, conversation.id, key, command)
    return appointment_view(booked)


@router.get("/{code}")
def get(code: str, conversation: TokenConversation, parts: RunningParts) -> dict[str, Any]:
    """One of the conversation's appointments."""
    desk = parts.desk
    return appointment_view(appointments.get_appointment(desk.db, desk.directory, conversation.id, code))


@router.patch("/{code}")
def move(code: str, to: Move, conversation: TokenConversation, parts: RunningParts) -> dict[str, Any]:
    """Move it to another slot."""
    desk = parts.desk
    moved = appointments.move_appointment(desk.db, desk.clock, desk.directory, conversation.id, code, to.slot_id)
    return appointment_view(moved)


@router.delete("/{code}")
def cancel(code: str, conversation: TokenConversation, parts: RunningParts) -> dict[str, Any]:
    """Give the seat back."""
    desk = parts.desk
    return appointment_view(appointments.cancel_appointment(desk.db, desk.clock, desk.directory, conversation.id, code))
