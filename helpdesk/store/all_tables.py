"""Every table of the help desk: importing this fills ``Base.metadata``, which migrations and sealing read."""

from helpdesk.store import appointment_tables, chat_tables, place_tables, register_tables
from helpdesk.store.tables import Base

__all__ = ["Base", "appointment_tables", "chat_tables", "place_tables", "register_tables"]
