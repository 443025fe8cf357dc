"""What all tests share: the running service, a browser page, a database on each of the two systems."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import helpdesk.store
import knowledge_base.store
from helpdesk.store.database import Database, migrate, open_database
from tests.support.citizen import Citizen
from tests.support.keys import KEYS
from tests.support.service import ADMIN, Service

_CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The real Rasa server and the real app; one for all tests that do not break it."""
    with Service(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="session")
def service_url(service: Service) -> str:
    """Where the app answers."""
    return service.url


@pytest.fixture(scope="session")
def admin(service: Service) -> tuple[str, str]:
    """Login and password of an admin."""
    return ADMIN


@pytest.fixture
def citizen(service_url: str) -> Citizen:
    """A citizen in a conversation of their own."""
    return Citizen(service_url)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    executable = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    assert executable, "the browser tests need Chromium: apt-get install chromium fonts-wqy-microhei"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=executable, args=_CHROMIUM_FLAGS)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a phone's size, with storage of its own."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server."""
    from tests.support.postgres import running_postgres

    with running_postgres(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, migrated; each test that takes it runs on both systems."""
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'test.db'}" if sqlite else request.getfixturevalue("fresh_postgres_url")
    opened = open_database(url, KEYS)
    migrate(opened, helpdesk.store.MIGRATIONS, helpdesk.store.VERSION_TABLE)
    migrate(opened, knowledge_base.store.MIGRATIONS, knowledge_base.store.VERSION_TABLE)
    yield opened
    opened.close()


@pytest.fixture
def fresh_postgres_url(postgres_url: str) -> str:
    """The URL of an empty database on the PostgreSQL server."""
    from tests.support.postgres import fresh_database

    return fresh_database(postgres_url)
