"""What Rasa does at every turn, in less time."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from nlu.components import action_calls, graph_runs


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LeanRasa(GraphComponent):
    """Does nothing to messages; loading it puts our calls of actions and our running of the graph in place of Rasa's."""

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
    ) -> LeanRasa:
        """Called by Rasa when a model is loaded."""
        action_calls.install()
        graph_runs.install()
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Pass ``messages`` on."""
        return messages
