"""The citizen's chat page: static files that talk to the public API."""
