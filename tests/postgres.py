"""A PostgreSQL server of the tests' own, which they may kill; or the one that FLOWDESIGNER_TEST_POSTGRES names."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from pathlib import Path

import psutil
import pytest

from flowdesigner.ports import free_port

GIVEN = "FLOWDESIGNER_TEST_POSTGRES"
PATIENCE = 30.0
HASTY = ("fsync=off", "full_page_writes=off")


def programs() -> Path | None:
    """The folder of the server's programs: on the path, or where Debian has them."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_the_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    needed = ("initdb", "postgres", "pg_isready")
    return next((one for one in [*debian, *on_the_path] if all((one / name).exists() for name in needed)), None)


def demand_postgresql() -> None:
    """Skip where there is no server to start; fail in CI."""
    reason = ""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        reason = "needs flowdesigner[postgres]"
    if not reason and not os.environ.get(GIVEN) and programs() is None:
        reason = f"needs PostgreSQL's programs, or {GIVEN}=postgresql://..."
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


class Server:
    """A server on a port of its own with a data folder of its own; what nobody crashes need not wait for the disk."""

    def __init__(self, *, is_crashed: bool = True) -> None:
        self._settings = ["max_connections=200"] if is_crashed else ["max_connections=200", *HASTY]
        self._bin = programs() or Path()
        self._folder = Path(tempfile.mkdtemp(prefix="fdpg"))
        self._user = _user()
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        if self._user:
            shutil.chown(self._folder, self._user)
        self._data = self._folder / "data"
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")

    @property
    def url(self) -> str:
        """Its database."""
        return f"postgresql://postgres@127.0.0.1:{self._port}/postgres"

    @property
    def pid(self) -> int:
        """Of the process that all others belong to."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it; returns when it answers."""
        options = ["-D", str(self._data), "-p", str(self._port), "-k", str(self._folder), "-h", "127.0.0.1"]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._bin / "postgres"), *options, *(f"-c{one}" for one in self._settings)],
                user=self._user, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self._folder,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((self._folder / "log").read_text("utf-8", "replace"))
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: politely to who is connected with SIGINT, as a crash does with SIGKILL."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None

    def crash(self, down_for: float = 0.0) -> None:
        """kill -9 of the process that all others belong to; start it again after so many seconds."""
        children = psutil.Process(self.pid).children(recursive=True)
        self.stop(signal.SIGKILL)
        # They end by themselves when they notice; no server starts on its data while one of them lives.
        psutil.wait_procs(children, PATIENCE)
        time.sleep(down_for)
        self.start()

    def set_password(self, password: str) -> None:
        """Let nobody in over the network without this one, also who is in already."""
        import psycopg

        rules = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        (self._data / "pg_hba.conf").write_text(rules, "utf-8")
        others = "pid <> pg_backend_pid() AND backend_type = 'client backend'"
        with psycopg.connect(f"host={self._folder} port={self._port} user=postgres dbname=postgres") as connection:
            connection.execute(f"ALTER ROLE postgres PASSWORD '{password}'")
            connection.execute("SELECT pg_reload_conf()")
            connection.commit()
            time.sleep(0.2)  # the server reads its rules in its own time, and tells nobody
            connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")

    def remove(self) -> None:
        """End it and take its folder away."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answers(self) -> bool:
        command = [str(self._bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self._port)]
        return subprocess.run(command, check=False).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]
        done = subprocess.run(command, user=self._user, capture_output=True, text=True, check=False, cwd=self._folder)
        assert done.returncode == 0, done.stderr


def _user() -> str | None:
    """PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def new_schema(url: str) -> str:
    """A URL with a schema that nobody has used."""
    return f"{url}?schema=t{uuid.uuid4().hex[:12]}"
