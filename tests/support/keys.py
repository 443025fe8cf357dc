"""The key under which the tests' databases hold personal data."""

from helpdesk.sealing import Keys

KEY = "a key that only the tests know and use"
KEYS = Keys([KEY])
