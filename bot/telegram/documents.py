"""Files that go with a message: an appointment for the calendar, a consultation sheet to print.

A message names its file (``extras["document"]``); the file is made when it is sent, from what is stored then.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from actions.appointment_cards import to_bring
from actions.desk import Desk
from actions.sheet import Sheet, make_sheet
from actions.views import people_by_role
from bot.appointment_files import calendar_file
from bot.web import STATIC
from helpdesk import own_appointments
from helpdesk.errors import HelpdeskError
from helpdesk.map_links import map_links
from helpdesk.models import Message

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Document:
    """A file with the name under which it is kept on the citizen's phone."""

    name: str
    content: bytes


def document_of(desk: Desk, message: Message) -> Document | None:
    """The file that goes with a message; None for one without, or when there is nothing to put into it any more."""
    document = message.extras.get("document") or {}
    try:
        match document.get("kind"):
            case "calendar":
                return _calendar(desk, message.conversation_id, document["id"])
            case "sheet":
                sheet = make_sheet(desk, message.conversation_id, document["id"])
                return Document(f"{sheet.title}{sheet.day}.html", sheet_page(sheet).encode())
    except HelpdeskError:
        return None
    return None


def sheet_page(sheet: Sheet) -> str:
    """The sheet as one HTML file that needs nothing else to look as it does on the web page."""
    style = "\n".join((STATIC / "css" / name).read_text(encoding="utf-8") for name in ("base.css", "sheet.css"))
    # Ours and no citizen's words: escaped, its quotation marks would break it.
    return _templates().get_template("sheet.html.j2").render(sheet=sheet, style=Markup(style))  # noqa: S704


def _calendar(desk: Desk, conversation_id: str, code: str) -> Document:
    booked = own_appointments.get_appointment(desk.db, desk.directory, conversation_id, code)
    links, bring = map_links(desk.directory, booked.place), to_bring(desk, booked.matter)
    return Document(f"yuyue-{booked.code}.ics", calendar_file(booked, desk.clock.now(), links, bring))


@cache
def _templates() -> Environment:
    templates = Environment(loader=FileSystemLoader(_HERE), autoescape=True, trim_blocks=True)
    templates.tests["numbered"] = lambda step: str(step).startswith("第")
    templates.filters["by_role"] = people_by_role
    return templates
