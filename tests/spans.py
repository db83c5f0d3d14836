"""Spans that a test looks at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from flowdesigner.watching import traces
from flowdesigner.watching.traces import Traces


class Spans:
    """Those that ended, in order."""

    def __init__(self) -> None:
        self._exporter = InMemorySpanExporter()
        self.traces = Traces(SimpleSpanProcessor(self._exporter))

    @property
    def all(self) -> tuple[ReadableSpan, ...]:
        return self._exporter.get_finished_spans()

    @property
    def names(self) -> list[str]:
        return [span.name for span in self.all]

    def named(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.all if span.name == name]

    def tree(self, span: ReadableSpan | None = None, depth: int = 0) -> list[str]:
        """The spans below this one, or those that begin a trace, indented, in the order of their beginnings."""
        below = sorted((one for one in self.all if parent_of(one) == own(span)), key=lambda one: one.start_time or 0)
        return [line for one in below for line in ["  " * depth + one.name, *self.tree(one, depth + 1)]]


def own(span: ReadableSpan | None) -> tuple[int, int] | None:
    if span is None:
        return None
    context = span.get_span_context()
    assert context is not None
    return context.trace_id, context.span_id


def parent_of(span: ReadableSpan) -> tuple[int, int] | None:
    return (span.parent.trace_id, span.parent.span_id) if span.parent else None


def about(span: ReadableSpan) -> dict[str, Any]:
    """Its attributes by our short names."""
    return {name.removeprefix("flowdesigner."): value for name, value in (span.attributes or {}).items()}


@contextmanager
def spans_seen() -> Iterator[Spans]:
    """Every engine that begins meanwhile is traced."""
    before, seen = traces.current(), Spans()
    traces.use(seen.traces)
    try:
        yield seen
    finally:
        traces.use(before)
        seen.traces.close()
