"""`sandbox_beside`: the built-in sandbox as a process beside a bot in the foreground; it ends with the bot."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flowdesigner.errors import ConfigurationError
from flowdesigner.ports import LOOPBACK, free_port
from flowdesigner.runner.life import without_parent
from flowdesigner.settings import SANDBOX_PORT, WEBHOOK_PATH, sandbox_environ

PATIENCE = 20.0
"""Seconds in which the sandbox must answer."""


@contextmanager
def sandbox_beside(port: int) -> Iterator[dict[str, str]]:
    """A sandbox that sends to a bot on this port; gives the environment that connects the bot to it."""
    own = free_port(SANDBOX_PORT)
    reading, writing = os.pipe()
    command = ["-u", "-P", "-m", "flowdesigner.runner.lifeline", str(reading), "flowdesigner", "sandbox"]
    options = ["--port", str(own), "--webhook", f"http://127.0.0.1:{port}{WEBHOOK_PATH}"]
    process = subprocess.Popen(  # noqa: S603 (our own command)
        [sys.executable, *command, *options],
        env=without_parent(os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[reading],
        start_new_session=True,
    )
    os.close(reading)
    try:
        wait_for(process, own)
        yield sandbox_environ(f"http://{LOOPBACK}:{own}")
    finally:
        os.close(writing)
        process.wait()


def wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    """Until the sandbox answers; ConfigurationError when it ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise ConfigurationError(f"The sandbox did not start on port {port}. To try it alone: flowdesigner sandbox")
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Whether anything answers there."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=2).close()
    except OSError:
        return False
    return True
