"""Tokens and secrets are nowhere in clear: not in the bot's folder, its export, logs, nor in the list of processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from flowdesigner import Bot, runner
from flowdesigner.designer.connection import Connection
from flowdesigner.intercom.signature import sign
from flowdesigner.runner.registry import find
from flowdesigner.store.flow_secrets import FlowSecrets
from tests.conformance.loopback import Loopback
from tests.processes import ROOT
from tests.runtime.world import BOT, TEAM

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]
SECRETS = {"access_token": "tok-5e3c1e7f", "client_secret": "cli-99d0a17b"}
FLOW_SECRET = "crm-77ab01fe"
ALL = [text.encode() for text in (*SECRETS.values(), FLOW_SECRET)]


@pytest.fixture
def connected(bot: Path, intercom: Loopback, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bot's secrets are kept by its page, not given by the environment."""
    for name in ("ACCESS_TOKEN", "CLIENT_SECRET"):
        monkeypatch.delenv(f"FLOWDESIGNER_INTERCOM_{name}")
    with Bot.load(bot).store() as store:
        connection = Connection(store, environ={})
        connection.keep(api_url=intercom.url, bot_teams=[TEAM], bot_agent=BOT)
        for kind, text in SECRETS.items():
            connection.keep_secret(kind, text)
        FlowSecrets(store.secrets, {}).set("crm", FLOW_SECRET)
    return bot


def test_no_file_process_or_output_shows_them(connected: Path, intercom: Loopback, tmp_path: Path) -> None:
    runner.start(connected, port=0)
    running = find(connected)
    assert running is not None
    intercom.world.fault = lambda request: httpx.Response(401, json={"errors": [{"code": "unauthorized"}]})
    hello = intercom.world.notification("user.created", "1")
    signed = {"X-Hub-Signature": sign(hello, SECRETS["client_secret"])}
    assert httpx.post(running.webhook_url, content=hello, headers=signed).status_code == 200
    forged = {"X-Hub-Signature": sign(hello, "another secret")}
    assert httpx.post(running.webhook_url, content=hello, headers=forged).status_code == 401
    processes = [psutil.Process(running.pid), *psutil.Process(running.pid).children(recursive=True)]
    shown = [part.encode() for one in processes for part in one.cmdline()]
    shown += [f"{name}={value}".encode() for one in processes for name, value in one.environ().items()]
    exported = subprocess.run(
        [sys.executable, "-m", "flowdesigner", "export", str(connected), "--to", str(tmp_path / "bot.json")],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    shown += [exported.stdout, exported.stderr, (tmp_path / "bot.json").read_bytes()]
    with runner.attach(connected) as attached:
        looked = "[repr(runner), repr(vars(runner)), str(list(runner.engine.workspaces))]"
        shown.append(str(attached.evaluate(looked)).encode())
    runner.stop(connected)
    files = [path for path in connected.parent.rglob("*") if path.is_file()]
    assert any(path.name == "runner.log" for path in files)
    shown += [path.read_bytes() for path in files]
    assert not [text for text in shown for secret in ALL if secret in text]
