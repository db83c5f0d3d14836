"""Intercom's own npm client works against the sandbox: `client/calls.mjs`, run by Node as a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flowdesigner.sandbox import running_sandbox

CLIENT = Path(__file__).parent / "client"
NODE = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
"""Node comes with the extra `test`."""


@pytest.fixture(scope="module")
def client(pytestconfig: pytest.Config) -> Path:
    """A folder with the script and the client, which is kept from one run to the next."""
    folder = Path(pytestconfig.cache.mkdir("intercom-client")) if pytestconfig.cache else CLIENT
    for file in CLIENT.glob("*.*"):
        shutil.copy(file, folder)
    if not (folder / "node_modules/intercom-client").exists():
        done = node("npm", "install", "--no-audit", "--no-fund", "--silent", folder=folder)
        if done.returncode and os.environ.get("CI") != "true":
            pytest.skip(f"Intercom's npm client could not be installed: {done.stderr}")
        assert done.returncode == 0, done.stderr
    return folder


def node(*command: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": NODE, "NO_COLOR": "1", **environ},
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


@pytest.mark.processes
@pytest.mark.timeout(300)
def test_intercoms_own_client_works_against_it(client: Path) -> None:
    with running_sandbox(token="right") as running:
        told = {"SANDBOX_URL": running.url, "SANDBOX_TOKEN": "right"}
        done = node("node", "--test-reporter=tap", "calls.mjs", folder=client, **told)
    assert done.returncode == 0, done.stdout + done.stderr
    written = (CLIENT / "calls.mjs").read_text("utf-8").count("\ntest(")
    assert re.search(rf"^# pass {written}$", done.stdout, re.MULTILINE), done.stdout
