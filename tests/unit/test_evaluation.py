"""How answers are judged: the parts of a report fit together, and nobody is judged by what they have seen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.calibration import Calibration
from knowledge_base.candidates import Shortlist
from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import HashEncoder, PlainEncoder
from knowledge_base.entry_index import EntryIndex
from knowledge_base.evaluation import faq_figures, response_selector
from knowledge_base.evaluation.faq_figures import Judged
from knowledge_base.evaluation.fitting import MIX
from knowledge_base.evaluation.measures import Table, found, share
from knowledge_base.evaluation.spelling_figures import Drawing
from knowledge_base.evaluation.trials import Question, Trial, load_questions, trials
from knowledge_base.evaluation.writing import write
from knowledge_base.models import Corpus
from knowledge_base.outside import OutsideModel
from knowledge_base.spelling import Speller
from knowledge_base.statutes import StatuteBook, default_path


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The starting corpus."""
    return load_corpus()


@pytest.fixture(scope="module")
def judged(corpus: Corpus) -> Judged:
    """Every fifth test question, answered with the small encoder."""
    speller = Speller([wording for faq in corpus.faqs for wording in faq.wordings])
    outside = OutsideModel.load(PlainEncoder().vector)
    asked = trials(EntryIndex(corpus, HashEncoder()), load_questions()[::5], speller)
    return faq_figures.judge(list(asked), outside)


def tables(judged: Judged, corpus: Corpus) -> list[Table]:
    """What is done with the questions, in every grouping."""
    groupings = [faq_figures.by_group(judged), faq_figures.by_kind(judged), faq_figures.by_topic(judged, corpus)]
    return [faq_figures.answering(judged, groups) for groups in groupings]


def test_what_is_done_with_questions_adds_up(judged: Judged, corpus: Corpus) -> None:
    """Each question is answered as sure or in one of three other ways, and what is wrong was answered as sure."""
    for table in tables(judged, corpus):
        for row in table.values():
            share_of = {name: measure.value for name, measure in row.items()}

            assert share_of["sure"] + share_of["not sure"] == pytest.approx(1)
            others = share_of["asked which one"] + share_of["articles of law"] + share_of["no legal matter"]
            assert others == pytest.approx(share_of["not sure"])
            assert share_of["wrong"] <= share_of["sure"]


def test_the_report_holds_every_figure(judged: Judged, corpus: Corpus, tmp_path: Path) -> None:
    """Whatever is measured is printed with its interval and kept as JSON."""
    sections = {"Guides": faq_figures.guides(judged), "Safety": {"": faq_figures.safety(judged)}}

    write(tmp_path, sections, judged)

    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    kept = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    for title, table in sections.items():
        for row, measures in table.items():
            for name, measure in measures.items():
                assert f"| {measure} |" in report
                assert kept[title][row][name]["value"] == measure.value
    assert (tmp_path / "reliability.png").stat().st_size > 1000


def test_the_report_names_both_thresholds(judged: Judged, tmp_path: Path) -> None:
    """From which probability on an answer is sure, and from which on the citizen is asked, stand beside the curve."""
    serving = Calibration.load()

    write(tmp_path, {}, judged)

    kept = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert kept["thresholds"] == {"sure": serving.sure, "maybe": serving.maybe}
    notes = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert f"{serving.sure:.3f}" in notes
    assert f"{serving.maybe:.3f}" in notes


def test_the_curve_is_of_the_mix_that_is_taken_to_come_in(judged: Judged) -> None:
    """Every question is on it, and what no entry answers weighs as it does in the mix, however many test questions there are."""
    few = replace(judged, place=np.where(judged.where(("unanswered", "off_topic")), 10, 0))

    curve = faq_figures.reliability(few)

    assert sum(questions for _, _, questions in curve) == len(judged.questions)
    assert np.mean([right for _, right, _ in curve]) == pytest.approx(MIX["faq"] + MIX["guides"], abs=0.01)


def test_every_question_stands_in_one_group_and_one_topic(judged: Judged, corpus: Corpus) -> None:
    """No question is counted twice or left out."""
    groups, topics = faq_figures.by_group(judged), faq_figures.by_topic(judged, corpus)

    assert (sum(flags.astype(int) for flags in groups.values()) == 1).all()
    assert (sum(flags.astype(int) for flags in topics.values()) == judged.where(("faq", "guides"))).all()


def test_an_entry_that_leads_to_the_guide_counts_beside_the_guide(judged: Judged) -> None:
    """The second row of the guides' table is never worse than the first, and better where entries lead there."""
    asked = judged.where(("guides",))

    assert (judged.led[asked] <= judged.place[asked]).all()
    assert (judged.led[asked] == 0).sum() > (judged.place[asked] == 0).sum()
    assert (judged.led[judged.where(("unanswered", "off_topic"))] == 10).all()


def test_a_tie_does_not_count_as_found() -> None:
    """Of equal scores the right one comes last, and behind all when it is not on the shortlist."""
    question, nothing = load_questions()[0], Shortlist([], np.zeros((0, 5), dtype=np.float32), [])
    scores = [np.array([1.0, 1.0, 0.5]), np.array([0.2, 0.9, 0.1])]

    found_at = np.array([Trial(question, nothing, right).place(own) for right, own in enumerate(scores)])

    assert found_at.tolist() == [1, 0]
    assert Trial(question, nothing, None).place(scores[0]) == 3
    assert found(found_at)["hit@1"].value == 0.5
    assert share([]).cases == 0


def test_what_is_drawn_for_the_spelling_figures_is_not_in_the_corpus_that_judges(corpus: Corpus) -> None:
    """Neither the index nor the speller has seen the wordings that they are judged on."""
    few = Corpus(corpus.faqs[:40], corpus.guides[:5])

    drawing = Drawing(few, StatuteBook(default_path(), date(2026, 12, 7)), 50)

    kept = {wording for entry in (*drawing.kept.faqs, *drawing.kept.guides) for wording in entry.wordings}
    assert len(drawing.drawn) == 50
    assert not kept & {one.wording for one in drawing.drawn}


def test_the_response_selector_is_trained_and_asked(corpus: Corpus, tmp_path: Path) -> None:
    """Rasa's own selector runs on the corpus: of three entries it names the one whose wording it is asked."""
    few = Corpus(corpus.faqs[:60:20], ())
    asked = [Question(faq.variants[0], faq.id, "plain", "faq") for faq in few.faqs]

    found_at = response_selector.places(few, asked, Path(".venv/rasa/bin/python"), tmp_path / "kept.json")

    assert found_at.tolist() == [0, 0, 0]


def test_answers_of_the_response_selector_are_kept_until_the_corpus_changes(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is trained once for the same entries and questions, and anew when an answer is another."""
    faq = corpus.faqs[0]
    questions = [question for question in load_questions() if question.entry == faq.id]
    trained: list[Path] = []

    def train(folder: Path, python: Path) -> dict[str, object]:
        trained.append(folder)
        return {"ranked": [["another", faq.id] for _ in json.loads((folder / "questions.json").read_text())]}

    monkeypatch.setattr(response_selector, "_train_and_ask", train)
    kept = tmp_path / "kept.json"
    before, after = Corpus((faq,), ()), Corpus((replace(faq, answer=f"{faq.answer}急的打12345。"),), ())

    ranks = [response_selector.places(entries, questions, Path("python"), kept) for entries in (before, before, after)]

    assert len(trained) == 2
    assert [place.tolist() for place in ranks] == [[1] * len(questions)] * 3
