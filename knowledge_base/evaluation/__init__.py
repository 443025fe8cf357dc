"""How good the answers are: test questions, the fit of ranking and thresholds, and the report of ``make eval``.

Nothing that serves imports this package.
"""
