"""The real service for tests: a Rasa server and the app as processes of their own, on free ports, with a database of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import httpx

from tests.support.keys import KEY

REPOSITORY = Path(__file__).parents[2]
NOW = "2026-12-07T10:00+08:00"  # a Monday
ADMIN = ("boss", "a-long-admin-password")
START_SECONDS = 120


def free_port() -> int:
    """A TCP port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Service:
    """The two processes. ``settings`` are added to their environment."""

    data_dir: Path
    settings: dict[str, str] = field(default_factory=dict)
    app_port: int = field(default_factory=free_port)
    rasa_port: int = field(default_factory=free_port)
    app: subprocess.Popen[bytes] | None = None
    rasa: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the app answers."""
        return f"http://127.0.0.1:{self.app_port}"

    def __enter__(self) -> Service:
        self.link_built()
        try:
            self.start_rasa()
            self.start_app()
            self.wait_until_ready()
        except BaseException:  # nobody calls __exit__ then
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (self.app, self.rasa):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def link_built(self) -> None:
        """Give it what the set-up has made: the statute index, the vectors of the corpus."""
        self.data_dir.mkdir(exist_ok=True)
        for built in ("statutes", "corpus-vectors.npz"):
            if not (self.data_dir / built).exists():
                (self.data_dir / built).symlink_to(REPOSITORY / "var" / built)

    def start_rasa(self) -> None:
        """Start the Rasa server with the trained model."""
        model = str(REPOSITORY / "var" / "models" / "cunfatong.tar.gz")
        self.rasa = self._start("rasa", ["scripts/serve-rasa"], {"RASA_MODEL": model})

    def start_app(self) -> None:
        """Start the app."""
        python = str(REPOSITORY / ".venv" / "app" / "bin" / "python")
        self.app = self._start("app", [python, "-m", "bot"], {})

    def kill_app(self) -> None:
        """SIGKILL, as a power cut would."""
        assert self.app is not None
        self.app.kill()
        self.app.wait()

    def stop_rasa(self) -> None:
        """End the Rasa server."""
        assert self.rasa is not None
        self.rasa.kill()
        self.rasa.wait()

    def wait_until_ready(self, rasa: bool = True) -> None:
        """Until every part is ready (without Rasa: until the app answers)."""
        path, deadline = ("/readyz" if rasa else "/healthz"), time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.app is not None
            assert self.app.poll() is None, self.log("app")
            try:
                if httpx.get(self.url + path).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"not ready after {START_SECONDS} s:\n{self.log('app')}\n{self.log('rasa')}")

    def wait_until_rasa_is_ready(self) -> None:
        """Until Rasa alone has its model."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"http://127.0.0.1:{self.rasa_port}/status").json().get("model_id"):
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"not ready after {START_SECONDS} s:\n{self.log('rasa')}")

    def log(self, name: str) -> str:
        """The end of a process's output."""
        return (self.data_dir / f"{name}.log").read_text(errors="replace")[-4000:]

    def _start(self, name: str, command: list[str], extra: dict[str, str]) -> subprocess.Popen[bytes]:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("TELEGRAM_", "DATABASE_"))},
            "DATA_DIR": str(self.data_dir),
            "APP_PORT": str(self.app_port),
            "RASA_PORT": str(self.rasa_port),
            "CUNFATONG_NOW": NOW,
            "ADMIN_LOGIN": ADMIN[0],
            "ADMIN_PASSWORD": ADMIN[1],
            "ENCRYPTION_KEY": KEY,
            **self.settings,
            **extra,
        }
        with (self.data_dir / f"{name}.log").open("ab") as output:
            return subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=output, stderr=output)
