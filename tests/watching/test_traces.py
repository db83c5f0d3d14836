"""Traces are switched on by OpenTelemetry's own variables, and cost nothing before."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest
from opentelemetry.sdk.trace import SpanProcessor

from flowdesigner.watching.traces import Traces, are_wanted, place_of, set_up
from tests.spans import Spans, own


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_TRACES_EXPORTER": "none"}, False),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({"OTEL_SERVICE_NAME": "bot"}, False),
    ],
)
def test_the_standard_variables_switch_them_on(environ: dict[str, str], wanted: bool) -> None:
    assert are_wanted(environ) == wanted


def test_nothing_of_it_is_loaded_where_nobody_wants_any() -> None:
    code = (
        "import sys; from flowdesigner.runner import runner; from flowdesigner.watching import traces;"
        "traces.set_up('bot', {}); assert traces.current() is None;"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_place_is_the_same_wherever_it_is_asked_for_and_another_for_something_else() -> None:
    assert place_of("app1", "n1") == place_of("app1", "n1")
    assert len({place_of("app1", "n1"), place_of("app1", "n2"), place_of("app2", "n1"), place_of("app", "1n1")}) == 4
    assert 0 < place_of("app1", "n1").trace < 2**128


def test_the_first_span_has_the_ids_that_others_expect_and_the_next_one_its_own() -> None:
    spans, place = Spans(), place_of("app1", "n1")
    first = spans.traces.span("first", after=None, began=1, ended=2, about={}, own=place)
    second = spans.traces.span("second", after=first, began=3, ended=4, about={})
    assert [own(span) for span in spans.all] == [place, second]
    assert (first, second.trace, second.span == first.span) == (place, place.trace, False)


def test_who_samples_keeps_whole_traces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", "0.5")
    taking_in, acting = Spans(), Spans()
    for number in range(60):
        place = place_of("app1", f"n{number}")
        taking_in.traces.span("take in", after=None, began=1, ended=2, about={}, own=place)
        acting.traces.span("act", after=place, began=3, ended=4, about={})
    firsts = {span.context.trace_id for span in taking_in.all if span.context}
    assert firsts == {span.context.trace_id for span in acting.all if span.context}
    assert 10 < len(firsts) < 50


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from flowdesigner.errors import ConfigurationError

    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    monkeypatch.delitem(sys.modules, "flowdesigner.watching.trace_export", raising=False)
    with pytest.raises(ConfigurationError, match=r"flowdesigner\[otel\]"):
        set_up("bot", {"OTEL_TRACES_EXPORTER": "otlp"})


class Stuck(SpanProcessor):
    """Sends to a collector that never answers."""

    def __init__(self) -> None:
        self.answered = threading.Event()

    def shutdown(self) -> None:
        self.answered.wait(20)


def test_a_collector_that_does_not_answer_does_not_hold_up_a_runner_that_stops() -> None:
    stuck = Stuck()
    began = time.monotonic()
    Traces(stuck).close(patience=0.05)
    assert time.monotonic() - began < 5
    stuck.answered.set()


def test_spans_say_which_bot_they_are_of() -> None:
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter = InMemorySpanExporter()
    Traces(SimpleSpanProcessor(exporter), {"flowdesigner.bot": "order-support"}).span(
        "one", after=None, began=1, ended=2, about={}
    )
    (span,) = exporter.get_finished_spans()
    assert span.resource.attributes["flowdesigner.bot"] == "order-support"
