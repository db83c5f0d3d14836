"""A runner in its own process, as load balancers and Prometheus see it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from flowdesigner import runner
from flowdesigner.errors import ConfigurationError
from flowdesigner.watching.logfile import LARGEST
from tests.metrics import numbers
from tests.runner.conftest import SECRET, TOKEN, StandIn
from tests.runner.test_runner import until, write

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]


def test_it_tells_prometheus_what_it_did_and_nothing_that_customers_wrote(bot: Path, intercom: StandIn) -> None:
    url = runner.start(bot, port=0).url
    assert write(url + "/webhooks/intercom", "1") == 200
    assert httpx.post(url + "/webhooks/intercom", content=b"{}").status_code == 401
    until(lambda: len(intercom.said) == 2)
    until(lambda: numbers(httpx.get(url + "/metrics").text)["flowdesigner_calls_waiting"] == 0)
    text = httpx.get(url + "/metrics").text
    found = numbers(text)
    created = 'flowdesigner_notifications_total{outcome="kept",topic="conversation.user.created"}'
    assert (found[created], found["flowdesigner_acknowledgement_seconds_count"]) == (1, 1)
    assert found['flowdesigner_notifications_total{outcome="not_signed",topic=""}'] == 1
    assert found['flowdesigner_calls_total{kind="reply",outcome="made"}'] == 1
    assert found["flowdesigner_notification_to_call_seconds_count"] == 1
    assert found['flowdesigner_conversations{status="waiting"}'] == 1
    assert found["process_resident_memory_bytes"] > 1_000_000
    assert not [word for word in ("Mia", "Hello", "u1", SECRET, TOKEN) if word in text]


@pytest.mark.parametrize("level", ["info", "debug"])
def test_its_log_is_of_one_form_and_shows_no_secret_and_no_word_unless_asked_for(
    bot: Path, intercom: StandIn, environ: pytest.MonkeyPatch, level: str
) -> None:
    environ.setenv("FLOWDESIGNER_LOG_FORMAT", "json")
    environ.setenv("FLOWDESIGNER_LOG_LEVEL", level)
    url = runner.start(bot, port=0).url
    assert write(url + "/webhooks/intercom", "1") == 200
    assert httpx.post(url + "/webhooks/intercom", content=b"{}").status_code == 401
    until(lambda: len(intercom.said) == 2)
    runner.stop(bot)
    text = (bot / ".flowdesigner/runner.log").read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    events = [line["event"] for line in lines]
    assert next(line["on"] for line in lines if line["event"] == "acted") == "message"
    assert [line["kind"] for line in lines if line["event"] == "called"] == ["reply", "quick_reply"]
    assert any(event.startswith("answers on port") for event in events)
    assert any("not signed" in event for event in events)
    assert not [secret for secret in (SECRET, TOKEN) if secret in text]
    assert ("Hello" in text) == (level == "debug")
    assert level == "debug" or "Mia" not in text


def test_its_log_does_not_fill_the_disk(bot: Path, intercom: StandIn) -> None:
    log = bot / ".flowdesigner/runner.log"
    url = runner.start(bot, port=0).url
    with log.open("ab") as file:
        file.truncate(LARGEST)
    numbers = count(1)
    until(lambda: write(url + "/webhooks/intercom", str(next(numbers))) == 200 and log.stat().st_size < 100_000)
    until(lambda: len(intercom.said) >= 2 and "called" in log.read_text("utf-8"))
    assert LARGEST <= log.with_name("runner.log.1").stat().st_size < LARGEST + 100_000


class Collector(ThreadingHTTPServer):
    """Takes spans as an OpenTelemetry collector does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Takes)
        self.bodies: list[bytes] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def spans(self) -> dict[str, Span]:
        told = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        scopes = [scope for one in told for resource in one.resource_spans for scope in resource.scope_spans]
        return {span.name: span for scope in scopes for span in scope.spans}


class Takes(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_it_sends_traces_where_opentelemetrys_variables_say(
    bot: Path, intercom: StandIn, environ: pytest.MonkeyPatch, collector: Collector
) -> None:
    environ.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    url = runner.start(bot, port=0).url
    assert write(url + "/webhooks/intercom", "1") == 200
    until(lambda: len(intercom.said) == 2)
    runner.stop(bot)
    found = collector.spans
    assert set(found) == {"take in", "act on message", "call reply", "call quick_reply"}
    assert found["act on message"].parent_span_id == found["take in"].span_id
    assert found["call reply"].parent_span_id == found["act on message"].span_id
    assert len({span.trace_id for span in found.values()}) == 1
    text = b"".join(collector.bodies)
    assert not [word for word in (b"Mia", b"Hello", SECRET.encode(), TOKEN.encode()) if word in text]


def test_it_is_ready_while_it_answers_customers(bot: Path, intercom: StandIn) -> None:
    url = runner.start(bot, port=0, live=False).url
    answer = httpx.get(url + "/ready")
    assert (answer.status_code, "listens only" in answer.text) == (503, True)
    assert httpx.get(url + "/health").status_code == 200
    runner.set_live(bot, True)
    assert httpx.get(url + "/ready").text == "Ready."


def test_its_metrics_may_want_a_token(bot: Path, intercom: StandIn, environ: pytest.MonkeyPatch) -> None:
    environ.setenv("FLOWDESIGNER_METRICS", "short")
    with pytest.raises(ConfigurationError, match="FLOWDESIGNER_METRICS must be"):
        runner.start(bot, port=0)
    environ.setenv("FLOWDESIGNER_METRICS", "letters-and-digits-1")
    url = runner.start(bot, port=0).url
    assert httpx.get(url + "/metrics").status_code == 401
    assert httpx.get(url + "/metrics", headers={"Authorization": "Bearer letters-and-digits-1"}).status_code == 200
