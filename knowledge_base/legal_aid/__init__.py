"""The legal-aid pre-check: what the law of legal aid says of somebody's matter, as a judgement that promises nothing.

``questions`` asks, ``matters`` knows which article a matter stands in, ``assess`` judges the answers, ``cues`` hears answers
that were given before they were asked for.
"""
