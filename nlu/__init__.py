"""Understanding people: training data, rules and Rasa components, and the expressions of time that Rasa is not asked for.

``nlu.components`` and ``nlu.rules`` are loaded by the Rasa server (Python 3.10, with Rasa's libraries); the rest belongs to
the application (Python 3.11). Neither imports the other.
"""
