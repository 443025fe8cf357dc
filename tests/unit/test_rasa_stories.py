"""Rasa's own conversation tests, with the trained model."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def test_the_model_understands_its_test_stories_and_acts_on_them(tmp_path: Path) -> None:
    """``rasa test core`` finds no story of ``nlu/tests`` in which another intent or action comes than is written there."""
    model = REPOSITORY / "var" / "models" / "cunfatong.tar.gz"
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2"}
    command = [".venv/rasa/bin/rasa", "test", "core", "--no-plot"]
    command += ["--model", str(model), "--stories", "nlu/tests", "--out", str(tmp_path)]

    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True)

    failed = (tmp_path / "failed_test_stories.yml").read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr[-3000:]
    assert "None of the test stories failed" in failed, failed
