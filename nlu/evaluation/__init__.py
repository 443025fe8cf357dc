"""How well messages are understood: ``make eval-nlu``."""
