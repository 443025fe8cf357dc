"""The console for advisers and admins at /console: NiceGUI pages behind our own sign-in.

``visit`` checks the person at every page and every action, ``guard`` keeps everybody else out of pages, assets and the
web socket; ``chats`` says who may read and do what in a chat; the other modules draw.
"""

from bot.console.mount import mount_console

__all__ = ["mount_console"]
