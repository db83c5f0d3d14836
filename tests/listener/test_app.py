from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from flowdesigner.errors import ConfigurationError, StoreError
from flowdesigner.intercom.notification import Notification
from flowdesigner.intercom.signature import sign
from flowdesigner.listener.app import LARGEST_BODY, Receiver, create_app
from flowdesigner.listener.server import Listener
from flowdesigner.settings import TRUSTED_PROXIES
from flowdesigner.watching.exposure import Exposure

SECRET = "test-client-secret-0001"
WEBHOOK = "/webhooks/intercom"
PING = {
    "type": "notification_event", "app_id": "abc", "id": None, "topic": "ping", "created_at": 1_790_000_000,
    "data": {"type": "notification_event_data", "item": {"type": "ping", "message": "hello"}},
    "delivery_attempts": 1, "delivered_at": 0, "first_sent_at": 1_790_000_000, "links": {}, "self": None,
    "delivery_status": None,
}  # fmt: skip


class Ear:
    """A receiver that remembers."""

    def __init__(self, *secrets: str) -> None:
        self._secrets = secrets
        self.of_workspace: dict[str, tuple[str, ...]] = {}
        self.heard: list[tuple[Notification, bytes]] = []
        self.bad_signatures = 0
        self.answers: list[int] = []
        self.trouble: Exception | None = None
        self.ok = True

    def secrets(self, app_id: str | None = None) -> tuple[str, ...]:
        return self.of_workspace.get(app_id or "", self._secrets)

    async def take_in(self, notification: Notification, raw: bytes) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.heard.append((notification, raw))

    async def authorize(self, code: str, state: str) -> None:
        if (code, state) != ("good", "good"):
            raise ConfigurationError("This link <b>was not</b> asked for here.")

    def prefixes(self) -> tuple[str, ...]:
        return ("bots/support", "bots/europe")

    def saw_bad_signature(self) -> None:
        self.bad_signatures += 1

    def health(self) -> Mapping[str, Any]:
        return {"ok": self.ok, "engine": "live"}

    async def ready(self) -> str:
        return "" if self.ok else "The bot listens only."

    def answered(self, status: int, seconds: float) -> None:
        assert seconds >= 0
        self.answers.append(status)

    async def metrics(self) -> bytes:
        return b"flowdesigner_ready 1.0\n"


@pytest.fixture
def ear() -> Ear:
    return Ear("an older secret", SECRET)


@pytest.fixture
async def client(ear: Ear) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(ear) as opened:
        yield opened


def client_of(receiver: Receiver) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_app(receiver)), base_url="http://bot")


async def deliver(
    client: httpx.AsyncClient, body: bytes | AsyncIterator[bytes], signature: str | None = None
) -> httpx.Response:
    if signature is None and isinstance(body, bytes):
        signature = sign(body, SECRET)
    return await client.post(WEBHOOK, content=body, headers={"X-Hub-Signature": signature} if signature else {})


def body(**fields: Any) -> bytes:
    return json.dumps(PING | fields).encode()


async def test_intercom_may_look_whether_it_is_there(client: httpx.AsyncClient, ear: Ear) -> None:
    answer = await client.head(WEBHOOK)
    assert (answer.status_code, ear.heard) == (200, [])


async def test_a_signed_ping_is_acknowledged_and_heard(client: httpx.AsyncClient, ear: Ear) -> None:
    answer = await deliver(client, body())
    assert (answer.status_code, answer.content) == (200, b"")
    ((notification, raw),) = ear.heard
    assert notification.is_ping
    assert raw == body()


async def test_the_signature_is_of_the_body_as_it_was_sent(client: httpx.AsyncClient, ear: Ear) -> None:
    spaced = json.dumps(PING, indent=4, ensure_ascii=True).encode() + b"\n"
    assert (await deliver(client, spaced)).status_code == 200
    assert (await deliver(client, body(), sign(spaced, SECRET))).status_code == 401
    assert len(ear.heard) == 1


@pytest.mark.parametrize("signature", ["", "sha1=", "sha1=" + "0" * 40, "ümlaut".encode().decode("latin-1")])
async def test_what_is_not_signed_is_refused_and_counted(client: httpx.AsyncClient, ear: Ear, signature: str) -> None:
    answer = await client.post(WEBHOOK, content=body(), headers={b"X-Hub-Signature": signature.encode("latin-1")})
    assert (answer.status_code, ear.heard, ear.bad_signatures) == (401, [], 1)


async def test_what_is_not_signed_is_not_even_parsed(client: httpx.AsyncClient) -> None:
    assert (await deliver(client, b"{not json", "sha1=00")).status_code == 401


async def test_one_workspaces_secret_does_not_speak_for_another(client: httpx.AsyncClient, ear: Ear) -> None:
    ear.of_workspace = {"europe": ("an older secret",)}
    assert (await deliver(client, body(app_id="europe"))).status_code == 401
    assert (await deliver(client, body(app_id="europe"), sign(body(app_id="europe"), "an older secret"))).is_success
    assert ear.bad_signatures == 1


async def test_without_a_client_secret_nothing_is_believed() -> None:
    ear = Ear()
    async with client_of(ear) as client:
        assert (await deliver(client, body(), sign(body(), ""))).status_code == 401
    assert ear.heard == []


@pytest.mark.parametrize(
    "wrong", [b"", b"{not json", b"[]", b"42", b'"text"', b'{"topic": "ping"}', b"\xff\xfe", b"[" * 100_000]
)
async def test_what_is_no_notification_is_refused(client: httpx.AsyncClient, ear: Ear, wrong: bytes) -> None:
    assert (await deliver(client, wrong)).status_code == 400
    assert ear.heard == []


async def test_a_body_may_be_as_large_as_the_bound_and_no_larger(client: httpx.AsyncClient, ear: Ear) -> None:
    fits = body().ljust(LARGEST_BODY)
    assert (await deliver(client, fits)).status_code == 200
    assert (await deliver(client, fits + b" ")).status_code == 413
    assert len(ear.heard) == 1


async def test_an_endless_body_is_not_read_to_its_end(client: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b" " * 65_536

    assert (await deliver(client, endless())).status_code == 413
    assert sent < 20


@pytest.mark.parametrize("trouble", [StoreError("The disk is full."), RuntimeError("unforeseen")])
async def test_what_could_not_be_kept_is_not_acknowledged(
    client: httpx.AsyncClient, ear: Ear, trouble: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    ear.trouble = trouble
    answer = await deliver(client, body(topic="confidential"))
    assert answer.status_code == 503
    assert str(trouble) not in answer.text
    assert "confidential" not in caplog.text


async def test_health_says_whether_the_engine_lives(client: httpx.AsyncClient, ear: Ear) -> None:
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "engine": "live"})
    ear.ok = False
    assert (await client.get("/health")).status_code == 503


async def test_ready_says_in_words_why_it_is_not(client: httpx.AsyncClient, ear: Ear) -> None:
    answer = await client.get("/ready")
    assert (answer.status_code, answer.text) == (200, "Ready.")
    ear.ok = False
    answer = await client.get("/ready")
    assert (answer.status_code, answer.text) == (503, "The bot listens only.")
    assert answer.headers["Cache-Control"] == "no-store"


async def test_how_each_delivery_was_answered_is_told(client: httpx.AsyncClient, ear: Ear) -> None:
    await deliver(client, body())
    await deliver(client, body(), "sha1=00")
    await deliver(client, b"[]")
    await client.head(WEBHOOK)
    assert ear.answers == [200, 401, 400]


async def test_metrics_are_for_this_machine_only_unless_they_are_opened(ear: Ear) -> None:
    for told, seen in ((None, 200), (Exposure("off"), 404), (Exposure("token", "sixteen-letters!"), 401)):
        app = create_app(ear, told)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            assert (await client.get("/metrics")).status_code == seen
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot.example.com") as client:
        refused = await client.get("/metrics")
        assert (refused.headers["WWW-Authenticate"], "flowdesigner_ready" in refused.text) == ("Bearer", False)
        told_it = await client.get("/metrics", headers={"Authorization": "Bearer sixteen-letters!"})
        assert (told_it.text, told_it.headers["Content-Type"][:10]) == ("flowdesigner_ready 1.0\n", "text/plain")


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", WEBHOOK, 405), ("POST", "/", 404), ("DELETE", "/health", 405)]
)
async def test_there_is_nothing_else(client: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    assert (await client.request(method, path)).status_code == status


SAMPLES = Path(__file__).parents[1] / "samples" / "notifications"
SIGNATURES: dict[str, str] = json.loads((SAMPLES / "SIGNATURES.json").read_text())["signatures"]


@pytest.mark.parametrize("sample", sorted(SIGNATURES))
async def test_what_intercom_sends_is_taken_in(client: httpx.AsyncClient, ear: Ear, sample: str) -> None:
    raw = (SAMPLES / sample).read_bytes()
    assert (await deliver(client, raw, SIGNATURES[sample])).status_code == 200
    ((notification, kept),) = ear.heard
    assert (notification.app_id, kept) == ("fd01demo", raw)


@pytest.mark.parametrize(("path", "status"), [("/bots/support", 200), ("", 200), ("/bots", 404), ("/bots/other", 404)])
async def test_the_path_of_the_public_address_may_come_before(
    client: httpx.AsyncClient, ear: Ear, path: str, status: int
) -> None:
    signed = {"X-Hub-Signature": sign(body(), SECRET)}
    assert (await client.head(path + WEBHOOK)).status_code == status
    assert (await client.post(path + WEBHOOK, content=body(), headers=signed)).status_code == status
    assert len(ear.heard) == (status == 200)


@pytest.mark.parametrize(
    ("trusted", "told"), [("127.0.0.1", "203.0.113.9"), ("", "127.0.0.1"), ("10.0.0.1", "127.0.0.1")]
)
def test_who_sent_a_forged_body_is_believed_of_trusted_proxies_only(
    ear: Ear, trusted: str, told: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(TRUSTED_PROXIES, trusted)
    listener = Listener(create_app(ear), port=0)
    listener.start()
    try:
        headers = {"X-Hub-Signature": "sha1=00", "X-Forwarded-For": "203.0.113.9"}
        answer = httpx.post(f"http://127.0.0.1:{listener.port}{WEBHOOK}", content=body(), headers=headers)
    finally:
        listener.stop()
    assert answer.status_code == 401
    assert [record.getMessage() for record in caplog.records if "not signed" in record.getMessage()] == [
        f"a body from {told} was not signed with the client secret"
    ]


async def test_who_comes_back_from_intercom_is_told_what_became_of_it(client: httpx.AsyncClient) -> None:
    answer = await client.get("/bots/support/oauth/intercom", params={"code": "good", "state": "good"})
    assert (answer.status_code, "You can close this window" in answer.text) == (200, True)
    answer = await client.get("/oauth/intercom", params={"code": "x", "state": "y"})
    assert answer.status_code == 400
    assert "&lt;b&gt;was not&lt;/b&gt; asked for here" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await client.get("/elsewhere/oauth/intercom")).status_code == 404
