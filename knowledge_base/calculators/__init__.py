"""Rules of law that carry numbers, as small calculators: questions, a formula with its source, and a result in lines.

``registry`` holds them all; each module beside it is one calculator. Nothing here promises an outcome: what the law or a
court leaves open stays an open line, and local figures are asked for or left open, never assumed.
"""
