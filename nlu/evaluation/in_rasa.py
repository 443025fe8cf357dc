"""Trains a pipeline, or asks a trained one; runs in Rasa's environment, a process for each, so that memory can be told apart.

``python in_rasa.py train CONFIG DATA MODEL`` writes MODEL.tar.gz; ``python in_rasa.py parse MODEL.tar.gz TEXTS`` reads a JSON list of
texts. Both end with one line of JSON: processor seconds (which do not depend on what else the machine does), peak memory
in MB, and what was understood.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

from rasa.core.agent import Agent
from rasa.model_training import train_nlu


def train(config: str, data: str, model: str) -> dict[str, object]:
    """Fit the pipeline of ``config`` to the examples in the folder ``data``."""
    begun = time.process_time()
    path = Path(model)
    written = train_nlu(config, data, output=str(path.parent), fixed_model_name=path.name)
    if not written:
        raise SystemExit(f"{config} could not be trained")
    return {"seconds": time.process_time() - begun, "megabytes": _peak()}


async def parse(model: str, asked: list[str]) -> dict[str, object]:
    """The ranking of intents for each text, and how long each took; the first text is parsed once beforehand."""
    agent = Agent.load(model)
    await agent.parse_message(asked[0])
    rankings, seconds = [], []
    for text in asked:
        begun = time.process_time()
        found = await agent.parse_message(text)
        seconds.append(time.process_time() - begun)
        ranking = found["intent_ranking"]
        rankings.append({one["name"]: one["confidence"] for one in ranking if one["name"] != "nlu_fallback"})
    return {"rankings": rankings, "seconds": seconds, "megabytes": _peak()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    command, *given = sys.argv[1:]
    if command == "train":
        print(json.dumps(train(*given)))
    else:
        print(json.dumps(asyncio.run(parse(given[0], json.loads(Path(given[1]).read_text(encoding="utf-8"))))))
