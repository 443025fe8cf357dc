"""Training and asking a pipeline in Rasa's environment."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from nlu.data_files import FOLDER
from nlu.evaluation.pipelines import Pipeline

_PROGRAM = Path(__file__).with_name("in_rasa.py")


@dataclass(frozen=True, slots=True)
class Run:
    """What a pipeline understood: ``confidences`` of shape (texts, ``intents``); memory in MB, processor time in seconds."""

    intents: list[str]
    confidences: NDArray[np.float64]
    training_seconds: float
    training_memory: float
    serving_memory: float
    parse_seconds: NDArray[np.float64]


def run(pipeline: Pipeline, intents: list[str], texts: list[str], python: Path) -> Run:
    """Train ``pipeline`` on ``nlu/data`` and let it read ``texts``; ``python`` is the one of Rasa's environment."""
    with tempfile.TemporaryDirectory(prefix="cunfatong-nlu-") as name:
        folder = Path(name)
        config = {"recipe": "default.v1", "language": "zh", "assistant_id": "evaluation", "pipeline": pipeline}
        (folder / "config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
        (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        _lend_jieba(folder)
        trained = _ask(python, folder, "train", str(folder / "config.yml"), str(FOLDER), str(folder / "model"))
        heard = _ask(python, folder, "parse", str(folder / "model.tar.gz"), str(folder / "texts.json"))
    confidences = [[ranking.get(intent, 0.0) for intent in intents] for ranking in heard["rankings"]]
    return Run(
        intents,
        np.array(confidences),
        trained["seconds"],
        trained["megabytes"],
        heard["megabytes"],
        np.array(heard["seconds"]),
    )


def _lend_jieba(folder: Path) -> None:
    """The stock pipeline's segmenter, which only this comparison needs, is installed in our environment alone."""
    spec = find_spec("jieba")
    assert spec is not None and spec.origin is not None, "requirements/app.in has jieba"
    for part in Path(spec.origin).parents[1].glob("jieba*"):  # Rasa looks for the distribution, too
        (folder / part.name).symlink_to(part)


def _ask(python: Path, folder: Path, *command: str) -> Any:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{Path.cwd()}{os.pathsep}{folder}",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "2",
    }
    done = subprocess.run(  # noqa: S603 our own program
        [str(python.absolute()), str(_PROGRAM), *command], env=environment, cwd=folder, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout.strip().splitlines()[-1])
