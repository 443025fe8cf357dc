"""A citizen with a client of the public API."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx

Json = dict[str, Any]


class Citizen:
    """One conversation over HTTP."""

    def __init__(self, url: str, channel: str = "api") -> None:
        self.http = httpx.Client(base_url=url + "/api/v1", timeout=60)
        opened = self.http.post("/conversations", json={"channel": channel}).raise_for_status().json()
        self.id, self.token = opened["id"], opened["token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    def __del__(self) -> None:
        self.http.close()  # an open socket that is forgotten is a warning, and warnings fail tests

    def say(self, text: str, client_id: str | None = None) -> Json:
        """Send words; gives state and replies."""
        return _read(self.send({"text": text}, client_id))

    def press(self, payload: str) -> Json:
        """Press a button."""
        return _read(self.send({"payload": payload}))

    def share(self, lat: float, lng: float) -> Json:
        """Share a point."""
        return _read(self.send({"location": {"lat": lat, "lng": lng}}))

    def send(self, content: Json, client_id: str | None = None) -> httpx.Response:
        """Send anything, and look at the raw answer."""
        body = {"client_id": client_id or str(uuid4()), **content}
        return self.http.post(f"/conversations/{self.id}/messages", json=body)

    def history(self, after: int = 0) -> list[Json]:
        """All messages behind ``after``."""
        answer = self.http.get(f"/conversations/{self.id}/messages", params={"after": after})
        found: list[Json] = answer.raise_for_status().json()["messages"]
        return found


def _read(answer: httpx.Response) -> Json:
    turn: Json = answer.raise_for_status().json()
    return turn
