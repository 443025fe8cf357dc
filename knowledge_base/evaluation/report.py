"""``make eval``: how good the answers are, on questions that neither training nor the thresholds have seen.

Prints the report and writes ``report.md``, ``report.json`` and ``reliability.png``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from knowledge_base.calibration import Calibration
from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import SentenceEncoder
from knowledge_base.entry_index import EntryIndex
from knowledge_base.evaluation import faq_figures, response_selector, statute_figures
from knowledge_base.evaluation.faq_figures import Judged, Table
from knowledge_base.evaluation.measures import Measure, found
from knowledge_base.evaluation.trials import load_questions, trials
from knowledge_base.models import Corpus
from knowledge_base.spelling import Speller, texts_of
from knowledge_base.statute_index import StatuteIndex
from knowledge_base.statutes import StatuteBook, default_path


def main() -> int:
    """Measure everything that the given files allow."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/eval"))
    parser.add_argument("--statutes", type=Path, default=Path("var/statutes"), help="the statute index")
    parser.add_argument("--pairs", type=Path, help="lay questions with articles; without them the law is left out")
    parser.add_argument("--rasa", type=Path, help="Rasa's Python; without it the ResponseSelector is left out")
    parser.add_argument("--day", type=date.fromisoformat, default=date.today())
    options = parser.parse_args()
    corpus, encoder, book = load_corpus(), SentenceEncoder(), StatuteBook(default_path(), options.day)
    index, speller = EntryIndex(corpus, encoder), Speller(texts_of(corpus, book.law_names))
    sure = Calibration.load().sure
    judged = faq_figures.judge(list(trials(index, [q for q in load_questions() if not q.fits], speller)))
    sections: dict[str, Table] = {
        "Finding the entry (FAQ questions)": _beside_baselines(corpus, index, speller, options.rasa),
        "What is given as sure": {"": faq_figures.safety(judged, sure)},
        "By kind of wording": faq_figures.by_kind(judged, sure),
        "Entries that training has not seen": faq_figures.by_training(judged, sure),
        "By topic": faq_figures.by_topic(judged, corpus, sure),
    }
    if options.pairs:
        statutes = StatuteIndex(options.statutes, encoder, book)
        sections["Finding the law"] = statute_figures.statute_figures(options.pairs, book, statutes)
    write(options.out, sections, judged, sure)
    print((options.out / "report.md").read_text(encoding="utf-8"))
    return 0


def _beside_baselines(corpus: Corpus, index: EntryIndex, speller: Speller, rasa: Path | None) -> Table:
    table = faq_figures.baselines(corpus, index, speller)
    if rasa:
        questions = [q for q in load_questions() if q.group == "faq" and not q.fits]
        table["Rasa's ResponseSelector"] = found(response_selector.places(corpus, questions, rasa))
    return table


def write(folder: Path, sections: Mapping[str, Table], judged: Judged, sure: float) -> None:
    """The report as Markdown, JSON and a drawing."""
    folder.mkdir(parents=True, exist_ok=True)
    curve = faq_figures.reliability(judged)
    kept: dict[str, Any] = {title: _plain(table) for title, table in sections.items()}
    kept |= {"threshold": sure, "reliability": curve}
    (folder / "report.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    parts = [f"# How good the answers are\n\n95 % intervals in brackets; the threshold for sure is {sure:.3f}.\n"]
    parts += [f"## {title}\n\n{_markdown(table)}\n" for title, table in sections.items()]
    parts.append("![reliability of the probabilities](reliability.png)\n")
    (folder / "report.md").write_text("\n".join(parts), encoding="utf-8")
    _draw(curve, folder / "reliability.png")


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


def _draw(curve: list[tuple[float, float, int]], path: Path) -> None:
    figure = Figure(figsize=(4.5, 4), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--")
    axes.plot([given for given, _, _ in curve], [right for _, right, _ in curve], marker="o", color="#1f5c4d")
    axes.set_xlabel("probability given")
    axes.set_ylabel("share that was right")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    sys.exit(main())
