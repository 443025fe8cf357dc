"""What is sealed can be read with the key alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.errors import WrongKey
from helpdesk.sealing import Keys, is_sealed

OLD, NEW = "the first key of the house, long ago", "the second key of the house, today"


@given(st.text())
def test_what_was_sealed_is_opened(text: str) -> None:
    """Any text comes back as it was, and its sealed form is told from it."""
    keys = Keys([NEW])

    sealed = keys.seal(text)

    assert keys.open(sealed) == text
    assert is_sealed(sealed)
    assert not is_sealed(text)


def test_two_seals_of_one_text_look_different_but_its_digests_are_one() -> None:
    """Who reads the database cannot tell from the sealed texts that two people have one number; the digest is for finding it."""
    keys = Keys([NEW])

    assert keys.seal("13812345678") != keys.seal("13812345678")
    assert keys.digest("13812345678") == keys.digest("13812345678")
    assert keys.digest("13812345678") != Keys([OLD]).digest("13812345678")


def test_an_older_key_opens_and_no_longer_seals() -> None:
    """After a change of key what was sealed before can be read, and what is new needs the new one."""
    both = Keys([NEW, OLD])

    assert both.open(Keys([OLD]).seal("王大爷")) == "王大爷"
    with pytest.raises(WrongKey):
        Keys([OLD]).open(both.seal("王大爷"))


def test_a_sealed_text_that_was_changed_is_refused() -> None:
    """One character put in another's place does not give other words, it gives none."""
    keys = Keys([NEW])
    sealed = keys.seal("两万元")
    tampered = sealed[:-10] + ("A" if sealed[-10] != "A" else "B") + sealed[-9:]

    with pytest.raises(WrongKey, match="改动"):
        keys.open(tampered)


@pytest.mark.parametrize("secrets", [[], ["too short"], [NEW, ""]])
def test_a_key_that_could_be_guessed_is_refused(secrets: list[str]) -> None:
    """None at all, a short one, or a short one among the earlier ones."""
    with pytest.raises(WrongKey, match="32"):
        Keys(secrets)
