"""Programs that tests start: wait for the line that says they are ready, and end them whatever happens."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parent.parent


class Program:
    """`python -m flowdesigner ...` in a process of its own; its output is kept in `lines`.

    `with Program("sandbox", "--port", "0") as program: program.wait_for(r"http://\\S+")`
    """

    def __init__(self, *arguments: str, environ: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "flowdesigner", *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default", **(environ or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._news:
                self.lines.append(line.rstrip("\n"))
                self._news.notify_all()

    def wait_for(self, pattern: str, seconds: float = 120) -> re.Match[str]:
        """The first match in the output; fails with the output when the program ends or the time is over."""
        deadline = time.monotonic() + seconds
        with self._news:
            while True:
                for line in self.lines:
                    if found := re.search(pattern, line):
                        return found
                ended = self.process.poll() is not None and not self._reader.is_alive()
                if ended or time.monotonic() > deadline:
                    raise AssertionError(f"no {pattern!r} in the output:\n" + "\n".join(self.lines))
                self._news.wait(0.2)

    def stop(self, seconds: float = 15) -> int:
        """Ask it to end, insist after `seconds`; the exit code."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
        code = self.process.wait()
        self._reader.join(5)
        assert self.process.stdout
        if not self._reader.is_alive():
            # Else a program that it has started, and that lives, has the output still: to close it waits for that one.
            self.process.stdout.close()
        return code

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def end_bots(environ: Mapping[str, str]) -> None:
    """End the bots that programs with this environment let run, and that outlive them."""
    for running in Path(environ["JUPYTER_RUNTIME_DIR"]).glob("flowdesigner/*/registration.json"):
        bot = json.loads(running.read_text("utf-8"))["bot_folder"]
        command = [sys.executable, "-m", "flowdesigner", "stop", bot]
        subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT), **environ}, check=True, timeout=60)


def own_folders(folder: Path) -> dict[str, str]:
    """Environment for programs that must not touch the user's keys, registrations and settings."""
    return {
        "HOME": str(folder / "home"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "run"),
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
        "IPYTHONDIR": str(folder / "ipython"),
    }
