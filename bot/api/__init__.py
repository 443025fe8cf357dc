"""The public API (stable): conversations, questions, statutes, places, appointments."""
