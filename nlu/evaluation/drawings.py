"""The confusion matrix and the reliability of the confidences as pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from nlu.evaluation.figures import Judged

_COLOURS = ("#1f5c4d", "#b5542b", "#5b6f9c", "#8a7a2f", "#7d4b86", "#3b8f8f", "#a33b55", "#5d8a3b", "#666666")


def draw_confusion(judged: Judged, path: Path) -> None:
    """Rows are what is right, columns what came first; a row's shares sum to 1."""
    size = len(judged.intents)
    counts = np.zeros((size, size))
    np.add.at(counts, (judged.right, judged.best), 1)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = Figure(figsize=(9, 8.5), layout="constrained")
    axes = figure.subplots()
    axes.imshow(shares, cmap="Greens", vmin=0, vmax=1)
    axes.set_xticks(range(size), judged.intents, rotation=90, fontsize=7)
    axes.set_yticks(range(size), judged.intents, fontsize=7)
    for row, column in zip(*np.nonzero(counts), strict=True):
        colour = "white" if shares[row, column] > 0.5 else "black"
        axes.text(column, row, f"{counts[row, column]:.0f}", ha="center", va="center", fontsize=6, color=colour)
    axes.set_xlabel("came first")
    axes.set_ylabel("right")
    figure.savefig(path, dpi=110)


def draw_reliability(curves: dict[str, list[tuple[float, float, int]]], path: Path) -> None:
    """One line a pipeline: share of right over confidence."""
    figure = Figure(figsize=(5.5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--")
    for (name, curve), colour in zip(curves.items(), _COLOURS, strict=False):
        axes.plot(
            [given for given, _, _ in curve], [right for _, right, _ in curve], marker="o", label=name, color=colour
        )
    axes.set_xlabel("confidence")
    axes.set_ylabel("share that was right")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.legend(fontsize=7)
    figure.savefig(path, dpi=110)
