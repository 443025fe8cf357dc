"""Two real processes over one database: what is published in one place answers in every other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import httpx
import pytest

from helpdesk.store.database import Database, open_database
from knowledge_base import publishing
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.store.entries import Note
from tests.support.service import Service

PATIENCE = 60.0
NEW_QUESTION = "飞碟停泊证要到哪里去登记？"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, list[Service]]]:
    """A database, and two apps that serve it without Rasa, each with a folder of its own."""
    folder = tmp_path_factory.mktemp("shared")
    url = f"sqlite:///{folder / 'shared.db'}"
    services = [Service(folder / name, {"DATABASE_URL": url}) for name in ("first", "second")]
    try:
        for service in services:
            service.link_built()
            service.start_app()
            service.wait_until_ready(rasa=False)
        db = open_database(url)
        yield db, services
        db.close()
    finally:
        for service in services:
            service.__exit__(None, None, None)


def asked(service: Service, question: str) -> dict[str, object]:
    """The best entry that a process finds."""
    found = httpx.get(f"{service.url}/api/v1/faq", params={"q": question, "limit": 1}, timeout=10).json()
    return dict(found[0])


def test_a_published_change_answers_in_every_process(
    pair: tuple[Database, list[Service]],
) -> None:
    """Until it is approved nothing changes; then each process serves it without a restart (how fast: ``make bench``)."""
    db, services = pair
    book = StatuteBook(default_path(), date(2026, 12, 7))
    note = Note("boss", datetime.now(UTC), "群众常问")
    entry = publishing.get_entry(db, "wage-arrears")
    body = entry.body | {"variants": [*entry.body["variants"], NEW_QUESTION]}
    draft = publishing.save_draft(db, book, entry.id, 1, body, note)
    publishing.submit_for_review(db, draft.id, 2, note)
    assert all(float(str(asked(service, NEW_QUESTION)["probability"])) < 0.9 for service in services)

    publishing.approve(db, book, draft.id, 3, Note("chief", datetime.now(UTC)))
    published = time.monotonic()

    waiting = list(services)
    while waiting and time.monotonic() < published + PATIENCE:
        time.sleep(0.1)  # asking all the time would itself hold the processes up
        waiting = [s for s in waiting if float(str(asked(s, NEW_QUESTION)["probability"])) < 0.9]
    assert waiting == []
    assert [asked(service, NEW_QUESTION)["faq_id"] for service in services] == [entry.id] * 2
