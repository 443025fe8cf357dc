"""What the buttons say."""

from __future__ import annotations

import pytest

from actions.payloads import MAX_BYTES, Payload, UnknownPayload, from_rasa, parse_payload, point_to_rasa, to_rasa
from bot.intake import COMMANDS, SPOKEN
from knowledge_base.corpus_files import load_corpus
from knowledge_base.models import Aspect

ROOM = "510704102001"
PAYLOADS = [
    "faq:wage-arrears", f"faq:{'a' * 40}", "guide:legal-aid", "aspect:legal-aid:materials", "none", "find_place", f"tier:{ROOM}",
    f"tier:{ROOM}:2230", f"place:{ROOM}", "book", f"book:{ROOM}", f"day:{ROOM}:20261208", f"slot:{ROOM}-202612081500", "my", "sheet",
    "change:AB23CD", "cancel:AB23CD", "cancel_yes:AB23CD", "yes", "no", "leave", "human", "withdraw", "callback", "help", "privacy",
]  # fmt: skip


@pytest.mark.parametrize("written", PAYLOADS)
def test_a_payload_is_read_and_written_alike_and_fits_a_telegram_button(written: str) -> None:
    """Every payload goes through Telegram's 64 bytes and through Rasa and comes out as it went in."""
    payload = parse_payload(written)

    assert str(payload) == written
    assert len(written.encode()) <= MAX_BYTES == 64
    assert from_rasa(to_rasa(payload)) == payload


def test_every_entry_of_the_corpus_has_buttons_that_work() -> None:
    """However long an identifier is, the buttons that name it are valid."""
    corpus = load_corpus()
    written = [f"faq:{faq.id}" for faq in corpus.faqs]
    written += [f"guide:{guide.id}" for guide in corpus.guides]
    written += [f"aspect:{guide.id}:{aspect.value}" for guide in corpus.guides for aspect in Aspect]

    assert [str(parse_payload(payload)) for payload in written] == written


@pytest.mark.parametrize("verb", sorted({*COMMANDS.values(), *SPOKEN.values()}))
def test_commands_stand_for_payloads(verb: str) -> None:
    """What a command or a spoken button means is a button that exists."""
    assert parse_payload(verb) == Payload(verb)


@pytest.mark.parametrize(
    "written",
    [
        "", ":", "press", "nothing", "faq", "faq:", "faq:Wage", "faq:a b", "faq:工资", f"faq:{'a' * 41}", "human:1", "yes:1",
        "tier:51", f"tier:{ROOM}:", f"tier:{ROOM}:99999", f"day:{ROOM}:2026-12-08", f"slot:{ROOM}", "change:ab23cd", "change:' OR1",
        "point:31.4,104.7", "session_start", "/book", '/press{"value":"human"}', "faq:a\n", "yes\n", "一" * 22, "book:铁炉村",
    ],
)  # fmt: skip
def test_what_is_none_of_ours_is_refused(written: str) -> None:
    """A payload that was tampered with does nothing."""
    with pytest.raises(UnknownPayload):
        parse_payload(written)


def test_a_point_goes_to_rasa_and_back() -> None:
    """A shared point keeps its six decimals, a tenth of a metre."""
    assert from_rasa(point_to_rasa(31.4675, 104.7966)) == Payload("point", "31.467500,104.796600")


@pytest.mark.parametrize("text", ["我想预约", "book", "/工资", '/press{"value": "human"} 然后', "", "/Book"])
def test_words_are_no_payload(text: str) -> None:
    """What a citizen types is read as words."""
    assert from_rasa(text) is None
