"""The report as Markdown, JSON and a drawing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from knowledge_base.calibration import Calibration
from knowledge_base.evaluation.faq_figures import Judged, reliability
from knowledge_base.evaluation.measures import Measure, Table

_NOTES = (
    "95 % intervals in brackets. From a probability of {sure:.3f} on an answer is sure, from {maybe:.3f} on the citizen is asked "
    "which one is meant. Search alone decides here: in the service the classifier also says what is no legal matter. Of all "
    "questions in a row, `wrong` is given as sure and is not the entry that answers; `not sure` is asked about, shown articles of "
    "law, or told that it is no legal matter.\n"
)


def write(folder: Path, sections: Mapping[str, Table], judged: Judged) -> None:
    """Write ``report.md``, ``report.json`` and ``reliability.png``."""
    folder.mkdir(parents=True, exist_ok=True)
    curve, calibration = reliability(judged), Calibration.load()
    thresholds = {"sure": calibration.sure, "maybe": calibration.maybe}
    kept: dict[str, Any] = {title: _plain(table) for title, table in sections.items()}
    kept |= {"thresholds": thresholds, "reliability": curve}
    (folder / "report.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    parts = ["# How good the answers are\n", _NOTES.format(**thresholds)]
    parts += [f"## {title}\n\n{_markdown(table)}\n" for title, table in sections.items()]
    parts.append("![reliability of the probabilities](reliability.png)\n")
    (folder / "report.md").write_text("\n".join(parts), encoding="utf-8")
    _draw(curve, thresholds, folder / "reliability.png")


def _plain(table: Table) -> dict[str, dict[str, dict[str, float]]]:
    return {row: {name: asdict(measure) for name, measure in cells.items()} for row, cells in table.items()}


def _markdown(table: Table) -> str:
    if list(table) == [""]:
        rows = [f"| {name} | {measure} | {measure.cases} |" for name, measure in table[""].items()]
        return "\n".join(["| what | share | of |", "|---|---|---|", *rows])
    names = list(next(iter(table.values())))
    lines = ["| | " + " | ".join(names) + " | of |", "|---" * (len(names) + 2) + "|"]
    for row, cells in table.items():
        measures: list[Measure] = [cells[name] for name in names]
        lines.append(f"| {row} | " + " | ".join(map(str, measures)) + f" | {measures[0].cases} |")
    return "\n".join(lines)


def _draw(curve: list[tuple[float, float, int]], thresholds: Mapping[str, float], path: Path) -> None:
    figure = Figure(figsize=(4.5, 4), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--")
    axes.plot([given for given, _, _ in curve], [right for _, right, _ in curve], marker="o", color="#1f5c4d")
    for name, probability in thresholds.items():
        axes.axvline(probability, color="#b5651d", linewidth=1, linestyle=":")
        axes.text(probability - 0.01, 0.02, name, rotation=90, ha="right", color="#b5651d")
    axes.set_xlabel("probability given")
    axes.set_ylabel("share that was right")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    figure.savefig(path, dpi=110)
