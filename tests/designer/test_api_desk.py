"""Real calls from the page: a test call whose fields can be picked, real calls in a trial, and their secrets."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from flowdesigner.blocks import CallApi, CloseConversation, SendMessage
from flowdesigner.bot import Bot
from flowdesigner.designer.api_desk import ApiDesk
from flowdesigner.designer.background import Background
from flowdesigner.designer.editor import Editor
from flowdesigner.designer.session import EditingSession
from flowdesigner.designer.tryout import Tryout
from flowdesigner.flow.check import CheckContext
from flowdesigner.settings import ALLOWED_ADDRESSES, SECRET_KEY
from flowdesigner.store.keys import Keyring
from flowdesigner.store.secrets import Secrets
from flowdesigner.store.store import Store
from tests.designer.page import RecordingCanvas

SESAME = "open-sesame"
DOTS = "\N{BULLET}\N{BULLET}\N{BULLET}"


class Shop(BaseHTTPRequestHandler):
    """Knows order 7, and says with which secret it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        found = self.path == "/orders/7"
        body = json.dumps({"order": {"status": "sent"}, "you": self.headers["Authorization"]} if found else {}).encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class Screen:
    """A page with one block that looks an order up."""

    def __init__(self, folder: Path, url: str, allowed: str) -> None:
        environ = {ALLOWED_ADDRESSES: allowed, SECRET_KEY: Fernet.generate_key().decode()}
        bot = Bot.create(folder, "Desk")
        flow = bot.flow()
        look = flow.add(
            CallApi(
                url=f"{url}/orders/{{order}}",
                headers=[{"name": "Authorization", "value": "Bearer {secret.shop_token}"}],
                answer=[{"path": "order.status", "variable": "status"}],
                example='{"order": {"status": "packed"}}',
            ),
            id="look",
        )
        flow.connect("start", look)
        flow.connect(look, flow.add(SendMessage(text="It is {status}"), id="say"), port="2xx")
        flow.connect("say", flow.add(CloseConversation(), id="done"))
        bot.save()
        self.page = RecordingCanvas()
        self.session = EditingSession.open(folder)
        self.store: Store = self.session.bot.store()
        self.changes = 0
        facts = {"order": "7"}
        self.desk = ApiDesk(
            self.page, self.session, Secrets(self.store, Keyring(environ)), Background(),
            facts=facts, changed=self.changed, environ=environ,
        )  # fmt: skip
        self.editor = Editor(
            self.page, self.session, Tryout(self.session.bot, facts, call=self.desk.make),
            context=lambda: CheckContext(flows=self.session.bot.flows, secrets=self.desk.known()),
            changed=lambda: None, background=Background(),
        )  # fmt: skip

    def changed(self) -> None:
        self.changes += 1

    def ask(self, type: str, **content: Any) -> dict[str, Any]:
        return self.page.ask(type, **content)[-1]

    def close(self) -> None:
        self.session.close()
        self.store.close()


@pytest.fixture
def screen(tmp_path: Path, url: str) -> Iterator[Screen]:
    screen = Screen(tmp_path / "bot", url, "127.0.0.1")
    yield screen
    screen.close()


def keep_secret(screen: Screen) -> None:
    screen.ask("secrets", do="set", name="shop_token", text=SESAME)


def test_a_test_call_shows_the_answer_and_its_fields_without_secrets(screen: Screen, url: str) -> None:
    keep_secret(screen)
    told = screen.ask("call", block="look", values={"order": "7"})
    assert (told["type"], told["block"], told["status"], told["error"]) == ("called", "look", 200, "")
    assert told["call"] == f"GET {url}/orders/{{order}}"
    assert told["body"] == {"order": {"status": "sent"}, "you": f"Bearer {DOTS}"}
    assert told["paths"] == [["order.status", "sent"], ["you", f"Bearer {DOTS}"]]
    assert SESAME not in json.dumps(screen.page.told)


def test_a_test_call_that_finds_nothing_says_so(screen: Screen) -> None:
    keep_secret(screen)
    assert screen.ask("call", block="look", values={"order": "8"})["status"] == 404


def test_a_test_call_without_its_secret_or_without_a_value_is_refused_in_words(screen: Screen) -> None:
    assert "The secret “shop_token” is not kept" in screen.ask("call", block="look")["error"]
    assert "{order} is empty" in screen.ask("call", block="look", values={"order": ""})["error"]
    assert "calls nothing" in screen.ask("call", block="start")["error"]


def test_a_test_call_does_not_reach_into_the_own_network(tmp_path: Path, url: str) -> None:
    screen = Screen(tmp_path / "bot", url, "")
    keep_secret(screen)
    told = screen.ask("call", block="look")
    assert (told["status"], "address of your own network" in told["error"]) == (None, True)
    screen.close()


def test_secrets_are_named_and_never_shown(screen: Screen) -> None:
    assert screen.ask("secrets", do="list") == {"type": "secrets", "kept": [], "used": ["shop_token"]}
    assert "secret_missing" in {problem["code"] for problem in screen.ask("hello")["problems"]}
    assert screen.ask("secrets", do="set", name="shop_token", text=SESAME)["kept"] == ["shop_token"]
    assert screen.changes == 1
    assert "secret_missing" not in {problem["code"] for problem in screen.ask("hello")["problems"]}
    assert screen.ask("secrets", do="forget", name="shop_token")["kept"] == []
    refused = screen.page.ask("secrets", do="set", name="a b", text=SESAME)
    assert "cannot name a secret" in refused[0]["text"]
    assert SESAME not in json.dumps(screen.page.told)


def test_a_trial_takes_the_example_until_it_is_told_to_make_real_calls(screen: Screen) -> None:
    keep_secret(screen)
    assert said(screen.ask("try", do="say", text="hi"))[-2:] == ["It is packed", "closed"]
    assert screen.ask("try", do="calls", text="real")["calls"] == "real"
    screen.ask("try", do="restart")
    screen.ask("try", do="set", name="order", value="7")
    assert said(screen.ask("try", do="say", text="hi"))[-2:] == ["It is sent", "closed"]
    # A kept chat calls nobody: it has the answer that came.
    kept = screen.ask("try", do="keep", text="Sent")
    text = (screen.session.bot.folder / kept["file"]).read_text("utf-8")
    assert 'next call answers 200: {"order": {"status": "sent"}, "you": "Bearer \N{BULLET}' in text
    assert "bot: It is sent" in text
    assert screen.session.bot.run_chats().failures == []
    screen.ask("try", do="calls", text="example")
    screen.ask("try", do="restart")
    assert said(screen.ask("try", do="say", text="hi"))[-2:] == ["It is packed", "closed"]


def test_the_next_answer_can_be_made_up(screen: Screen) -> None:
    screen.ask("try", do="start")
    told = screen.ask("try", do="answer_next", text='200 {"order": {"status": "lost"}}')
    assert told["answering"] == [200]
    assert said(screen.ask("try", do="say", text="hi"))[-2:] == ["It is lost", "closed"]
    assert "Write the status" in screen.ask("try", do="answer_next", text="lost")["text"]


async def test_a_real_call_does_not_hold_up_the_page(screen: Screen) -> None:
    keep_secret(screen)
    screen.ask("try", do="calls", text="real")
    assert screen.page.ask("try", do="say", text="hi") == []
    assert screen.editor.background is not None
    await screen.editor.background.idle()
    assert said(screen.page.last("try"))[-2:] == ["It is sent", "closed"]


def said(told: dict[str, Any]) -> list[str]:
    return [line["text"] for line in told["lines"]]
