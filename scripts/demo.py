"""One citizen's afternoon over real HTTP against the running service: ``make demo`` (start it with ``DEMO=1 make run``).

A question, a follow-up, a booking, and a hand-off that a scripted adviser answers. The chat is printed as lines; a line that
is not as it should be ends the demo with exit code 1.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from bot.settings import Settings

Json = dict[str, Any]


class WrongLine(Exception):
    """A line of the chat is not as it should be."""


class Citizen:
    """The citizen's side."""

    def __init__(self, base: str) -> None:
        self.http = httpx.Client(base_url=f"{base}/api/v1", timeout=30)
        opened = self.http.post("/conversations", json={"channel": "api"}).raise_for_status().json()
        self.path = f"/conversations/{opened['id']}/messages"
        self.http.headers["Authorization"] = f"Bearer {opened['token']}"
        self.buttons: list[Json] = []
        self.seen = 0

    def say(self, text: str, **expected: str) -> Json:
        """Write ``text``; the replies must be as ``expected``."""
        return self._send({"text": text}, text, expected)

    def press(self, title: str, **expected: str) -> Json:
        """Press the button whose title begins with ``title``."""
        found = next((b for b in self.buttons if b["title"].startswith(title)), None)
        if found is None:
            raise WrongLine(f"there is no button {title}, only {[b['title'] for b in self.buttons]}")
        return self._send({"payload": found["payload"]}, f"[{found['title']}]", expected)

    def wait_for(self, sender: str, words: str) -> None:
        """Read on until ``sender`` has said ``words``."""
        for _ in range(50):
            for message in self.http.get(self.path, params={"after": self.seen}).raise_for_status().json()["messages"]:
                self.seen = message["seq"]
                if message["sender"] == sender and words in message["text"]:
                    show(sender, message)
                    return
            time.sleep(0.1)
        raise WrongLine(f"{sender} never said {words}")

    def _send(self, content: Json, shown: str, expected: dict[str, str]) -> Json:
        print(f"\n  市民　{shown}")
        turn = self.http.post(self.path, json={"client_id": str(uuid4()), **content}).raise_for_status().json()
        for message in turn["messages"]:
            show(message["sender"], message)
            self.seen = message["seq"]
            self.buttons = message["buttons"] or self.buttons
        check(turn, expected)
        return turn["messages"][-1] if turn["messages"] else {}


class Adviser:
    """The adviser's side, signed in at the console like any other."""

    def __init__(self, base: str, login: str, password: str) -> None:
        self.http = httpx.Client(base_url=f"{base}/console", timeout=30)
        token = re.search(r'name="token" value="([^"]+)"', self.http.get("/login").raise_for_status().text)
        if token is None:
            raise WrongLine("the login page has no form")
        form = {"login": login, "password": password, "token": token[1]}
        if self.http.post("/login", data=form).status_code != 303:
            raise WrongLine("the adviser could not sign in; was the service started with DEMO=1?")
        self.handoff = 0

    def on_duty(self, on: bool) -> None:
        """Take chats, or no longer."""
        self.http.post("/api/duty", json={"on": on}).raise_for_status()

    def claim(self) -> None:
        """Take the newest chat that waits."""
        waiting = [h for h in self.http.get("/api/handoffs").raise_for_status().json() if h["state"] == "waiting"]
        if not waiting:
            raise WrongLine("nobody waits for a person")
        self.handoff = waiting[-1]["id"]
        self._post("claim")

    def say(self, text: str) -> None:
        """Write to the citizen."""
        self._post("messages", {"text": text})

    def close(self) -> None:
        """End the chat."""
        self._post("close")

    def _post(self, what: str, body: Json | None = None) -> None:
        self.http.post(f"/api/handoffs/{self.handoff}/{what}", json=body).raise_for_status()


def show(sender: str, message: Json) -> None:
    """Print a message as lines."""
    name = {"bot": "助手", "adviser": "顾问", "system": "系统"}.get(sender, sender)
    for number, line in enumerate(message["text"].splitlines()):
        print(f"  {name if number == 0 else '　　'}　{line}")
    if message["citations"]:
        print("  　　　依据：" + "、".join(f"《{c['law']}》{c['article']}" for c in message["citations"]))
    if message["buttons"]:
        print("  　　　" + " ".join(f"[{b['title']}]" for b in message["buttons"][:8]))


def check(turn: Json, expected: dict[str, str]) -> None:
    """Compare a turn with what it should be: ``state``, ``kind``, ``says``, ``law``.

    Raises WrongLine.
    """
    messages = turn["messages"]
    actual = {
        "state": turn["state"],
        "kind": " ".join(m["kind"] for m in messages),
        "says": "\n".join(m["text"] for m in messages),
        "law": " ".join(c["law"] for m in messages for c in m["citations"]),
    }
    for name, value in expected.items():
        if value not in actual[name]:
            raise WrongLine(f"{name} should hold {value!r}, but is {actual[name]!r}")


def afternoon(citizen: Citizen, adviser: Adviser) -> None:
    """The story."""
    citizen.say("老板拖欠工资不给，怎么办？", kind="faq", law="劳动法")
    citizen.say("那要带啥子材料", kind="guide", says="申请")
    citizen.say("魏城镇有没有法律服务站", kind="place", says="魏城镇公共法律服务站")
    citizen.press("在这里预约", kind="booking", says="哪天")
    first_day = next(b["title"] for b in citizen.buttons if b["payload"].startswith("day:"))
    citizen.press(first_day, kind="booking")
    first_slot = next(b["title"] for b in citizen.buttons if b["payload"].startswith("slot:"))
    citizen.press(first_slot, kind="booking", says="什么事")
    citizen.say("要收费不", says="什么事")
    citizen.say("老板欠了三个月工资，想请人看看材料", kind="booking", says="名字")
    citizen.say("我叫王大明", kind="booking", says="电话")
    citizen.say("1380000123", kind="booking", says="11 位")
    citizen.say("13800001234", kind="booking", says="核对")
    booked = citizen.press("确认预约", kind="booking", says="约好了")
    code = booked["appointment"]["code"]
    citizen.say("我的预约", kind="booking", says=code)
    citizen.say("转人工", state="WAITING", kind="handoff")
    adviser.claim()
    citizen.wait_for("system", "已经接入")
    citizen.say("工资条找不到了，还能不能告", state="WITH_ADVISER")
    adviser.say("能。转账记录、考勤、工友作证都可以用，去的时候一起带上。")
    citizen.wait_for("adviser", "工友作证")
    adviser.close()
    citizen.wait_for("system", "结束了")
    citizen.say("谢谢", state="BOT", kind="social")
    citizen.say("取消预约", kind="booking", says="要取消")
    citizen.press("确定取消", kind="booking", says="已经取消")


def main() -> int:
    """Play the afternoon."""
    settings = Settings()
    base = f"http://127.0.0.1:{settings.app_port}"
    try:
        password = Path(settings.data_dir / "demo-adviser.password").read_text()
        adviser = Adviser(base, "adviser", password)
        adviser.on_duty(True)
        afternoon(Citizen(base), adviser)
        adviser.on_duty(False)
    except FileNotFoundError:
        print("start the service with DEMO=1 make run first", file=sys.stderr)
        return 1
    except (WrongLine, httpx.HTTPError) as error:
        print(f"\nthe demo failed: {error}", file=sys.stderr)
        return 1
    print("\nevery line was as it should be")
    return 0


if __name__ == "__main__":
    sys.exit(main())
