"""A tokenizer that makes every Chinese character a token, and every run of Latin letters or digits one."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

_TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9]", re.IGNORECASE)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class CharacterTokenizer(Tokenizer):
    """Word segmentation is trained on standard Chinese and breaks on dialect; n-grams over characters do not."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's own settings of a tokenizer."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of ``message``'s attribute with their positions."""
        text = message.get(attribute)
        found = [Token(match.group().lower(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
        return self._apply_token_pattern(found)
