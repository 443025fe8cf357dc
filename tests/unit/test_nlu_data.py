"""The training data of the classifier, held against its own rules and against the test messages."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import Counter
from pathlib import Path

import yaml

from nlu.data_files import load_examples, same_words

REPOSITORY = Path(__file__).parents[2]
QUESTIONS = REPOSITORY / "nlu" / "evaluation" / "questions" / "intents.jsonl"
EXAMPLES = load_examples()
# Buttons, never words.
WITHOUT_EXAMPLES = {"press"}
WIDE = ("ask_legal", "outside")


def intents_of_the_domain() -> set[str]:
    """All that ``domain.yml`` names."""
    return set(yaml.safe_load((REPOSITORY / "domain.yml").read_text(encoding="utf-8"))["intents"])


def test_every_intent_has_enough_examples() -> None:
    """An intent has 40 examples at least, the two wide ones 120, and none is without a place in the domain."""
    counts = Counter(intent for intent, _ in EXAMPLES)

    few = {intent: counts[intent] for intent in counts if counts[intent] < (120 if intent in WIDE else 40)}

    assert few == {}
    assert set(counts) == intents_of_the_domain() - WITHOUT_EXAMPLES


def test_no_example_stands_twice() -> None:
    """The same words mean one intent, and are written down once."""
    counts = Counter(same_words(text) for _, text in EXAMPLES)

    assert [words for words, times in counts.items() if times > 1] == []


def test_examples_hold_words_and_no_entities() -> None:
    """An example is what a citizen writes: it is not empty, and no bracket of Rasa's format hides in it."""
    odd = [text for _, text in EXAMPLES if not same_words(text) or re.search(r"[\[\]{}]", text)]

    assert odd == []


def test_no_test_message_is_trained_with() -> None:
    """A test message that training has read judges nothing."""
    known = {same_words(text) for _, text in EXAMPLES}
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]

    assert [row["text"] for row in rows if same_words(row["text"]) in known] == []
    assert {row["intent"] for row in rows} == intents_of_the_domain() - WITHOUT_EXAMPLES


def test_rasa_finds_nothing_wrong_with_its_files() -> None:
    """``rasa data validate`` has nothing to say of our files but that the buttons' intent has no examples."""
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2"}
    command = [".venv/rasa/bin/rasa", "data", "validate", "--data", "nlu/data", "nlu/rules"]

    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)

    said = done.stdout + done.stderr  # it ends with 0 even when it warns
    assert done.returncode == 0, said[-3000:]
    assert "No story structure conflicts found" in said, said[-3000:]
    warned = re.findall(r"\bUserWarning: (.*)|\b(?:WARNING|ERROR) +rasa.*? - (.*)", said)
    assert [one or other for one, other in warned] == [
        "The intent 'press' is listed in the domain file, but is not found in the NLU training data."
    ]
