"""``make eval-nlu``: how well messages are understood that training has not seen, beside Rasa's stock Chinese pipeline.

Writes ``nlu.md``, ``nlu.json`` and two drawings, and prints the first.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.data_files import load_examples, same_words
from nlu.evaluation import drawings, figures, pipelines, running
from nlu.evaluation.figures import OUTSIDE, Figure, Judged
from nlu.evaluation.running import Run

_QUESTIONS = Path(__file__).with_name("questions") / "intents.jsonl"
_GROUPS = {"faq": "legal, in the corpus", "guides": "services of the corpus", "unanswered": "legal, not in the corpus",
           "off_topic": "no legal matter"}  # fmt: skip
# actions/turn.py takes a text for no legal matter from here on.
_SURE = 0.6


@dataclass(frozen=True, slots=True)
class Asked:
    """The test messages, and further texts by group of which only matters whether they are called ``outside``."""

    texts: list[str]
    right: list[str]
    kinds: NDArray[np.str_]
    further: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Result:
    """A pipeline's run, and what of it concerns the test messages and the further texts."""

    run: Run
    judged: Judged
    outside: dict[str, NDArray[np.float64]]


def main() -> int:
    """Train, ask, compare, write."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--rasa", type=Path, required=True, help="Rasa's Python")
    parser.add_argument("--out", type=Path, default=Path("docs/evaluation"))
    parser.add_argument("--legal", type=Path, help="folder of the knowledge base's test questions")
    parser.add_argument("--all", action="store_true", help="the other pipelines that were tried, too")
    options = parser.parse_args()
    asked = _load(options.legal)
    compared = {pipelines.SERVICE: pipelines.service(), pipelines.STOCK: pipelines.stock()}
    if options.all:
        compared |= pipelines.others()
    results: dict[str, Result] = {}
    for name, pipeline in compared.items():
        further = asked.further if name == pipelines.SERVICE else {}
        results[name] = _measure(pipeline, replace(asked, further=further), options.rasa)
        print(f"{name}: {_summary(results[name])['accuracy']}", file=sys.stderr)
        if len(results) > 1:  # what is measured is kept, should a later pipeline fail
            write(options.out, results, asked)
    print((options.out / "nlu.md").read_text(encoding="utf-8"))
    return 0


def _load(legal: Path | None) -> Asked:
    known = {same_words(text) for _, text in load_examples()}
    rows = [row for row in _lines(_QUESTIONS) if same_words(row["text"]) not in known]
    further = {group: [row["text"] for row in _lines(legal / f"{group}.jsonl")] for group in _GROUPS} if legal else {}
    return Asked(
        [row["text"] for row in rows], [row["intent"] for row in rows], np.array([row["kind"] for row in rows]), further
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _measure(pipeline: pipelines.Pipeline, asked: Asked, python: Path) -> Result:
    intents = sorted({intent for intent, _ in load_examples()})
    texts = [*asked.texts, *(text for texts in asked.further.values() for text in texts)]
    run = running.run(pipeline, intents, texts, python)
    right = np.array([intents.index(intent) for intent in asked.right])
    judged = Judged(intents, run.confidences[: len(right)], right)
    outside, begin = {}, len(right)
    for group, texts in asked.further.items():
        outside[group] = run.confidences[begin : begin + len(texts), intents.index(OUTSIDE)]
        begin += len(texts)
    return Result(run, judged, outside)


def _summary(result: Result) -> dict[str, Figure | float]:
    run, judged = result.run, result.judged
    return {
        "accuracy": figures.share(judged.hits),
        "macro-F1": figures.macro_f1(judged),
        "AUROC outside": figures.outside_auroc(judged),
        "calibration error": figures.calibration_error(judged),
        "training CPU s": run.training_seconds,
        "training MB": run.training_memory,
        "serving MB": run.serving_memory,
        "parse CPU ms p50": float(np.quantile(run.parse_seconds, 0.5) * 1000),
        "p95": float(np.quantile(run.parse_seconds, 0.95) * 1000),
    }


def write(folder: Path, results: dict[str, Result], asked: Asked) -> None:
    """The report as Markdown, JSON and drawings."""
    folder.mkdir(parents=True, exist_ok=True)
    summaries = {name: _summary(result) for name, result in results.items()}
    ours = results[pipelines.SERVICE].judged
    kept = {
        "messages": len(asked.texts),
        "pipelines": {name: {k: _plain(v) for k, v in cells.items()} for name, cells in summaries.items()},
        "by intent": {name: _by_intent(result.judged) for name, result in results.items()},
        "by wording": {
            name: {k: _plain(v) for k, v in _by_kind(result.judged, asked.kinds).items()}
            for name, result in results.items()
        },
        "confusions": figures.confusions(ours, 1),
        "reliability": figures.reliability(ours),
        "called outside": {g: _plain(figure) for g, figure in _called_outside(results[pipelines.SERVICE]).items()},
    }
    (folder / "nlu.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "nlu.md").write_text(_markdown(results, summaries, asked), encoding="utf-8")
    drawings.draw_confusion(ours, folder / "nlu-confusion.png")
    drawings.draw_reliability(
        {n: figures.reliability(r.judged) for n, r in results.items()}, folder / "nlu-reliability.png"
    )


def _markdown(results: dict[str, Result], summaries: dict[str, dict[str, Figure | float]], asked: Asked) -> str:
    ours, stock = results[pipelines.SERVICE].judged, results[pipelines.STOCK].judged
    by_intent = {
        intent: [*cells.values(), _by_intent(stock)[intent]["F1"]] for intent, cells in _by_intent(ours).items()
    }
    kinds = {name: _by_kind(result.judged, asked.kinds) for name, result in results.items()}
    by_kind = {
        kind: [kinds[pipelines.SERVICE][kind], kinds[pipelines.STOCK][kind], int((asked.kinds == kind).sum())]
        for kind in kinds[pipelines.SERVICE]
    }
    called = {
        _GROUPS[group]: [figure, len(asked.further[group])]
        for group, figure in _called_outside(results[pipelines.SERVICE]).items()
    }
    parts = [
        f"# How well messages are understood\n\n{len(asked.texts)} messages that were written apart from the training"
        " data; 95 % intervals in brackets. Macro-F1 is the mean over the intents; the calibration error is how far confidence"
        " and share of right are apart on average. Memory is the highest of a process, Rasa"
        " itself included; times are of the processor.\n",
        "## Pipelines\n\n"
        + _table(list(next(iter(summaries.values()))), {n: list(c.values()) for n, c in summaries.items()}),
        "## By intent\n\n" + _table(["recall", "precision", "F1", "messages", "F1 of the stock pipeline"], by_intent),
        "## By wording (accuracy)\n\n" + _table([pipelines.SERVICE, pipelines.STOCK, "messages"], by_kind),
        f"## Called outside the service with a confidence of {_SURE} or more\n\n"
        "On the knowledge base's test questions. Of legal ones it should be none, of the others all.\n\n"
        + _table(["share", "texts"], called),
        "## What is taken for what\n\n"
        + _table(
            ["taken for", "times"], {f"{r} {n}": [b, t] for n, (r, b, t) in enumerate(figures.confusions(ours), 1)}
        ),
        "![confusion matrix](nlu-confusion.png)\n\n![reliability of the confidences](nlu-reliability.png)\n",
    ]
    return "\n".join(parts)


def _by_intent(judged: Judged) -> dict[str, dict[str, float]]:
    cells = {}
    for at, intent in enumerate(judged.intents):
        right, said = judged.right == at, judged.best == at
        hits, found, wanted = int((right & said).sum()), int(said.sum()), int(right.sum())
        recall, precision = hits / max(wanted, 1), hits / max(found, 1)
        f1 = 2 * hits / max(found + wanted, 1)
        cells[intent] = {"recall": recall, "precision": precision, "F1": f1, "messages": wanted}
    return cells


def _by_kind(judged: Judged, kinds: NDArray[np.str_]) -> dict[str, Figure]:
    return {str(kind): figures.share(judged.only(kinds == kind).hits) for kind in np.unique(kinds)}


def _called_outside(result: Result) -> dict[str, Figure]:
    return {group: figures.share(confidence >= _SURE) for group, confidence in result.outside.items()}


def _table(names: list[str], rows: dict[str, list[Any]]) -> str:
    lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    lines += [f"| {row} | " + " | ".join(map(_cell, cells)) + " |" for row, cells in rows.items()]
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}" if value < 2 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
    return str(value)


def _plain(value: Figure | float) -> Any:
    return [value.value, value.low, value.high] if isinstance(value, Figure) else value


if __name__ == "__main__":
    sys.exit(main())
