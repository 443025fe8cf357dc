"""The left side of the reception: who waits, and which chats are mine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from bot.console.chats import Card, Queue, known_lines
from bot.console.visit import Visit
from bot.console.words import CHANNELS, said_at
from helpdesk.models import Handoff, HandoffState

OnHandoff = Callable[[Handoff], Awaitable[None]]


class QueuePanel:
    """Draws the queue; is drawn again only when something in it has changed."""

    def __init__(self, visit: Visit, on_claim: OnHandoff, on_open: OnHandoff, on_call: OnHandoff) -> None:
        self._visit = visit
        self._on_call = on_call
        self._on_claim = on_claim
        self._on_open = on_open
        self._drawn: tuple[Queue, int | None] | None = None
        self._root = ui.element("section").classes("queue").props('aria-label="排队和我的咨询"')

    def show(self, queue: Queue, selected: int | None) -> None:
        """Draw ``queue``, with the chat of the hand-off ``selected`` marked."""
        if self._drawn == (queue, selected):
            return
        self._drawn = (queue, selected)
        self._root.clear()
        with self._root:
            urgent = [card for card in queue.waiting if card.handoff.urgent]
            others = [card for card in queue.waiting if not card.handoff.urgent]
            if urgent:
                self._waiting("紧急", urgent)
            self._mine(queue, selected)
            self._waiting("等待接待", others)
            if not queue.waiting:
                ui.label("现在没有人在等。有人来了，这里会马上显示，紧急的会响铃。").classes("soft")
            if queue.others:
                ui.label(f"其他顾问正在接待 {queue.others} 位").classes("soft others")

    def _mine(self, queue: Queue, selected: int | None) -> None:
        if not queue.mine:
            return
        _heading("我的", len(queue.mine))
        for card in queue.mine:
            is_open = card.handoff.id == selected
            with ui.element("button").classes("card mine" + (" open" if is_open else "")) as button:
                button.props(f"type=button aria-pressed={'true' if is_open else 'false'}")
                _head(card)
                ui.label(card.last_words or card.handoff.reason).classes("last")
            button.on("click", lambda _, handoff=card.handoff: self._on_open(handoff))

    def _waiting(self, words: str, cards: list[Card]) -> None:
        _heading(words, len(cards))
        for card in cards:
            with ui.element("article").classes("card waiting" + (" urgent" if card.handoff.urgent else "")):
                _head(card)
                ui.label(card.handoff.reason).classes("reason")
                if card.last_words:
                    ui.label(f"“{card.last_words}”").classes("last")
                self._known(card.handoff)
                if card.handoff.state is HandoffState.CALLBACK:
                    self._call_back(card.handoff)
                if card.why:
                    ui.label("，".join(card.why)).classes("fits")
                ui.button("接待", on_click=lambda _, handoff=card.handoff: self._on_claim(handoff)).props("unelevated")

    def _call_back(self, handoff: Handoff) -> None:
        ui.link(f"请回电话：{handoff.phone}", f"tel:{handoff.phone}").classes("phone")
        due = f"{said_at(handoff.due_at, self._visit.desk.clock.now())} 起可以打" if handoff.due_at else ""
        tried = f"打过 {handoff.calls} 次没打通" if handoff.calls else ""
        if words := "，".join(filter(None, (due, tried))):
            ui.label(words).classes("soft")
        ui.button("电话结果", on_click=lambda: self._on_call(handoff)).props("outline dense")

    def _known(self, handoff: Handoff) -> None:
        for label, value in known_lines(self._visit.desk, handoff):
            ui.label(f"{label}：{value}").classes("known-line")


def _heading(words: str, count: int) -> None:
    with ui.element("h2").classes("heading"):
        ui.label(words)
        ui.label(str(count)).classes("count")


def _head(card: Card) -> None:
    handoff = card.handoff
    with ui.element("div").classes("card-head"):
        if handoff.urgent:
            ui.label("紧急").classes("tag red")
        if handoff.returned and handoff.state is HandoffState.WAITING:
            ui.label("又回到队列").classes("tag red")
        if handoff.state is HandoffState.CALLBACK:
            ui.label("要回电").classes("tag ochre")
        ui.label(CHANNELS.get(handoff.channel, handoff.channel)).classes("tag")
        ui.label(f"#{handoff.id}").classes("soft")
        ui.label(card.waited if handoff.state is HandoffState.CLAIMED else f"等了 {card.waited}").classes("since")
