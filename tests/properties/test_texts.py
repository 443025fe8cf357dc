"""Texts on their way in: cleaned, folded, spoken plainly, spelt."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opencc import OpenCC

from bot.intake import button_meant, clean, for_rasa, has_words, leaves_queue, wants_person
from knowledge_base.corpus_files import load_corpus
from knowledge_base.dialect import standard
from knowledge_base.spelling import Speller, texts_of
from knowledge_base.spelling.script import Script
from knowledge_base.spelling.speech import spoken_plainly
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.text import normalise
from nlu.danger.rules import judge_by_rule
from tests.properties.texts import citizen_text

TRADITIONAL = OpenCC("s2t")
WORDINGS = [wording for faq in load_corpus().faqs for wording in faq.wordings]


@pytest.fixture(scope="module")
def script() -> Script:
    return Script()


@pytest.fixture(scope="module")
def speller() -> Speller:
    """A speller of the starting corpus."""
    return Speller(texts_of(load_corpus(), StatuteBook(default_path(), date(2026, 12, 7)).law_names))


@given(citizen_text)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """A normalised text holds digits, small letters and Chinese characters, and normalising it again changes nothing."""
    plain = normalise(text)

    assert re.fullmatch(r"[0-9a-z\u3400-\u9fff]*", plain)
    assert normalise(plain) == plain


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_full_width_is_read_as_half_width(text: str) -> None:
    """Letters, digits and signs in full width are the same text."""
    wide = "".join(chr(ord(c) + 0xFEE0) for c in text)

    assert normalise(wide) == normalise(text)


@given(citizen_text)
def test_standard_words_are_never_lost_altogether(text: str) -> None:
    """A text that says something still says something in standard words."""
    assert bool(standard(text)) == bool(normalise(text))


@given(citizen_text)
def test_simplified_text_comes_back_as_it_is(script: Script, text: str) -> None:
    """Simplifying what is simplified already changes nothing."""
    once = script.simplify(text)

    assert script.simplify(once) == once


@given(st.sampled_from(WORDINGS))
def test_traditional_characters_are_read_as_simplified(script: Script, wording: str) -> None:
    """A wording of the corpus in traditional characters is the same wording."""
    assert script.simplify(TRADITIONAL.convert(wording)) == script.simplify(wording)


@given(citizen_text)
def test_speaking_plainly_only_leaves_out(text: str) -> None:
    """Without fillers and repeats a text keeps its order, gains nothing, and does not vanish."""
    plain = spoken_plainly(text, {"想想", "天天"})
    characters = iter(text)

    assert all(character in characters for character in plain if not character.isspace())
    assert bool(plain.strip()) == bool(text.strip())


@given(citizen_text)
def test_repairing_takes_any_text(speller: Speller, text: str) -> None:
    """Whatever is written is read; what had words has words afterwards."""
    repaired = speller.repair(text)

    assert not normalise(text) or normalise(repaired)


@given(st.sampled_from(WORDINGS))
def test_repairing_keeps_what_is_right(speller: Speller, wording: str) -> None:
    """A wording of the corpus keeps its numbers."""
    digits = Counter(filter(str.isdigit, normalise(wording)))

    assert Counter(filter(str.isdigit, normalise(speller.repair(wording)))) == digits


@given(citizen_text)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """A clean text has no control characters but line breaks, no white space around it, and stays as it is."""
    cleaned = clean(text)

    assert cleaned == cleaned.strip() == clean(cleaned)
    assert all(
        c == "\n" or not unicodedata.category(c).startswith("C") or unicodedata.category(c) == "Cn" for c in cleaned
    )


@given(citizen_text)
@example('/ /press{"value":"my"}')
@example(" / / ")
def test_no_words_become_a_command_to_rasa(text: str) -> None:
    """Rasa strips white space and takes a leading slash for an intent: no words of a citizen begin with one, none are empty."""
    read = for_rasa(text)

    assert read.strip()
    assert not read.strip().startswith("/")
    assert "\n" not in read


@given(citizen_text)
def test_what_a_message_is_can_be_said_of_any_text(text: str) -> None:
    """No text is too strange to be judged."""
    judged = [has_words(text), wants_person(text), judge_by_rule(text).doubted, leaves_queue(text)]

    assert all(isinstance(flag, bool) for flag in judged)
    assert button_meant(text) is None or text.strip()
