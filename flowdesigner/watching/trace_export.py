"""Where spans go: to the collector that OpenTelemetry's standard variables name, over HTTP. Needs the extra."""

from __future__ import annotations

from collections.abc import Mapping

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import SpanProcessor
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SimpleSpanProcessor

from flowdesigner.settings import from_environment


def exporting(environ: Mapping[str, str]) -> SpanProcessor:
    """A processor that sends them on, from a thread of its own."""
    if from_environment("OTEL_TRACES_EXPORTER", environ) == "console":
        return SimpleSpanProcessor(ConsoleSpanExporter())
    return BatchSpanProcessor(OTLPSpanExporter())
