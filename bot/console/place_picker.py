"""Choosing a service place on a page: write a name, take one of those that it may be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from bot.console.visit import Visit, told
from helpdesk.models import Place

_MOST = 20


class PlacePicker:
    """A field for the name and a choice of places; ``code`` is the chosen one's, or empty."""

    def __init__(self, visit: Visit, changed: Callable[[], Awaitable[None]] | None = None) -> None:
        self._visit = visit
        self._changed = changed
        self._name = ui.input("服务点（写地名）", placeholder="如：魏城镇", on_change=self._search)
        self._name.props("outlined dense clearable debounce=300").classes("grow")
        self._choice = ui.select({}, label="选一个", on_change=self._chosen).props("outlined dense").classes("grow")

    @property
    def code(self) -> str:
        """The chosen place's code."""
        return str(self._choice.value or "")

    @property
    def place(self) -> Place:
        """The chosen place. Raises NotFound while none is."""
        return self._visit.desk.directory.get(self.code)

    async def _search(self) -> None:
        written = str(self._name.value or "").strip()
        with told():
            found = await self._visit.run(self._visit.desk.directory.search, written, _MOST) if written else []
            self._choice.set_options(
                {place.code: f"{place.full_name} · {place.title}" for place in found},
                value=found[0].code if len(found) == 1 else None,
            )

    async def _chosen(self) -> None:
        if self._changed is not None:
            await self._changed()
