"""Entries out into a file and in again, whatever is written in them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.errors import FileRefused
from knowledge_base.exchange import FORMATS, read_file, write_file
from knowledge_base.publishing.checking import checked_body
from knowledge_base.states import State
from knowledge_base.store.entries import FAQ, StoredEntry

# What spreadsheet programs, CSV and YAML have their own ideas about stands in front as often as not.
_awkward = st.sampled_from(
    ["=1+1", "+", "-", "@", "'", "''=", "＝", '"', ",", ";", "\t", "#", "- ", "null", "0123", "1e5", "2026-01-01", ""]
)
_any = st.text(st.one_of(st.sampled_from("钱法,;\"'=\n\r\t: "), st.characters(exclude_categories=["Cs"])), max_size=20)
_said = st.builds("{}{}井水".format, _awkward, _any)
_lines = st.lists(_said, max_size=3)


@st.composite
def _bodies(draw: st.DrawFn) -> dict[str, Any]:
    """An FAQ entry that passes the checks, with any words in its fields."""
    body: dict[str, Any] = {
        "id": draw(st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)),
        "question": f"{draw(_said)}怎么办",
        "variants": draw(_lines),
        "heard": draw(_lines),
        "answer": "\n".join([*draw(_lines), "先拍照、留水样，请村里的人民调解员来看，谈不拢再起诉。", *draw(_lines)]),
        "citations": ["民法典第二百九十四条"],
        "other_sources": draw(_lines),
        "evidence": draw(_lines),
        "deadline": draw(st.one_of(st.none(), _said)),
        "needs_person": draw(st.one_of(st.none(), _said)),
        "valid_from": draw(st.one_of(st.none(), st.dates().map(str))),
    }
    return checked_body(FAQ, body)


@pytest.mark.parametrize("file_format", FORMATS)
@given(st.lists(_bodies(), min_size=1, max_size=3))
def test_what_is_written_into_a_file_is_read_back(file_format: str, bodies: list[dict[str, Any]]) -> None:
    """Formula signs, quotes, commas and line breaks come back as they were, in CSV, XLSX and YAML."""
    entries = [StoredEntry(body["id"], FAQ, "neighbours", State.PUBLISHED, 1, body, 1, "boss") for body in bodies]

    records = read_file(f"entries.{file_format}", write_file(file_format, entries))

    assert [checked_body(FAQ, record.body) for record in records] == bodies
    assert {record.topic for record in records} == {"neighbours"}


@given(st.lists(_bodies(), min_size=1, max_size=3))
def test_no_cell_of_a_csv_file_is_a_formula(bodies: list[dict[str, Any]]) -> None:
    """A spreadsheet program that opens the file runs nothing that somebody wrote into an entry."""
    entries = [StoredEntry(body["id"], FAQ, "neighbours", State.PUBLISHED, 1, body, 1, "boss") for body in bodies]

    text = write_file("csv", entries).decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.yml"])
@given(st.binary(max_size=200))
def test_a_broken_file_is_refused_with_a_sentence(name: str, content: bytes) -> None:
    """Whatever is in a file, it is read or refused in Chinese."""
    try:
        read_file(name, content)
    except FileRefused as refused:
        assert any("\u4e00" <= character <= "\u9fff" for character in str(refused))
