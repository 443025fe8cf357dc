"""An adviser who holds a chat and then is gone, across a crash of the app."""

from __future__ import annotations

import time
from pathlib import Path

from helpdesk.advisers import add_adviser
from helpdesk.chats import claim_handoff
from helpdesk.clock import SystemClock
from helpdesk.handoffs import list_open_handoffs
from helpdesk.models import HandoffState, Role
from helpdesk.store.database import open_database
from tests.support.citizen import Citizen
from tests.support.keys import KEYS
from tests.support.service import Service


def test_a_chat_held_over_a_crash_goes_back_to_the_queue(tmp_path: Path) -> None:
    """The app is killed while an adviser owes a word; after the restart the citizen is told, waits again, and nothing is lost."""
    with Service(tmp_path, {"ADVISER_SILENCE": "30", "CUNFATONG_NOW": ""}) as service:
        citizen = Citizen(service.url)
        citizen.say("转人工")
        db = open_database(f"sqlite:///{service.data_dir / 'cunfatong.db'}", KEYS)
        add_adviser(db, "gone", "王律师", Role.ADVISER, "never signed in with")
        (handoff,) = list_open_handoffs(db)
        claim_handoff(db, SystemClock(), handoff.id, "gone", "王律师")
        assert citizen.say("您在吗？")["state"] == "WITH_ADVISER"
        service.kill_app()
        service.start_app()
        service.wait_until_ready(rasa=False)

        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and list_open_handoffs(db)[0].state is HandoffState.CLAIMED:
            time.sleep(1)

        assert [(h.state, h.returned) for h in list_open_handoffs(db)] == [(HandoffState.WAITING, 1)]
        assert "没法回话" in Citizen.history(citizen)[-1]["text"]
        db.close()
