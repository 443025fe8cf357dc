"""Rasa's custom actions: what the desk says and does in a turn that the bot holds.

``all_actions`` makes them for a Desk; ``bot.bootstrap`` registers them with rasa-sdk's executor, which runs them inside the
application when Rasa calls its action webhook.
"""
