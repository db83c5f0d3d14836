"""A published bot, a stand-in for Intercom on a port, and runners that end with the test."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from flowdesigner import Bot, runner
from tests.processes import ROOT, own_folders

BILLING = ROOT / "tests/samples/bots/billing"
APP, AGENT, TEAM, TOKEN, SECRET = "abc123", "814860", "5017690", "tok-very-secret", "client-very-secret"


class StandIn(ThreadingHTTPServer):
    """An Intercom that knows whose token it is and keeps what it is told; `known` False: a stand-in without `/me`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.known = True
        self.said: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: StandIn

    def do_GET(self) -> None:
        if not self.headers["Authorization"].endswith(TOKEN):
            self.answer(401, refusal("unauthorized", "Access Token Invalid"))
        elif not self.server.known:
            self.answer(404, refusal("not_found", "No such path"))
        else:
            self.answer(200, {"type": "admin", "id": AGENT, "app": {"id_code": APP, "name": "Acme"}})

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.said.append(told.get("body") or told["message_type"])
        part = {"type": "conversation_part", "id": str(len(self.server.said)), "part_type": told["message_type"]}
        self.answer(200, {"type": "conversation", "id": "1", "conversation_parts": {"conversation_parts": [part]}})

    def answer(self, status: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def refusal(code: str, message: str) -> dict[str, object]:
    return {"type": "error.list", "errors": [{"code": code, "message": message}]}


@pytest.fixture
def intercom() -> Iterator[StandIn]:
    with StandIn() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def environ(intercom: StandIn, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment that connects a bot to the stand-in."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        told = {
            **own_folders(Path(name)),
            "FLOWDESIGNER_INTERCOM_ACCESS_TOKEN": TOKEN,
            "FLOWDESIGNER_INTERCOM_CLIENT_SECRET": SECRET,
            "FLOWDESIGNER_INTERCOM_API_URL": intercom.url,
            "FLOWDESIGNER_BOT_TEAMS": TEAM,
            "FLOWDESIGNER_BOT_AGENT": AGENT,
        }
        for key, value in told.items():
            monkeypatch.setenv(key, value)
        yield monkeypatch


@pytest.fixture
def bot(environ: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The folder of a published bot; whatever runs it is stopped at the end."""
    folder = tmp_path / "bot"
    shutil.copytree(BILLING, folder, ignore=shutil.ignore_patterns(".flowdesigner"))
    Bot.load(folder).publish("first")
    yield folder
    runner.stop(folder)
