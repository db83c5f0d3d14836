"""`SandboxProcess`: starts the built-in sandbox for a bot, and finds the one that runs already.

The sandbox is a process of its own and outlives the page, as the bot does that answers in it.
"""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from flowdesigner.designer.connection import FIRST
from flowdesigner.errors import ConfigurationError
from flowdesigner.flow.event import Value
from flowdesigner.ports import free_port
from flowdesigner.settings import SANDBOX_CLIENT_SECRET, SANDBOX_PORT, SANDBOX_TOKEN
from flowdesigner.store.store import Store

KEPT = "sandbox"
TOKEN = ".access_token"  # noqa: S105 (the end of the secret's name)
LOGS = Path(".flowdesigner")
WORKSPACE = "Acme"
PATIENCE = 30.0
"""Seconds that the sandbox may take to start."""
END_PATIENCE = 10.0
DETACH = """
import subprocess, sys
log, *command = sys.argv[1:]
with open(log, "wb") as out:
    started = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
    )
print(started.pid)
"""
"""A program that starts another one and ends."""
ADDRESS = re.compile(r"http://[\w.]+:\d+")


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A sandbox that runs."""

    url: str
    token: str
    client_secret: str = SANDBOX_CLIENT_SECRET

    @property
    def messenger(self) -> str:
        """The page where one is the customer."""
        return f"{self.url}/messenger"

    @property
    def inbox(self) -> str:
        """The page where one is the team."""
        return f"{self.url}/inbox"


class SandboxProcess:
    """The sandbox of a channel of the bot in `folder`; its address and process are kept in the store, its token as a
    secret. Each channel has a workspace of its own there.
    """

    def __init__(self, folder: Path, store: Store, channel: str = FIRST) -> None:
        self._folder = folder
        self._store = store
        number = channel.removeprefix(FIRST)
        self._name = KEPT + number
        self._workspace = f"{WORKSPACE} {number.removeprefix('-')}".strip()

    def running(self) -> Sandbox | None:
        """The sandbox that was started before, if it still runs."""
        kept = self._kept()
        if not is_alive(kept.get("pid"), kept.get("born")):
            return None
        return Sandbox(str(kept["url"]), self._store.secrets.get(self._name + TOKEN) or "")

    def start(self, webhook: str) -> Sandbox:
        """Start it, or give the one that runs and sends to `webhook`. Blocks until it answers."""
        if (running := self.running()) and self._kept().get("webhook") == webhook:
            return running
        self.stop()
        token = secrets.token_urlsafe(18)
        log = self._folder / LOGS / f"{self._name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        process = launch(webhook, token, log, self._workspace)
        url = wait_for_address(process, log)
        self._store.secrets.set(self._name + TOKEN, token)
        kept: Value = {"url": url, "pid": process.pid, "born": process.create_time(), "webhook": webhook}
        self._store.settings.set(self._name, kept)
        return Sandbox(url, token)

    def _kept(self) -> dict[str, Value]:
        kept = self._store.settings.get(self._name)
        return kept if isinstance(kept, dict) else {}

    def stop(self) -> None:
        """End it, if it runs."""
        kept = self._kept()
        if not is_alive(kept.get("pid"), kept.get("born")):
            return
        process = psutil.Process(int(str(kept["pid"])))
        process.terminate()
        try:
            process.wait(END_PATIENCE)
        except psutil.TimeoutExpired:
            process.kill()
        self._store.secrets.forget(self._name + TOKEN)


def launch(webhook: str, token: str, log: Path, workspace: str = WORKSPACE) -> psutil.Process:
    """Start the command `flowdesigner sandbox` as nobody's child, so that no kernel has to bury it."""
    options = {
        "port": str(free_port(SANDBOX_PORT)),
        "webhook": webhook,
        "client-secret": SANDBOX_CLIENT_SECRET,
        "workspace": workspace,
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    command = [sys.executable, "-u", "-m", "flowdesigner", "sandbox", *arguments]
    started = subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "-c", DETACH, str(log), *command],
        env={**os.environ, SANDBOX_TOKEN: token},  # arguments are shown to everybody who lists processes
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    try:
        return psutil.Process(int(started.stdout))
    except (ValueError, psutil.Error) as error:
        raise ConfigurationError(f"The sandbox did not start; {log} says why.") from error


def wait_for_address(process: psutil.Process, log: Path) -> str:
    """The address that the sandbox prints when it listens; ConfigurationError with its last words when it ends."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        printed = log.read_text("utf-8", "replace")
        if found := ADDRESS.search(printed):
            return found[0]
        if not process.is_running():
            last = (printed.strip().splitlines() or ["it said nothing"])[-1]
            raise ConfigurationError(f"The sandbox did not start: {last}")
        time.sleep(0.05)
    process.terminate()
    raise ConfigurationError(f"The sandbox did not start within {PATIENCE:.0f} seconds. What it said is in {log}.")


def is_alive(pid: object, born: object) -> bool:
    """Whether the process runs and is the one meant: a pid may have gone to another program meanwhile."""
    if not isinstance(pid, int) or not isinstance(born, float):
        return False
    try:
        process = psutil.Process(pid)
        return process.create_time() == born and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
