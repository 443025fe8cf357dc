"""How well danger is recognised, on messages that nobody saw who wrote examples or rules: ``make eval-danger``.

Writes ``docs/evaluation/danger.md`` and ``danger.json``. Prints figures only, never a message: who works on the rules and on
the examples is not to learn from this set.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from knowledge_base.encoder import PlainEncoder
from knowledge_base.evaluation.measures import Measure, share
from nlu.danger.model import DangerModel, Thresholds
from nlu.danger.recogniser import DangerRecogniser, weigh
from nlu.danger.rules import judge_by_rule
from nlu.danger.training import read_examples

QUESTIONS = Path("nlu/evaluation/questions/danger.jsonl")
EVERYDAY = Path("knowledge_base/evaluation/questions")
OUT = Path("docs/evaluation")
_GRID = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

Flags = NDArray[np.bool_]


class Judged:
    """Messages with what the rules and the model make of them."""

    def __init__(self, texts: list[str], model: DangerModel, encoder: PlainEncoder) -> None:
        recogniser = DangerRecogniser(model, encoder)
        self.rules = [judge_by_rule(text) for text in texts]
        self.readings = [recogniser.read(text) for text in texts]
        self.probability = np.array([reading.probability for reading in self.readings])
        self.by_rule: Flags = np.array([rule.sort is not None and not rule.doubted for rule in self.rules])
        self.by_model: Flags = self.probability >= model.thresholds.plain
        self.thresholds = model.thresholds
        self.sorts = [weigh(*both, model.thresholds).sort for both in zip(self.rules, self.readings, strict=True)]
        self.by_both = self.weighed(model.thresholds)

    def weighed(self, thresholds: Thresholds) -> Flags:
        """Where rules and model together see danger."""
        judged = (weigh(*both, thresholds) for both in zip(self.rules, self.readings, strict=True))
        return np.array([verdict.sort is not None for verdict in judged])


def held_out(model: DangerModel, encoder: PlainEncoder) -> dict[str, Any]:
    """The figures on the held-out messages."""
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    judged = Judged([row["text"] for row in rows], model, encoder)
    danger = np.array([row["danger"] for row in rows])
    ways = {"rule alone": judged.by_rule, "model alone": judged.by_model, "both": judged.by_both}
    figures: dict[str, Any] = {
        name: {"recall": share(seen[danger]), "false alarms": share(seen[~danger])} for name, seen in ways.items()
    }
    right = [sort == row["sort"] for sort, row in zip(judged.sorts, rows, strict=True) if sort and row["danger"]]
    return {
        "cases": {"danger": int(danger.sum()), "no danger": int((~danger).sum())},
        "written_as_an_example_too": len({row["text"] for row in rows} & {e.text for e in read_examples()}),
        "ways": figures,
        "sort of those found": share(right),
        "recall by sort": _by(rows, judged.by_both, danger, "sort"),
        "recall by wording": _by(rows, judged.by_both, danger, "indirect"),
        "recall by kind": _by(rows, judged.by_both, danger, "kind"),
        "false alarms by sort": _by(rows, judged.by_both, ~danger, "sort"),
        "false alarms by kind": _by(rows, judged.by_both, ~danger, "kind"),
        "curve": [_at(step, judged, danger) for step in _GRID],
        "average precision": float(average_precision_score(danger, judged.probability)),
    }


def everyday(model: DangerModel, encoder: PlainEncoder) -> dict[str, Measure]:
    """How many alarms the test questions of the answers raise; a few of them may speak of real danger."""
    found = {}
    for path in sorted(EVERYDAY.glob("*.jsonl")):
        texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
        found[path.stem] = share(Judged(texts, model, encoder).by_both)
    return found


def latency(model: DangerModel, encoder: PlainEncoder) -> dict[str, float]:
    """Milliseconds a message, on this machine as loaded as it is: wall clock and processor time of one thread."""
    texts = [json.loads(line)["text"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()][:300]
    recogniser = DangerRecogniser(model, encoder)
    for text in texts[:20]:
        recogniser.judge(text)
    wall, began = [], time.process_time()
    for text in texts:
        start = time.perf_counter()
        recogniser.judge(text)
        wall.append(1000 * (time.perf_counter() - start))
    return {
        "median": float(np.median(wall)), "95th percentile": float(np.quantile(wall, 0.95)),
        "processor": 1000 * (time.process_time() - began) / len(texts),
    }  # fmt: skip


def _by(rows: list[dict[str, Any]], seen: Flags, where: Flags, key: str) -> dict[str, Measure]:
    named = np.array([str(row[key]) for row in rows])
    if key == "indirect":
        named = np.where(named == "True", "indirect", "plain")
    return {str(name): share(seen[where & (named == name)]) for name in sorted(set(named[where]))}


def _at(step: float, judged: Judged, danger: Flags) -> dict[str, float]:
    """Recall and false alarms of the model alone at one threshold, and of both with the middle threshold moved there."""
    kept = judged.thresholds
    moved = Thresholds(min(kept.by_rule, step), step, max(kept.doubted, step))
    alone, both = judged.probability >= step, judged.weighed(moved)
    return {
        "threshold": step, "model recall": float(alone[danger].mean()), "model false alarms": float(alone[~danger].mean()),
        "both recall": float(both[danger].mean()), "both false alarms": float(both[~danger].mean()),
    }  # fmt: skip


def report(figures: dict[str, Any]) -> str:
    """The figures as a page."""
    held = figures["held out"]
    lines = [
        "# Danger: how well it is recognised", "",
        f"{held['cases']['danger']} messages of danger now and {held['cases']['no danger']} without, written by people who saw neither "
        "rules nor examples; in parentheses 95 % intervals (Wilson). `make eval-danger`.", "",
        "| | recall | false alarms |", "|---|---|---|",
        *(f"| {name} | {way['recall']} | {way['false alarms']} |" for name, way in held["ways"].items()), "",
        f"Of the dangers found, the sort was right in {held['sort of those found']}. "
        f"Average precision of the model's probability: {held['average precision']:.3f}. "
        f"Of the held-out messages, {held['written_as_an_example_too']} stand word for word among the examples.", "",
    ]  # fmt: skip
    for title in (
        "recall by sort",
        "recall by wording",
        "recall by kind",
        "false alarms by sort",
        "false alarms by kind",
    ):
        lines += [f"## {title.capitalize()} (both)", "", "| | share | cases |", "|---|---|---|"]
        lines += [f"| {name} | {measure} | {measure.cases} |" for name, measure in held[title].items()] + [""]
    lines += [
        "## Along the threshold",
        "",
        "| threshold | model: recall | false alarms | both: recall | false alarms |",
        "|---|---|---|---|---|",
    ]
    lines += ["| " + " | ".join(f"{value:.3f}" for value in row.values()) + " |" for row in held["curve"]]
    lines += ["", f"In use: {figures['thresholds']}.", "", "## Alarms among the test questions of the answers", "",
              "| | share | cases |", "|---|---|---|"]  # fmt: skip
    lines += [f"| {name} | {measure} | {measure.cases} |" for name, measure in figures["everyday"].items()]
    times = ", ".join(f"{name} {value:.1f}" for name, value in figures["milliseconds"].items())
    return "\n".join(
        [*lines, "", f"Milliseconds a message, encoding included, on a machine that others used as well: {times}.", ""]
    )


def main() -> int:
    """Measure, print, save."""
    torch.set_num_threads(1)
    model, encoder = DangerModel.load(), PlainEncoder()
    figures = {
        "thresholds": asdict(model.thresholds), "held out": held_out(model, encoder), "everyday": everyday(model, encoder),
        "milliseconds": latency(model, encoder),
    }  # fmt: skip
    (OUT / "danger.json").write_text(json.dumps(figures, default=asdict, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (OUT / "danger.md").write_text(report(figures), "utf-8")
    print(report(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
