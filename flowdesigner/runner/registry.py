"""Where runners are found: a folder for each in Jupyter's runtime directory, with its registration and its sockets."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import psutil
from jupyter_core.paths import jupyter_runtime_dir

from flowdesigner.settings import WEBHOOK_PATH

State = Literal["starting", "listening", "live", "stopping"]
REGISTRATION = "registration.json"
PATIENCE = 2.0
"""Seconds in which a runner must tell that it lives."""
HEALTHY = 200
SILENT = "The runner does not answer; it is looked at again."
WORDS: dict[State, str] = {
    "starting": "starting",
    "listening": "listening only, does not answer",
    "live": "live",
    "stopping": "stopping",
}
SHORT = "flowdesigner-"
LONGEST_SOCKET = 100
"""Paths of sockets may have 107 bytes, 103 on macOS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A runner as it last said it was. `pid` is its supervisor's, `since` that process's birth (unix seconds)."""

    bot_folder: str
    name: str
    pid: int
    since: float
    port: int
    connection_file: str
    state: State = "starting"
    kernel_pid: int = 0
    revision: int | None = None
    trouble: str = ""
    born: float = 0.0
    """`since`, counted from the start of the machine: whoever sets its clock does not change this."""
    answers_in: tuple[str, ...] = ()
    """Where customers are its: workspace and team, or workspace and teammate."""
    shares: str = ""
    """The database, without its password, if several runners may move the conversations in it."""

    @property
    def url(self) -> str:
        """Where it answers on this machine."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def webhook_url(self) -> str:
        """Where it takes notifications on this machine; Intercom needs an https address that leads here."""
        return self.url + WEBHOOK_PATH

    @property
    def live(self) -> bool:
        """Whether it answers customers."""
        return self.state == "live"

    @property
    def started_at(self) -> datetime:
        """When its supervisor was started."""
        return datetime.fromtimestamp(self.since, UTC)

    def status(self) -> dict[str, Any]:
        """How it is, for pages that ask every second: state, live, revision, trouble, and where it answers."""
        now = find(self.bot_folder) or self
        trouble = now.trouble
        if now.state in ("listening", "live"):
            trouble = trouble or now.says()
        about = {"url": now.url, "webhook_url": now.webhook_url, "started_at": now.started_at.isoformat()}
        return {**asdict(now), **about, "live": now.live, "trouble": trouble}

    def says(self) -> str:
        """What is wrong, as its listener tells it: also when the disk is full, and the registration an old one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/health")
            answer = connection.getresponse()
            told = json.loads(answer.read())
            return str(told.get("trouble") or ("" if answer.status == HEALTHY else SILENT))
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            return SILENT
        finally:
            connection.close()

    @property
    def is_alive(self) -> bool:
        """Whether its process is there, and not another one under the same number."""
        try:
            process = psutil.Process(self.pid)
            is_it = abs(process.create_time() - self.since) < 1 or abs(birth(process) - self.born) < 1
            return is_it and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def __str__(self) -> str:
        version = f", version {self.revision}" if self.revision and self.state == "live" else ""
        trouble = f" ({self.trouble})" if self.trouble else ""
        where = f"on port {self.port}, process {self.pid}, {self.bot_folder}"
        return f"“{self.name}”: {WORDS[self.state]}{version}, {where}{trouble}"


def birth(process: psutil.Process) -> float:
    """When it was born, in seconds since the start of the machine."""
    return process.create_time() - psutil.boot_time()


def place() -> Path:
    """The folder of all registrations; only its owner may look into it."""
    folder = Path(jupyter_runtime_dir()) / "flowdesigner"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def place_of(bot_folder: Path | str) -> Path:
    """The folder of one bot's registration."""
    digest = hashlib.sha256(str(Path(bot_folder).resolve()).encode()).hexdigest()
    return place() / digest[:12]


def room_for_sockets(bot_folder: Path | str) -> Path:
    """A folder whose path is short enough for sockets."""
    own = place_of(bot_folder)
    own.mkdir(mode=0o700, exist_ok=True)
    if len(str(own).encode()) <= LONGEST_SOCKET - len("/k-99"):
        return own
    return Path(tempfile.mkdtemp(prefix=SHORT, dir="/tmp"))


def remove_sockets(folder: Path) -> None:
    """Take away what a runner that has ended left in the folder of its sockets."""
    for left in [*folder.glob("k-*"), folder / "kernel.json"]:
        left.unlink(missing_ok=True)
    if folder.name.startswith(SHORT):
        shutil.rmtree(folder, ignore_errors=True)


def register(registration: Registration) -> None:
    """Keep it, in place of what was there."""
    own = place_of(registration.bot_folder)
    own.mkdir(mode=0o700, exist_ok=True)
    beside = own / f".{REGISTRATION}.{registration.pid}"
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(registration), file)
    beside.replace(own / REGISTRATION)


def unregister(bot_folder: Path | str) -> None:
    """Take it away."""
    (place_of(bot_folder) / REGISTRATION).unlink(missing_ok=True)


def find(bot_folder: Path | str) -> Registration | None:
    """The runner of the bot in this folder, None when there is none that lives."""
    return _read(place_of(bot_folder) / REGISTRATION)


def all_running() -> list[Registration]:
    """The runners of this user on this machine, by the names of their bots."""
    found = (_read(path) for path in place().glob(f"*/{REGISTRATION}"))
    return sorted((one for one in found if one is not None), key=lambda one: (one.name, one.bot_folder))


def _read(path: Path) -> Registration | None:
    try:
        text = path.read_text("utf-8")
        data: dict[str, Any] = json.loads(text)
        known = {field.name for field in fields(Registration)}
        registration = Registration(**{name: value for name, value in data.items() if name in known})
    except (FileNotFoundError, ValueError, TypeError):
        return None
    if registration.is_alive:
        return registration
    _forget(path, text, registration)
    return None


def _forget(path: Path, text: str, stale: Registration) -> None:
    """Take a dead runner's registration away, unless another runner has just put its own in its place."""
    with suppress(FileNotFoundError):
        if path.read_text("utf-8") == text:
            path.unlink()
            remove_sockets(Path(stale.connection_file).parent)
