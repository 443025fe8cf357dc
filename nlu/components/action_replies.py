"""Checks the replies of the action server against Rasa's own schema, compiled once.

Rasa 3.6.21 calls ``jsonschema.validate`` for every reply, which checks the schema itself and builds a validator each time:
about 20 ms of a turn. The schema is a constant, so one validator does. What is accepted and refused stays the same.
"""

from __future__ import annotations

from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

_schema = RemoteAction.action_response_format_spec()
_validator = validator_for(_schema)(_schema)


def _validate(_: RemoteAction, result: dict[str, Any]) -> bool:
    """In place of ``RemoteAction._validate_action_result``: raises the same ValidationError."""
    _validator.validate(result)
    return True


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ActionReplies(GraphComponent):
    """Does nothing to messages; loading it puts the compiled check in place."""

    @staticmethod
    def required_packages() -> list[str]:
        """None beyond Rasa's own."""
        return ["jsonschema"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ActionReplies:
        """Called by Rasa when a model is loaded."""
        RemoteAction._validate_action_result = _validate
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Pass ``messages`` on."""
        return messages
