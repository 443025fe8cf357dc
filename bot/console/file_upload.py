"""A field for a file, and below it what the file would do, or why it is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.events import UploadEventArguments

import helpdesk.errors
import knowledge_base.errors
from bot.console.visit import told


class FileUpload:
    """Draws itself where the page stands. ``look`` is given the file's name and content, and draws into ``result``."""

    def __init__(
        self, label: str, endings: str, most_bytes: int, untouched: str, look: Callable[[str, bytes], Awaitable[None]]
    ) -> None:
        """``untouched`` says of a refused file that nothing was changed: 一条也没有动."""
        self._untouched, self._look = untouched, look
        self._field = ui.upload(
            label=label,
            auto_upload=True,
            max_file_size=most_bytes,
            on_upload=self._take,
            on_rejected=lambda: ui.notify("文件太大或不能收", type="warning", position="top"),
        ).props(f'accept="{endings}" flat bordered')
        self.result = ui.element("section").classes("import").props('aria-label="导入结果" aria-live=polite')

    async def _take(self, event: UploadEventArguments) -> None:
        self.result.clear()
        with told():
            name, content = event.file.name, await event.file.read()
            self._field.reset()
            try:
                await self._look(name, content)
            except (helpdesk.errors.FileRefused, knowledge_base.errors.FileRefused) as error:
                with self.result:
                    ui.label(f"“{name}”没有导入，{self._untouched}：").classes("bad")
                    for problem in error.problems:
                        ui.label(problem).classes("words")
