"""What can go wrong at the help desk. Each message is Chinese and fit to be shown to the person who caused it.

HelpdeskError
├── NotFound               no such place, appointment, conversation, hand-off or account (or not theirs: the answer is the same)
├── Refused                the request breaks a rule; nothing was changed
│   ├── InvalidPhone       not a Chinese mobile or landline number
│   ├── SlotUnavailable    in the past, outside the opening hours, on a holiday, or beyond the booking horizon
│   ├── SlotTaken          somebody else has the last seat
│   ├── AlreadyClaimed     another adviser was quicker
│   └── IllegalMove        the conversation, hand-off or appointment is not in a state that allows this
├── FileRefused            an imported file is refused whole; ``problems`` has the rows and the reasons
├── WrongKey               personal data that none of the keys opens, or a key that is too short
└── NotAllowed             wrong name or password, too many tries, or an account that may not do this
"""

from __future__ import annotations


class HelpdeskError(Exception):
    """Root of all errors that this package raises."""


class NotFound(HelpdeskError):
    """There is no such thing, or it belongs to somebody else."""


class Refused(HelpdeskError):
    """The request breaks a rule; nothing was changed."""


class InvalidPhone(Refused):
    """Not a Chinese mobile or landline number."""


class SlotUnavailable(Refused):
    """In the past, outside the opening hours, on a holiday, or beyond the booking horizon."""


class SlotTaken(Refused):
    """Somebody else has the last seat of this slot."""


class AlreadyClaimed(Refused):
    """Another adviser was quicker."""


class IllegalMove(Refused):
    """The current state does not allow this move."""


class FileRefused(HelpdeskError):
    """An imported file is refused whole; ``problems`` are the rows with what is wrong, in the order of the file."""

    def __init__(self, *problems: str) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


class NotAllowed(HelpdeskError):
    """Wrong name or password, or an account that may not do this."""


class WrongKey(HelpdeskError):
    """Personal data that none of the keys opens, a key that is too short, or none at all."""
