"""The figures of README: ``make bench`` (``make bench ARGS=--clone`` adds the fresh clone, which takes minutes).

Everything is measured in one run on one machine: replies over the API take turns with the same messages to the bare Rasa REST
channel, which loads the same model and calls the same actions.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import psutil

from helpdesk.store.database import open_database
from knowledge_base import publishing
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.store.entries import Note
from tests.support import replies as replies_of_any_sort
from tests.support.citizen import Citizen
from tests.support.service import REPOSITORY, Service, free_port

MESSAGES = ("你好", "老板拖欠工资不给，怎么办？", "魏城镇有没有法律服务站", "谢谢", "我的预约")
ROUNDS = 40
MIXED_ROUNDS = 15
LONG = 300
WINDOW = 20

Row = tuple[str, str, str]


def timed(call: Callable[[], object]) -> float:
    """Milliseconds that ``call`` takes."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def percentile(values: Iterable[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def memory(service: Service) -> float:
    """Proportional memory of both processes and their children, in GB."""
    total = 0
    for process in (service.app, service.rasa):
        assert process is not None
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        total += sum(member.memory_full_info().pss for member in family)
    return total / 1e9


def replies(service: Service) -> list[Row]:
    """One user over the API beside bare Rasa, taking turns."""
    citizen, bare = Citizen(service.url), httpx.Client(base_url=f"http://127.0.0.1:{service.rasa_port}", timeout=60)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        sender = str(uuid4())
        citizen = Citizen(service.url)
        for text in MESSAGES:
            theirs.append(timed(lambda: bare.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})))  # noqa: B023
            ours.append(timed(lambda: citizen.say(text)))  # noqa: B023
    del ours[: len(MESSAGES)], theirs[: len(MESSAGES)]  # the first round warms up
    rows = []
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        mine, bare_one = percentile(ours, share), percentile(theirs, share)
        rows.append(
            (f"reply over the API, {name}", f"{mine / bare_one:.2f} × ({mine:.0f} / {bare_one:.0f} ms)", "1.5 ×")
        )
    return rows


def mixed(service: Service) -> list[Row]:
    """All sorts of messages, of one user and of eight at once."""
    rows = []
    for name, (ours, theirs), goal in (
        ("one user", replies_of_any_sort.alone(service, MIXED_ROUNDS), "80 ms"),
        ("eight at once", replies_of_any_sort.at_once(service, MIXED_ROUNDS), "400 ms"),
    ):
        mine, bare = [
            [percentile([took for _, took in all_], share) for share in (0.5, 0.95)] for all_ in (ours, theirs)
        ]
        measured = f"{mine[0]:.0f} / {mine[1]:.0f} ms (bare Rasa {bare[0]:.0f} / {bare[1]:.0f} ms)"
        rows.append((f"reply of any sort, {name}, p50 / p95", measured, f"p95 {goal}"))
        sorts = dict.fromkeys(sort for sort, _ in ours)
        medians = (f"{sort} {statistics.median(took for s, took in ours if s == sort):.0f}" for sort in sorts)
        rows.append((f"by sort, {name}, p50", ", ".join(medians) + " ms", ""))
    return rows


def sheet(service: Service) -> Row:
    """The consultation sheet of an answer whose question was narrowed down, the place known."""
    citizen = Citizen(service.url)
    citizen.say(MESSAGES[2])
    citizen.say("老板张建国拖欠工资不给，怎么办？")
    answer = citizen.press("faq:wage-arrears")["messages"][0]
    path = f"/conversations/{citizen.id}/messages/{answer['id']}/sheet"
    took = [timed(lambda: citizen.http.get(path).raise_for_status()) for _ in range(ROUNDS)]
    return (
        "consultation sheet over the API, p50 and p95",
        f"{percentile(took, 0.5):.0f} and {percentile(took, 0.95):.0f} ms",
        "1 s",
    )


def long_conversation(service: Service) -> Row:
    """The turns around the 300th beside the first ones of the same conversation."""
    citizen = Citizen(service.url)
    took = [timed(lambda: citizen.say(MESSAGES[turn % len(MESSAGES)])) for turn in range(LONG)]  # noqa: B023
    first, last = statistics.median(took[5 : 5 + WINDOW]), statistics.median(took[-WINDOW:])
    return ("the 300th turn against the first", f"{last / first:.2f} × ({last:.0f} / {first:.0f} ms)", "1.3 ×")


def published_change(service: Service, folder: Path) -> Row:
    """From the approval until the app and a second one over the same database answer with the new text."""
    url = f"sqlite:///{service.data_dir / 'cunfatong.db'}"
    with Service(folder, {"DATABASE_URL": url}) as second:
        db, book = open_database(url), StatuteBook(default_path(), date(2026, 12, 7))
        entry = publishing.get_entry(db, "wage-arrears")
        note = Note("bench", datetime.now(UTC), "bench")
        body = entry.body | {"variants": [*entry.body["variants"], "飞碟停泊证要到哪里去登记？"]}
        publishing.save_draft(db, book, entry.id, entry.version, body, note)
        publishing.submit_for_review(db, entry.id, entry.version + 1, note)
        publishing.approve(db, book, entry.id, entry.version + 2, Note("other", datetime.now(UTC)))
        began, waiting = time.monotonic(), [service.url, second.url]
        while waiting and time.monotonic() < began + 60:
            time.sleep(0.1)
            waiting = [base for base in waiting if not _knows(base)]
        took = time.monotonic() - began
        db.close()
    return ("published change answering in two processes", f"{took:.1f} s", "2 s")


def _knows(base: str) -> bool:
    found = httpx.get(f"{base}/api/v1/faq", params={"q": "飞碟停泊证要到哪里去登记？", "limit": 1}, timeout=30).json()
    return bool(found and found[0]["probability"] > 0.98)


def fresh_clone() -> list[Row]:
    """Clone, `make run`, first answer; then stop it and start again."""
    folder = Path(tempfile.mkdtemp(prefix="cunfatong-bench-")) / "clone"
    try:
        subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(folder)], check=True)
        _, first = _start(folder)
        second, _ = _start(folder)
    finally:
        shutil.rmtree(folder.parent)
    return [
        ("fresh clone to the first answer", f"{first / 60:.1f} min", "6 min"),
        ("second start to ready", f"{second:.0f} s", "25 s"),
    ]


def _start(folder: Path) -> tuple[float, float]:
    """Seconds from `make run` until every part is ready, and until the first answer; the service is stopped again."""
    port = free_port()
    environment = {**os.environ, "APP_PORT": str(port), "RASA_PORT": str(free_port())}
    began = time.monotonic()
    with (folder / "run.log").open("ab") as log:
        running = subprocess.Popen(
            ["make", "run"], cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            while not _ready(port):
                if running.poll() is not None or time.monotonic() - began > 1800:
                    raise RuntimeError((folder / "run.log").read_text()[-3000:])
                time.sleep(0.25)
            ready = time.monotonic() - began
            Citizen(f"http://127.0.0.1:{port}").say(MESSAGES[1])
            return ready, time.monotonic() - began
        finally:
            os.killpg(running.pid, signal.SIGINT)
            running.wait(60)


def _ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def machine() -> str:
    """What it runs on."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "?",
    )
    return f"{os.cpu_count()} cores ({cpu}), {psutil.virtual_memory().total / 2**30:.0f} GiB"


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--clone", action="store_true", help="also set up and start a fresh clone")
    options = parser.parse_args()
    rows: list[Row] = fresh_clone() if options.clone else []
    with tempfile.TemporaryDirectory(prefix="cunfatong-bench-") as data_dir, Service(Path(data_dir)) as service:
        rows += replies(service)
        rows += mixed(service)
        rows.append(sheet(service))
        rows.append(long_conversation(service))
        time.sleep(5)
        rows.append(("memory of all processes, idle after the above", f"{memory(service):.2f} GB", "1.8 GB"))
        rows.append(published_change(service, Path(data_dir) / "second"))
    print(f"\nmeasured on {machine()}\n\n| what | measured | at most |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
