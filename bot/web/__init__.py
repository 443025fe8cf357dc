"""The citizen's chat page: static files that talk to the public API."""

from pathlib import Path

STATIC = Path(__file__).parent / "static"
