"""Bring the console into the program."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from nicegui import app as nicegui_app
from nicegui import ui
from starlette.staticfiles import StaticFiles

from actions.desk import Desk
from bot.console.absences_page import add_absences_page
from bot.console.accounts_page import add_accounts_page
from bot.console.appointments_page import add_appointments_page
from bot.console.booking_rules_page import add_booking_rules_page
from bot.console.canned_page import add_canned_page
from bot.console.case_page import add_case_page
from bot.console.coverage_page import add_coverage_page
from bot.console.faq_exchange import add_faq_exchange
from bot.console.faq_history import add_faq_history
from bot.console.faq_list import add_faq_list
from bot.console.faq_new import add_faq_new
from bot.console.faq_page import add_faq_page
from bot.console.faq_review import add_faq_review
from bot.console.guard import PREFIX, STATIC_PATH, SessionGuard
from bot.console.login import login_router
from bot.console.place_page import add_place_page
from bot.console.places_exchange import add_places_exchange
from bot.console.places_page import add_places_page
from bot.console.reception import add_reception
from bot.console.reception_api import reception_router
from bot.console.referral_papers import referral_router
from bot.console.register_new import add_register_new
from bot.console.register_page import add_register_page
from bot.console.sessions import Sessions
from bot.console.statistics_page import add_statistics_page
from bot.console.visit import Console
from bot.console.visits_page import add_visits_page
from bot.events import EventBus

_STATIC = Path(__file__).parent / "static"
_PAGES = (
    add_reception, add_appointments_page, add_absences_page, add_booking_rules_page, add_register_page, add_register_new,
    add_case_page, add_statistics_page, add_faq_list, add_faq_new, add_faq_review, add_faq_exchange, add_faq_history,
    add_faq_page, add_canned_page, add_places_page, add_place_page, add_places_exchange, add_coverage_page, add_visits_page,
    add_accounts_page,
)  # fmt: skip


def mount_console(
    app: FastAPI, desk: Desk, events: EventBus, *, session_secret: str, secure_cookies: bool = False
) -> None:
    """Serve the console under /console of ``app``; call it before the app starts.

    NiceGUI has one application a process, so the console that was mounted last is the one that is served.
    """
    sessions = Sessions(session_secret)
    console = Console(desk, events, sessions)
    app.add_middleware(SessionGuard, sessions=sessions)
    app.include_router(login_router(desk, sessions, secure_cookies))
    app.include_router(reception_router(console))
    app.include_router(referral_router(console))
    app.mount(STATIC_PATH, StaticFiles(directory=_STATIC), name="console-static")
    for add in _PAGES:
        add(console)
    # What an earlier mount has added would be added twice.
    nicegui_app.user_middleware.clear()
    nicegui_app.middleware_stack = None
    ui.run_with(
        app,
        mount_path=PREFIX,
        title="村法通工作台",
        favicon=_STATIC / "mark.svg",
        language="zh-CN",
        tailwind=False,
        binding_refresh_interval=None,
        reconnect_timeout=20.0,
        show_welcome_message=False,
    )
