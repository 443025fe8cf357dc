"""Rasa's calls of actions, freed of what costs a turn most and serves nothing here.

Rasa 3.6.21 sends all events of the session with every call, opens a connection for each, and checks every reply with
``jsonschema.validate``, which first checks the schema itself.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import rasa
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

_IDLE_SECONDS = 2
"""For how long an unused connection is kept: shorter than uvicorn's five seconds, so that none is used while it is closed."""

_schema = RemoteAction.action_response_format_spec()
_validator = validator_for(_schema)(_schema)
_sessions: dict[str, aiohttp.ClientSession] = {}


def install() -> None:
    """Put these in the place of Rasa's own."""
    RemoteAction._action_call_format = _call
    RemoteAction._validate_action_result = _validate
    EndpointConfig.session = _session


def _call(action: RemoteAction, tracker: DialogueStateTracker, _: Domain) -> dict[str, Any]:
    """In place of ``RemoteAction._action_call_format``.

    Of the events only the slots that were set last are sent: rasa-sdk reads from them what a form is to validate. The
    application knows the domain.
    """
    latest = list(itertools.takewhile(lambda event: isinstance(event, SlotSet), reversed(tracker.events)))
    state = {**tracker.current_state(EventVerbosity.NONE), "events": [event.as_dict() for event in reversed(latest)]}
    return {
        "next_action": action.name(),
        "sender_id": tracker.sender_id,
        "tracker": state,
        "version": rasa.__version__,
    }


def _validate(_: RemoteAction, result: dict[str, Any]) -> bool:
    """In place of ``RemoteAction._validate_action_result``: accepts the same, and raises the same ValidationError."""
    if not _sets_slots_only(result):
        _validator.validate(result)
    return True


def _sets_slots_only(result: Any) -> bool:
    """Whether a reply is of the usual form, which the schema would accept after trying all other sorts of events."""
    if not isinstance(result, dict) or result.keys() != {"events", "responses"}:
        return False
    events, responses = result["events"], result["responses"]
    return (
        isinstance(events, list)
        and isinstance(responses, list)
        and all(isinstance(response, dict) for response in responses)
        and all(
            isinstance(event, dict)
            and event.keys() == {"event", "timestamp", "name", "value"}
            and event["event"] == "slot"
            and event["timestamp"] is None
            and isinstance(event["name"], str)
            for event in events
        )
    )


@asynccontextmanager
async def _session(endpoint: EndpointConfig) -> AsyncIterator[aiohttp.ClientSession]:
    """In place of ``EndpointConfig.session``: one for all calls of an address, which is not closed after each."""
    if endpoint.url not in _sessions:
        _sessions[endpoint.url] = aiohttp.ClientSession(
            headers=endpoint.headers,
            auth=aiohttp.BasicAuth(**endpoint.basic_auth) if endpoint.basic_auth else None,
            timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
            connector=aiohttp.TCPConnector(keepalive_timeout=_IDLE_SECONDS),
        )
    yield _sessions[endpoint.url]
